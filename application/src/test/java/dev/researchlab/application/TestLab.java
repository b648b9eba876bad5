package dev.researchlab.application;

import dev.researchlab.adapters.local.LocalPorts;
import dev.researchlab.domain.dataset.Dataset;
import dev.researchlab.domain.dataset.DatasetVersion;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.experiment.Execution;
import dev.researchlab.domain.experiment.ExperimentDesign;
import dev.researchlab.domain.experiment.ExperimentId;
import dev.researchlab.domain.experiment.Variant;
import dev.researchlab.domain.metric.MetricDefinition;
import dev.researchlab.domain.model.Model;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.prompt.PromptContent;
import dev.researchlab.domain.prompt.PromptVersion;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunStatus;
import dev.researchlab.ports.driven.DrivenPorts;
import dev.researchlab.ports.driving.experiment.ExperimentDraft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A lab in memory with one scripted provider, and the shortest way to an experiment in it. */
final class TestLab implements AutoCloseable {

  static final ProjectId PROJECT = ProjectId.DEFAULT;

  final ResearchLab lab;
  int epochs = 1;
  long seed = 7;
  String prompt = "{{input}}";
  Execution execution = new Execution(8, 4, Duration.ofNanos(1));
  List<MetricDefinition> metrics = List.of(MetricDefinition.of("exact_match"));
  List<String> variantNames = List.of("a", "b");
  Function<String, ModelSpecification> specification =
      name -> ModelSpecification.of("scripted", name);

  TestLab(ScriptedProvider provider) {
    this(provider, ports -> ports);
  }

  TestLab(ScriptedProvider provider, UnaryOperator<DrivenPorts> change) {
    lab = ResearchLab.with(change.apply(LocalPorts.inMemory().withProviders(List.of(provider))));
  }

  static List<Sample> samples(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> Sample.of("q" + i, "What is " + i + "?", Integer.toString(i)))
        .toList();
  }

  ExperimentId design(List<Sample> samples) {
    Dataset dataset = lab.datasets().create(PROJECT, "questions of " + variantNames);
    DatasetVersion version =
        lab.datasets().importVersion(PROJECT, dataset.id(), samples.iterator());
    PromptVersion written = lab.prompts().write(PROJECT, "plain", PromptContent.text(prompt));
    List<Variant> variants = new ArrayList<>();
    for (String name : variantNames) {
      Model model = lab.models().register(PROJECT, name, specification.apply(name));
      variants.add(Variant.of(model, written));
    }
    ExperimentDesign design =
        new ExperimentDesign(
            variants, dataset.id(), version.hash(), metrics, epochs, seed, null, 0.05, execution);
    return lab.experiments().design(PROJECT, ExperimentDraft.of("test", design)).id();
  }

  Run start(List<Sample> samples) {
    return lab.runs().start(PROJECT, design(samples));
  }

  Run runToEnd(List<Sample> samples) {
    return await(start(samples));
  }

  Run await(Run run) {
    try {
      Run ended = lab.runs().await(PROJECT, run.id(), Duration.ofSeconds(30));
      if (ended.status() == RunStatus.RUNNING) {
        throw new AssertionError("the run did not end: " + lab.runs().progress(PROJECT, run.id()));
      }
      return ended;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  List<Evaluation> evaluations(Run run) {
    try (Stream<Evaluation> evaluations = lab.evaluations().evaluations(PROJECT, run.id())) {
      return evaluations.toList();
    }
  }

  @Override
  public void close() {
    lab.close();
  }
}
