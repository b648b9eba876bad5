package dev.researchlab.domain.experiment;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.dataset.DatasetId;
import dev.researchlab.domain.dataset.DatasetVersion;
import dev.researchlab.domain.metric.MetricDefinition;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an experiment does: every variant answers every sample of the dataset in every epoch, and
 * every answer is scored by every metric.
 *
 * @param variants at least one, their names different
 * @param datasetVersion which content of the dataset
 * @param metrics at least one, their names different
 * @param epochs how often each sample is asked, at least 1
 * @param seed from which everything random is drawn
 * @param baseline the variant that the others are compared with; null for the first one
 * @param significanceLevel of tests, 1e-9 to 1; intervals have the level 1 - significanceLevel
 * @param execution how fast and how patiently; it does not determine the result
 */
public record ExperimentDesign(
    List<Variant> variants,
    DatasetId dataset,
    ContentHash datasetVersion,
    List<MetricDefinition> metrics,
    int epochs,
    long seed,
    @Nullable String baseline,
    double significanceLevel,
    Execution execution) {

  /** The significance level where nothing else is said. */
  public static final double DEFAULT_SIGNIFICANCE_LEVEL = 0.05;

  /** Below it an interval of the level 1 - significanceLevel has no borders in double precision. */
  private static final double LEAST_SIGNIFICANCE_LEVEL = 1e-9;

  /**
   * @throws InvalidException if the parts do not fit together; the message names the part
   */
  public ExperimentDesign {
    variants = List.copyOf(variants);
    metrics = List.copyOf(metrics);
    requireDifferent("variant", variants.stream().map(Variant::name).toList());
    if (epochs < 1) {
      throw new InvalidException("epochs", "must be 1 or more, not " + epochs);
    }
    requireMetrics(metrics, epochs);
    if (!(significanceLevel > 0 && significanceLevel < 1)) {
      throw new InvalidException(
          "significance_level", "must lie between 0 and 1, not " + significanceLevel);
    }
    if (significanceLevel < LEAST_SIGNIFICANCE_LEVEL) {
      throw new InvalidException(
          "significance_level",
          "must be %s or more, not %s".formatted(LEAST_SIGNIFICANCE_LEVEL, significanceLevel));
    }
    if (baseline != null && variants.stream().map(Variant::name).noneMatch(baseline::equals)) {
      throw new InvalidException("baseline", "'" + baseline + "' is not one of the variants");
    }
  }

  /** A design with one epoch, seed 0 and everything else as it is by default. */
  public static ExperimentDesign of(
      DatasetVersion dataset, List<Variant> variants, List<MetricDefinition> metrics) {
    return new ExperimentDesign(
        variants,
        dataset.dataset(),
        dataset.hash(),
        metrics,
        1,
        0,
        null,
        DEFAULT_SIGNIFICANCE_LEVEL,
        Execution.DEFAULT);
  }

  /**
   * Refuses metrics that cannot score the answers of that many epochs side by side.
   *
   * @throws InvalidException if there is none, two have the same name, or a reducer speaks of more
   *     epochs than there are
   */
  public static void requireMetrics(List<MetricDefinition> metrics, int epochs) {
    requireDifferent("metric", metrics.stream().map(MetricDefinition::name).toList());
    metrics.forEach(metric -> metric.requireEpochs(epochs));
  }

  private static void requireDifferent(String kind, Collection<String> names) {
    if (names.isEmpty()) {
      throw new InvalidException(kind + "s", "an experiment has at least one " + kind);
    }
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new InvalidException(kind + "s", "two " + kind + "s have the name '" + name + "'");
      }
    }
  }
}
