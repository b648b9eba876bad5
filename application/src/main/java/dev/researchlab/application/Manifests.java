package dev.researchlab.application;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.dataset.Dataset;
import dev.researchlab.domain.dataset.DatasetVersion;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.experiment.Budget;
import dev.researchlab.domain.experiment.Experiment;
import dev.researchlab.domain.experiment.ExperimentDesign;
import dev.researchlab.domain.experiment.Variant;
import dev.researchlab.domain.metric.Metric;
import dev.researchlab.domain.model.Model;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.prompt.PromptContent;
import dev.researchlab.domain.prompt.PromptVersion;
import dev.researchlab.domain.run.RunManifest;
import dev.researchlab.domain.run.RunManifest.FrozenMetric;
import dev.researchlab.domain.run.RunManifest.FrozenVariant;
import dev.researchlab.ports.driven.DrivenPorts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Freezes what determines a run's result, and checks that it can be run. */
record Manifests(DrivenPorts ports, String labVersion) {

  /** Everything that determines the result of a run of the experiment, as it is now. */
  RunManifest freeze(Experiment experiment, List<Metric> scorers) {
    ProjectId project = experiment.project();
    ExperimentDesign design = experiment.design();
    Dataset dataset =
        ports
            .datasets()
            .find(project, design.dataset())
            .orElseThrow(() -> new NotFoundException("dataset", design.dataset().toString()));
    DatasetVersion version =
        ports.datasets().versions(project, dataset.id()).stream()
            .filter(candidate -> candidate.hash().equals(design.datasetVersion()))
            .findFirst()
            .orElseThrow(
                () -> new NotFoundException("dataset version", design.datasetVersion().toString()));
    return new RunManifest(
        labVersion,
        experiment.name(),
        dataset.id(),
        dataset.name(),
        version.hash(),
        version.samples(),
        design.variants().stream().map(variant -> freeze(project, variant)).toList(),
        scorers.stream().map(m -> new FrozenMetric(m.definition(), m.version())).toList(),
        design.epochs(),
        design.seed(),
        design.baseline(),
        design.significanceLevel());
  }

  /** A limit of what is spent that nobody can keep to would be worse than none. */
  static void requirePrices(RunManifest manifest, Budget budget) {
    if (budget.maxCost() == null) {
      return;
    }
    for (FrozenVariant variant : manifest.variants()) {
      if (variant.model().price() == null) {
        throw new InvalidException(
            "budget.max_cost",
            "the price of model '" + variant.modelName() + "' is not known; add its price");
      }
    }
  }

  private FrozenVariant freeze(ProjectId project, Variant variant) {
    Model model =
        ports
            .models()
            .find(project, variant.model())
            .orElseThrow(() -> new NotFoundException("model", variant.model().toString()));
    PromptVersion prompt =
        ports
            .prompts()
            .find(project, variant.prompt(), variant.promptVersion())
            .orElseThrow(() -> new NotFoundException("prompt", variant.prompt().toString()));
    return new FrozenVariant(
        variant.name(),
        model.name(),
        model.specification(),
        variant.parameters().orElse(model.specification().parameters()),
        prompt.name(),
        prompt.number(),
        prompt.content());
  }

  /**
   * Reads the samples once before anything is asked: a variable missing at the end costs nothing.
   */
  void requireVariables(ProjectId project, RunManifest manifest) {
    Map<PromptContent, String> prompts = new LinkedHashMap<>();
    for (FrozenVariant variant : manifest.variants()) {
      prompts.putIfAbsent(variant.prompt(), variant.promptName());
    }
    try (Stream<Sample> samples =
        ports.datasets().samples(project, manifest.dataset(), manifest.datasetHash())) {
      samples.forEach(sample -> requireVariables(prompts, sample));
    }
  }

  private static void requireVariables(Map<PromptContent, String> prompts, Sample sample) {
    prompts.forEach(
        (prompt, name) -> {
          Optional<String> missing = prompt.missingFrom(sample);
          if (missing.isPresent()) {
            throw new InvalidException(
                "prompt '%s' names %s, which sample '%s' does not have"
                    .formatted(name, missing.get(), sample.id()));
          }
        });
  }
}
