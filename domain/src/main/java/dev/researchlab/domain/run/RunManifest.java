package dev.researchlab.domain.run;

import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.artifact.ContentHasher;
import dev.researchlab.domain.dataset.DatasetId;
import dev.researchlab.domain.metric.MetricDefinition;
import dev.researchlab.domain.model.GenerationParameters;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.prompt.PromptContent;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that determines a run's result, frozen when the run is made: the same manifest asks
 * the same models the same questions and scores the answers in the same way.
 *
 * @param labVersion the version of the lab
 * @param experimentName for people; not part of the hash
 * @param dataset where the samples are kept; not part of the hash, their content is
 * @param samples how many the dataset version holds
 * @param metrics with their versions
 * @param epochs how often each sample is asked
 * @param seed from which everything random is drawn
 * @param baseline the variant that the others are compared with
 * @param significanceLevel of tests; intervals have the level 1 - significanceLevel
 * @param rescoreOf the run whose answers were scored again; null where models are asked
 */
public record RunManifest(
    String labVersion,
    String experimentName,
    DatasetId dataset,
    String datasetName,
    ContentHash datasetHash,
    long samples,
    List<FrozenVariant> variants,
    List<FrozenMetric> metrics,
    int epochs,
    long seed,
    @Nullable String baseline,
    double significanceLevel,
    @Nullable RunId rescoreOf) {

  /** A variant with everything that it refers to resolved. */
  public record FrozenVariant(
      String name,
      String modelName,
      ModelSpecification model,
      GenerationParameters parameters,
      String promptName,
      int promptVersion,
      PromptContent prompt) {}

  /** A metric with the version of its scorer. */
  public record FrozenMetric(MetricDefinition definition, int version) {}

  public RunManifest {
    variants = List.copyOf(variants);
    metrics = List.copyOf(metrics);
  }

  /** A manifest by which models are asked. */
  public RunManifest(
      String labVersion,
      String experimentName,
      DatasetId dataset,
      String datasetName,
      ContentHash datasetHash,
      long samples,
      List<FrozenVariant> variants,
      List<FrozenMetric> metrics,
      int epochs,
      long seed,
      @Nullable String baseline,
      double significanceLevel) {
    this(
        labVersion,
        experimentName,
        dataset,
        datasetName,
        datasetHash,
        samples,
        variants,
        metrics,
        epochs,
        seed,
        baseline,
        significanceLevel,
        null);
  }

  /**
   * The manifest of a run that scores the answers of a run with this one again.
   *
   * @param source the run with this manifest
   * @param newLabVersion the version that scores them
   */
  public RunManifest rescored(RunId source, String newLabVersion, List<FrozenMetric> newMetrics) {
    return new RunManifest(
        newLabVersion,
        experimentName,
        dataset,
        datasetName,
        datasetHash,
        samples,
        variants,
        newMetrics,
        epochs,
        seed,
        baseline,
        significanceLevel,
        source);
  }

  /** How many trials the plan has. */
  public long trials() {
    return Math.multiplyExact(Math.multiplyExact(samples, variants.size()), epochs);
  }

  /** The variant of that name, if there is one. */
  public Optional<FrozenVariant> variant(String name) {
    return variants.stream().filter(variant -> variant.name().equals(name)).findFirst();
  }

  /** The variant that the others are compared with: the named one, or else the first. */
  public FrozenVariant baselineVariant() {
    return baseline == null ? variants.getFirst() : variant(baseline).orElseThrow();
  }

  /** The hash of everything that determines the result. */
  public ContentHash hash() {
    ContentHasher hasher = new ContentHasher();
    hasher.add(labVersion).add(datasetHash).add(variants.size());
    for (FrozenVariant variant : variants) {
      hasher.add(variant.name()).add(variant.prompt().hash());
      variant.model().addTo(hasher);
      variant.parameters().addTo(hasher);
    }
    hasher.add(metrics.size());
    for (FrozenMetric metric : metrics) {
      metric.definition().addTo(hasher);
      hasher.add(metric.version());
    }
    hasher.add(epochs).add(seed).add(baseline).add(significanceLevel);
    if (rescoreOf != null) {
      hasher.add(rescoreOf);
    }
    return hasher.hash();
  }
}
