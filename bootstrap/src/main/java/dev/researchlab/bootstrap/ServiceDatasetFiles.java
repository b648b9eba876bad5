package dev.researchlab.bootstrap;

import dev.researchlab.adapters.formats.dataset.DatasetFormat;
import dev.researchlab.adapters.formats.dataset.FieldMapping;
import dev.researchlab.adapters.formats.dataset.SampleFile;
import dev.researchlab.adapters.formats.dataset.WholeSamples;
import dev.researchlab.adapters.http.dataset.DatasetFiles;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.dataset.Sample;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The files of datasets that the command line reads, for the service. */
final class ServiceDatasetFiles implements DatasetFiles {

  /** Samples with everything that they have. */
  private static final String WHOLE = "samples";

  private record FileSamples(Iterator<Sample> samples, Runnable closing) implements Samples {

    @Override
    public boolean hasNext() {
      return samples.hasNext();
    }

    @Override
    public Sample next() {
      return samples.next();
    }

    @Override
    public void close() {
      closing.run();
    }
  }

  @Override
  public List<String> formats() {
    return List.of("jsonl", "csv", "parquet", WHOLE);
  }

  @Override
  public Samples open(Path file, String format, Map<String, String> fields) {
    if (format.equals(WHOLE)) {
      WholeSamples samples = new WholeSamples(file);
      return new FileSamples(samples, samples::close);
    }
    SampleFile samples = sampleFile(file, format, fields);
    return new FileSamples(samples, samples::close);
  }

  private static SampleFile sampleFile(Path file, String format, Map<String, String> fields) {
    String input = fields.get("input");
    return SampleFile.openForeign(
        file,
        DatasetFormat.valueOf(format.toUpperCase(Locale.ROOT)),
        new FieldMapping(
            fields.get("id"),
            fields.get("expected"),
            input == null ? null : Map.of("input", input),
            Map.of()));
  }

  @Override
  public @Nullable String formatOf(String mediaType) {
    return switch (mediaType) {
      case "application/jsonl", "application/x-ndjson", "application/jsonlines" -> "jsonl";
      case "text/csv" -> "csv";
      case "application/vnd.apache.parquet" -> "parquet";
      default -> null;
    };
  }

  @Override
  public List<BadLine> badLines(Path file, String format, Map<String, String> fields, int atMost) {
    List<BadLine> bad = new ArrayList<>();
    try (Samples samples = open(file, format, fields)) {
      while (bad.size() < atMost) {
        try {
          if (!samples.hasNext()) {
            return bad;
          }
          Sample unused = samples.next();
        } catch (InvalidException e) {
          BadLine line = line(file, String.valueOf(e.getMessage()));
          if (!bad.isEmpty() && bad.getLast().equals(line)) {
            return bad; // the file cannot be read on
          }
          bad.add(line);
        }
      }
    } catch (InvalidException e) {
      bad.add(line(file, String.valueOf(e.getMessage())));
    }
    return bad;
  }

  /** A message begins with where the file lies here, which is nobody's business. */
  private static BadLine line(Path file, String message) {
    String said = message.replace(file + ":", "").strip();
    int colon = said.indexOf(':');
    boolean numbered = colon > 0 && said.substring(0, colon).chars().allMatch(Character::isDigit);
    return numbered
        ? new BadLine("line " + said.substring(0, colon), said.substring(colon + 1).strip())
        : new BadLine("file", said);
  }

  @Override
  public void write(Stream<Sample> samples, String format, OutputStream out) throws IOException {
    boolean whole = format.equals(WHOLE);
    OutputStream buffered = new BufferedOutputStream(out, 1 << 16);
    for (Iterator<Sample> all = samples.iterator(); all.hasNext(); ) {
      Sample sample = all.next();
      String line = whole ? WholeSamples.line(sample) : line(sample);
      buffered.write(line.getBytes(StandardCharsets.UTF_8));
    }
    buffered.flush();
  }

  private static String line(Sample sample) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", sample.id());
    sample.variables().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .filter(variable -> !variable.getKey().equals("id"))
        .forEach(variable -> node.put(variable.getKey(), variable.getValue()));
    if (!sample.expected().isEmpty()) {
      var expected = node.putArray("expected");
      sample.expected().forEach(expected::add);
    }
    if (!sample.metadata().isEmpty()) {
      ObjectNode metadata = node.putObject("metadata");
      sample.metadata().forEach(metadata::put);
    }
    return node + "\n";
  }
}
