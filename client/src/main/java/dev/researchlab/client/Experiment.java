package dev.researchlab.client;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An experiment.
 *
 * @param status draft, running, paused, completed, stopped, failed or archived
 */
public record Experiment(
    String id,
    String name,
    @Nullable String description,
    @Nullable String hypothesis,
    @Nullable String owner,
    List<String> collaborators,
    List<String> tags,
    String status,
    String datasetId,
    @Nullable String datasetVersion,
    List<Variant> variants,
    List<Metric> metrics,
    @Nullable Integer epochs,
    @Nullable Long seed,
    @Nullable String baseline,
    @Nullable Double significanceLevel,
    @Nullable Execution execution,
    long version,
    Instant createdAt,
    Instant changedAt) {
  public Experiment {
    collaborators = collaborators == null ? List.of() : List.copyOf(collaborators);
    tags = tags == null ? List.of() : List.copyOf(tags);
    variants = variants == null ? List.of() : List.copyOf(variants);
    metrics = metrics == null ? List.of() : List.copyOf(metrics);
  }
}
