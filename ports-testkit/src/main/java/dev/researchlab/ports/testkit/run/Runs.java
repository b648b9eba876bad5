package dev.researchlab.ports.testkit.run;

import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.dataset.DatasetId;
import dev.researchlab.domain.experiment.ExperimentDesign;
import dev.researchlab.domain.experiment.ExperimentId;
import dev.researchlab.domain.metric.MetricDefinition;
import dev.researchlab.domain.model.GenerationParameters;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.prompt.PromptContent;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.RunManifest;
import dev.researchlab.domain.run.RunManifest.FrozenMetric;
import dev.researchlab.domain.run.RunManifest.FrozenVariant;
import dev.researchlab.ports.testkit.model.Models;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Runs for tests. */
public final class Runs {

  /** When the runs are made. */
  public static final Instant CREATED = Instant.parse("2026-03-01T09:00:00.123456Z");

  private Runs() {}

  /** A run of that number that waits for its start. */
  public static Run pending(ProjectId project, ExperimentId experiment, int number) {
    return pending(project, experiment, number, manifest());
  }

  /** A run of that number and manifest that waits for its start. */
  public static Run pending(
      ProjectId project, ExperimentId experiment, int number, RunManifest manifest) {
    return Run.pending(
        new RunId(UUID.randomUUID()), project, experiment, number, manifest, CREATED);
  }

  /** One variant, one metric, ten samples. */
  public static RunManifest manifest() {
    return new RunManifest(
        "1.0",
        "which is better",
        new DatasetId(UUID.randomUUID()),
        "questions",
        ContentHash.of("samples"),
        10,
        List.of(
            new FrozenVariant(
                "only",
                "small",
                ModelSpecification.of("simulated", "sim-1"),
                GenerationParameters.PROVIDER_DEFAULTS,
                "qa",
                1,
                PromptContent.text("{{input}}"))),
        List.of(new FrozenMetric(MetricDefinition.of("exact_match"), 1)),
        1,
        0,
        null,
        ExperimentDesign.DEFAULT_SIGNIFICANCE_LEVEL);
  }

  /** A manifest that says everything that can be said, in those words. */
  public static RunManifest fullManifest(String text) {
    FrozenVariant variant =
        new FrozenVariant(
            text,
            text,
            Models.fullSpecification(),
            Models.fullParameters(text),
            text,
            12,
            PromptContent.chat(Models.fullMessages(text)));
    MetricDefinition metric = new MetricDefinition(text, "regex", Map.of("pattern", text));
    return new RunManifest(
        "1.0-SNAPSHOT",
        text,
        new DatasetId(UUID.randomUUID()),
        text,
        ContentHash.of(text),
        10_000_000_000L,
        List.of(variant),
        List.of(new FrozenMetric(metric, 3)),
        1_000,
        Long.MIN_VALUE,
        text,
        0.1);
  }
}
