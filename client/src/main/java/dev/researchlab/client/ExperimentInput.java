package dev.researchlab.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An experiment as it is designed; what is null has its default.
 *
 * @param datasetVersion the newest one where it is null
 * @param baseline the first variant where it is null
 */
public record ExperimentInput(
    String name,
    @Nullable String description,
    @Nullable String hypothesis,
    @Nullable String owner,
    List<String> collaborators,
    List<String> tags,
    String datasetId,
    @Nullable String datasetVersion,
    List<Variant> variants,
    List<Metric> metrics,
    @Nullable Integer epochs,
    @Nullable Long seed,
    @Nullable String baseline,
    @Nullable Double significanceLevel,
    @Nullable Execution execution) {
  public ExperimentInput {
    collaborators = collaborators == null ? List.of() : List.copyOf(collaborators);
    tags = tags == null ? List.of() : List.copyOf(tags);
    variants = variants == null ? List.of() : List.copyOf(variants);
    metrics = metrics == null ? List.of() : List.copyOf(metrics);
  }

  /** An experiment with everything left to its defaults. */
  public static ExperimentInput of(
      String name, String datasetId, List<Variant> variants, List<Metric> metrics) {
    return new ExperimentInput(
        name, null, null, null, List.of(), List.of(), datasetId, null, variants, metrics, null,
        null, null, null, null);
  }
}
