package dev.researchlab.adapters.formats.experiment;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.metric.MetricDefinition;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The metrics of a file: of an experiment file, or of one that has nothing but {@code metrics}.
 *
 * @param metrics without the measures that are always reported
 * @param locations where the keys stand
 */
public record MetricsFile(List<MetricDefinition> metrics, Locations locations) {

  public MetricsFile {
    metrics = List.copyOf(metrics);
  }

  /**
   * Reads the metrics and looks at nothing else but the names of the keys.
   *
   * @throws InvalidException if anything is wrong, in one line {@code FILE:LINE: KEY.PATH: what is
   *     wrong; what to do}
   */
  public static MetricsFile read(Path file) {
    Yaml document = YamlReader.read(file.toString(), NamedFiles.text(file));
    Section top = Section.of("", document, Level.EXPERIMENT);
    if (top.value("metrics").isEmpty()) {
      throw top.missing("metrics", "a list of metrics");
    }
    MetricReader reader = new MetricReader(new NamedFiles(file, file.resolveSibling("")), Set.of());
    return new MetricsFile(
        top.items("metrics", reader::metric).stream()
            .filter(metric -> !MetricReader.MEASURES.contains(metric.type()))
            .toList(),
        new Locations(top.mapping()));
  }

  /** A problem with the value of a key that was found later, told as one of this file. */
  public InvalidException problem(String keyPath, String what) {
    return locations.problem(keyPath, what);
  }
}
