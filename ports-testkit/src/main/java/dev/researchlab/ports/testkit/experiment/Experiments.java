package dev.researchlab.ports.testkit.experiment;

import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.dataset.DatasetId;
import dev.researchlab.domain.experiment.About;
import dev.researchlab.domain.experiment.Budget;
import dev.researchlab.domain.experiment.CacheMode;
import dev.researchlab.domain.experiment.Execution;
import dev.researchlab.domain.experiment.Experiment;
import dev.researchlab.domain.experiment.ExperimentDesign;
import dev.researchlab.domain.experiment.ExperimentId;
import dev.researchlab.domain.experiment.ExperimentStatus;
import dev.researchlab.domain.experiment.Variant;
import dev.researchlab.domain.metric.MetricDefinition;
import dev.researchlab.domain.model.GenerationParameters;
import dev.researchlab.domain.model.ModelId;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.prompt.PromptId;
import dev.researchlab.ports.testkit.model.Models;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Experiments for tests. */
public final class Experiments {

  /** When the drafts are made. */
  public static final Instant CREATED = Instant.parse("2026-03-01T09:00:00.123456Z");

  private Experiments() {}

  /** A draft about which only the necessary is said. */
  public static Experiment draft(ProjectId project) {
    return draft(new ExperimentId(UUID.randomUUID()), project, CREATED);
  }

  /** A draft of that id, made at that time. */
  public static Experiment draft(ExperimentId id, ProjectId project, Instant createdAt) {
    return of(id, project, "which is better", "", List.of(), design(), createdAt);
  }

  /** A draft about which everything is said, in those words. */
  public static Experiment fullDraft(ProjectId project, String text) {
    return of(
        new ExperimentId(UUID.randomUUID()),
        project,
        text,
        text,
        List.of(text, "b", "a"),
        fullDesign(text),
        CREATED);
  }

  /** One variant, one metric. */
  public static ExperimentDesign design() {
    return new ExperimentDesign(
        List.of(variant("only", GenerationParameters.PROVIDER_DEFAULTS)),
        new DatasetId(UUID.randomUUID()),
        ContentHash.of("samples"),
        List.of(MetricDefinition.of("exact_match")),
        1,
        0,
        null,
        ExperimentDesign.DEFAULT_SIGNIFICANCE_LEVEL,
        Execution.DEFAULT);
  }

  private static ExperimentDesign fullDesign(String text) {
    return new ExperimentDesign(
        List.of(
            variant("warm", Models.fullParameters(text)),
            variant("cold", new GenerationParameters(0.0, null, null, List.of(), null))),
        new DatasetId(UUID.randomUUID()),
        ContentHash.of("samples"),
        List.of(
            new MetricDefinition("matches", "regex", Map.of("pattern", "^\\d+$", "flags", "")),
            MetricDefinition.of("exact_match")),
        3,
        Long.MIN_VALUE,
        "cold",
        0.01,
        new Execution(
            Execution.MAX_CONCURRENCY,
            3,
            Duration.ofMillis(1),
            Duration.ofHours(25),
            Duration.ofNanos(1),
            CacheMode.REPLAY_ONLY,
            new Budget(new BigDecimal("12.50"), Long.MAX_VALUE, Duration.ofMinutes(90))));
  }

  private static Variant variant(String name, GenerationParameters parameters) {
    return new Variant(
        name, new ModelId(UUID.randomUUID()), new PromptId(UUID.randomUUID()), 2, parameters);
  }

  private static Experiment of(
      ExperimentId id,
      ProjectId project,
      String name,
      String text,
      List<String> tags,
      ExperimentDesign design,
      Instant createdAt) {
    return new Experiment(
        id,
        project,
        new About(name, text, text, text, tags, tags),
        design,
        ExperimentStatus.DRAFT,
        1,
        createdAt,
        createdAt);
  }
}
