package dev.researchlab.adapters.formats.experiment;

import dev.researchlab.adapters.formats.dataset.DatasetFormat;
import dev.researchlab.adapters.formats.dataset.FieldMapping;
import dev.researchlab.adapters.formats.experiment.ExperimentFile.DatasetFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code dataset}.
 *
 * @param images the variables that prompts use as images
 */
record DatasetReader(NamedFiles files, Set<String> images) {

  private static final List<String> FORMATS =
      Arrays.stream(DatasetFormat.values())
          .map(format -> format.name().toLowerCase(Locale.ROOT))
          .toList();

  DatasetFile dataset(Section section) {
    Path file =
        files.data(section, "file", section.requiredName("file", "the path of a dataset file"));
    @Nullable Long limit = section.wholeNumber("limit").orElse(null);
    if (limit != null && limit < 1) {
      throw section.problem("limit", "must be 1 or more, not " + limit);
    }
    return new DatasetFile(
        section.name("name").orElseGet(() -> baseName(file)),
        file,
        format(section, file),
        mapping(section.section("fields", Level.FIELDS)),
        limit);
  }

  private static String baseName(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private static DatasetFormat format(Section section, Path file) {
    Optional<String> format = section.name("format");
    if (format.isEmpty()) {
      return DatasetFormat.of(file)
          .orElseThrow(() -> section.missing("format", "one of " + String.join(", ", FORMATS)));
    }
    if (!FORMATS.contains(format.get())) {
      throw section.problem(
          "format",
          "unknown format '" + format.get() + "'" + Section.didYouMean(format.get(), FORMATS));
    }
    return DatasetFormat.valueOf(format.get().toUpperCase(Locale.ROOT));
  }

  private FieldMapping mapping(Section section) {
    return new FieldMapping(
        section.name("id").orElse(null),
        section.name("expected").orElse(null),
        section.value("variables").isPresent() ? fields(section, "variables") : null,
        section.value("metadata").isPresent() ? fields(section, "metadata") : Map.of(),
        section.name("messages").orElse(null),
        images);
  }

  /** A mapping from names to field paths, or a list of fields that keep their names. */
  private static Map<String, String> fields(Section section, String key) {
    Map<String, String> fields = new LinkedHashMap<>();
    if (section.value(key).orElseThrow() instanceof Yaml.Mapping mapping) {
      Section names = new Section(Yaml.join(section.path(), key), mapping);
      for (String name : mapping.entries().keySet()) {
        fields.put(name, names.requiredName(name, "the path of a field"));
      }
    } else {
      section.texts(key).forEach(name -> fields.put(name, name));
    }
    return fields;
  }
}
