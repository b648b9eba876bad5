package dev.researchlab.domain.comparison;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunManifest;
import dev.researchlab.domain.run.RunManifest.FrozenMetric;
import dev.researchlab.domain.run.RunManifest.FrozenVariant;
import dev.researchlab.domain.run.TrialKey;
import java.util.ArrayList;
import java.util.List;

/**
 * A variant of one run and a variant of another, to be compared on the samples that both answered.
 *
 * @param baselineName as findings name the variant of the first run
 * @param otherName as findings name the variant of the second run
 */
public record VariantPair(
    Run baseline,
    FrozenVariant ofBaseline,
    String baselineName,
    Run other,
    FrozenVariant ofOther,
    String otherName) {

  private static final int ID_DIGITS = 8;

  /**
   * The pairs of two runs: variants of the same name, or, where no name is common and each run has
   * one variant, these two.
   *
   * @throws InvalidException if there is no such pair, or the runs have no metric in common
   */
  public static List<VariantPair> of(Run baseline, Run other) {
    if (commonMetrics(baseline, other).isEmpty()) {
      throw new InvalidException(
          "the runs %s and %s have no metric in common; score both by the same one"
              .formatted(shortId(baseline), shortId(other)));
    }
    List<FrozenVariant> first = baseline.manifest().variants();
    List<FrozenVariant> second = other.manifest().variants();
    List<VariantPair> pairs = new ArrayList<>();
    for (FrozenVariant variant : first) {
      other
          .manifest()
          .variant(variant.name())
          .ifPresent(same -> pairs.add(of(baseline, variant, other, same)));
    }
    if (pairs.isEmpty() && first.size() == 1 && second.size() == 1) {
      pairs.add(of(baseline, first.getFirst(), other, second.getFirst()));
    }
    if (pairs.isEmpty()) {
      throw new InvalidException(
          "the runs %s and %s have no variant of the same name (%s; %s)"
              .formatted(shortId(baseline), shortId(other), names(first), names(second)));
    }
    return pairs;
  }

  private static VariantPair of(
      Run baseline, FrozenVariant ofBaseline, Run other, FrozenVariant ofOther) {
    return new VariantPair(
        baseline,
        ofBaseline,
        ofBaseline.name() + " of " + shortId(baseline),
        other,
        ofOther,
        ofOther.name() + " of " + shortId(other));
  }

  private static List<String> names(List<FrozenVariant> variants) {
    return variants.stream().map(FrozenVariant::name).toList();
  }

  private static String shortId(Run run) {
    String id = run.id().toString();
    return id.substring(id.length() - ID_DIGITS);
  }

  /** The metrics that both runs were scored by, in the same version. */
  private static List<FrozenMetric> commonMetrics(Run baseline, Run other) {
    return baseline.manifest().metrics().stream()
        .filter(other.manifest().metrics()::contains)
        .toList();
  }

  /** A run that has these two variants: what a summarizer of the pair is told. */
  public Run asOneRun() {
    RunManifest manifest = other.manifest();
    return new Run(
        other.id(),
        other.project(),
        other.experiment(),
        other.number(),
        new RunManifest(
            manifest.labVersion(),
            manifest.experimentName(),
            manifest.dataset(),
            manifest.datasetName(),
            manifest.datasetHash(),
            manifest.samples(),
            List.of(renamed(ofBaseline, baselineName), renamed(ofOther, otherName)),
            commonMetrics(baseline, other),
            manifest.epochs(),
            manifest.seed(),
            baselineName,
            manifest.significanceLevel()),
        other.status(),
        other.failure(),
        other.createdAt(),
        other.changedAt());
  }

  private static FrozenVariant renamed(FrozenVariant variant, String name) {
    return new FrozenVariant(
        name,
        variant.modelName(),
        variant.model(),
        variant.parameters(),
        variant.promptName(),
        variant.promptVersion(),
        variant.prompt());
  }

  /** Gives the summarizer an evaluation of one of the runs, where it is one of this pair. */
  public void addTo(RunSummarizer summarizer, Evaluation evaluation) {
    boolean ofFirst = evaluation.run().equals(baseline.id());
    FrozenVariant variant = ofFirst ? ofBaseline : ofOther;
    if (evaluation.trial().variant().equals(variant.name())) {
      TrialKey trial = evaluation.trial();
      summarizer.add(
          new Evaluation(
              evaluation.id(),
              evaluation.project(),
              other.id(),
              new TrialKey(ofFirst ? baselineName : otherName, trial.sample(), trial.epoch()),
              evaluation.outcome(),
              evaluation.scores(),
              evaluation.usage(),
              evaluation.latency(),
              evaluation.cost(),
              evaluation.attempts(),
              evaluation.completedAt(),
              evaluation.timeToFirstByte(),
              evaluation.queueWait(),
              evaluation.toolCalls(),
              evaluation.cached()));
    }
  }
}
