package dev.researchlab.bootstrap;

import dev.researchlab.adapters.llm.ModelProviders;
import dev.researchlab.adapters.local.LocalPorts;
import dev.researchlab.application.ResearchLab;
import dev.researchlab.domain.comparison.BaselineComparison;
import dev.researchlab.domain.comparison.RunSummary;
import dev.researchlab.domain.dataset.Dataset;
import dev.researchlab.domain.dataset.DatasetVersion;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.experiment.Experiment;
import dev.researchlab.domain.experiment.ExperimentDesign;
import dev.researchlab.domain.experiment.Variant;
import dev.researchlab.domain.metric.MetricDefinition;
import dev.researchlab.domain.model.Model;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.prompt.PromptContent;
import dev.researchlab.domain.prompt.PromptVersion;
import dev.researchlab.domain.run.Run;
import dev.researchlab.ports.driven.DrivenPorts;
import dev.researchlab.ports.driving.experiment.ExperimentDraft;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The example of the README; the test compares the two. */
final class EmbeddingExample {

  private EmbeddingExample() {}

  static RunSummary run() throws InterruptedException {
    // README: begin
    DrivenPorts ports =
        LocalPorts.inMemory()
            .withProviders(ModelProviders.all(System::getenv, InstantSource.system()));
    try (ResearchLab lab = ResearchLab.with(ports)) {
      ProjectId project = ProjectId.DEFAULT;

      ModelSpecification simulated = ModelSpecification.of("simulated", "any");
      Model hasty =
          lab.models().register(project, "hasty", simulated.withOptions(Map.of("accuracy", "0.6")));
      Model careful =
          lab.models()
              .register(project, "careful", simulated.withOptions(Map.of("accuracy", "0.9")));

      Dataset dataset = lab.datasets().create(project, "doubles");
      Iterator<Sample> samples =
          IntStream.rangeClosed(1, 200)
              .mapToObj(i -> Sample.of("q" + i, "Twice " + i + "?", String.valueOf(2 * i)))
              .iterator();
      DatasetVersion version = lab.datasets().importVersion(project, dataset.id(), samples);

      PromptVersion prompt =
          lab.prompts().write(project, "plain", PromptContent.text("{{input}} Only the number."));

      Experiment experiment =
          lab.experiments()
              .design(
                  project,
                  ExperimentDraft.of(
                      "Doubles",
                      ExperimentDesign.of(
                          version,
                          List.of(Variant.of(hasty, prompt), Variant.of(careful, prompt)),
                          List.of(MetricDefinition.of("numeric_answer")))));

      Run run = lab.runs().start(project, experiment.id());
      run = lab.runs().await(project, run.id(), Duration.ofMinutes(1));

      RunSummary summary = lab.comparisons().summarize(project, run.id());
      BaselineComparison finding = summary.comparisons().getFirst();
      System.out.println(finding.variant() + " is " + finding.verdict()); // careful is BETTER
      return summary;
    }
    // README: end
  }
}
