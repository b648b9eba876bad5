package dev.researchlab.adapters.formats.experiment;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.model.PriceTable;
import dev.researchlab.domain.model.TokenPrice;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Reads price tables: the one that comes with the lab, and those of its users. */
public final class PriceFile {

  private static final String BUILT_IN = "prices.yaml";
  private static final List<String> TABLE_KEYS = List.of("version", "prices");
  private static final List<String> ENTRY_KEYS =
      List.of("provider", "model", "input_per_million", "output_per_million");

  private PriceFile() {}

  /** The table that comes with the lab. */
  public static PriceTable builtIn() {
    try (InputStream in =
        Objects.requireNonNull(PriceFile.class.getResourceAsStream(BUILT_IN), BUILT_IN)) {
      return read(BUILT_IN, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("the jar is damaged: " + BUILT_IN, e);
    }
  }

  /**
   * The table of a file.
   *
   * @throws InvalidException if anything is wrong, in one line {@code FILE:LINE: KEY.PATH: what is
   *     wrong; what to do}
   */
  public static PriceTable read(Path file) {
    return read(file.toString(), NamedFiles.text(file));
  }

  private static PriceTable read(String name, String text) {
    Section top = Section.of("", YamlReader.read(name, text)).requireKeys(TABLE_KEYS);
    String version = top.requiredName("version", "the date of the prices, such as \"2026-01\"");
    List<PriceTable.Entry> entries = top.items("prices", PriceFile::entry);
    if (entries.isEmpty()) {
      throw top.problem("prices", "is empty; add at least one");
    }
    return new PriceTable(version, entries);
  }

  private static PriceTable.Entry entry(String path, Yaml value) {
    Section section = Section.of(path, value).requireKeys(ENTRY_KEYS);
    String provider = section.requiredName("provider", "the provider, such as openai");
    String model = section.requiredName("model", "the model's name, or how it begins and *");
    TokenPrice price = ModelReader.price(section);
    return new PriceTable.Entry(provider, model, price);
  }
}
