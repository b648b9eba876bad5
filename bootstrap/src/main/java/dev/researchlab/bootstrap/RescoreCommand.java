package dev.researchlab.bootstrap;

import dev.researchlab.adapters.formats.experiment.MetricsFile;
import dev.researchlab.application.ResearchLab;
import dev.researchlab.client.Metric;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.metric.MetricDefinition;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunManifest.FrozenMetric;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Scores the answers of a run that is kept again. */
@Command(
    name = "rescore",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Scores the answers of a run that is kept by other metrics, and asks no model. The result is",
      "kept as a new run, to be shown and compared as any other; the run itself stays as it is.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lab rescore latest --metric squad_f1",
      "  lab rescore 4dbe880c --metric exact_match --metric squad_f1 --out results/again",
      "  lab rescore 4dbe880c --metrics metrics.yaml"
    })
final class RescoreCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @ParentCommand private Main environment;

  @Parameters(index = "0", paramLabel = "RUN", description = RunName.DESCRIPTION)
  private String name;

  @ArgGroup private @Nullable Choice choice;

  @Mixin private RunReport report;

  /** The metrics come from a file or are named. */
  private static final class Choice {

    @Option(
        names = "--metrics",
        paramLabel = "FILE",
        required = true,
        description =
            "A YAML file with 'metrics', as in an experiment file. Default: the run's own metrics.")
    private @Nullable Path file;

    @Option(
        names = "--metric",
        paramLabel = "TYPE",
        required = true,
        description = "A metric with its default parameters; may be given several times.")
    private List<String> types = new ArrayList<>();
  }

  @Override
  public Integer call() {
    report.requireUsableFolder();
    MetricsFile file = choice == null || choice.file == null ? null : MetricsFile.read(choice.file);
    RemoteLab remote = environment.remote();
    if (remote != null) {
      return call(remote, file);
    }
    try (Session session = environment.session()) {
      ResearchLab lab = session.lab();
      Run source = RunName.find(lab, name);
      Run rescored = rescore(lab, source, file);
      report.write(lab, rescored);
      sayWhatNext(RunName.of(source), RunName.of(rescored));
      return ExitCode.DONE;
    }
  }

  private int call(RemoteLab remote, @Nullable MetricsFile file) {
    String source = remote.find(name).id();
    List<MetricDefinition> metrics = file == null ? named() : file.metrics();
    String rescored =
        remote.client().rescore(source, metrics.stream().map(RescoreCommand::metric).toList()).id();
    report.write(remote.client(), rescored);
    sayWhatNext(RunName.of(source), RunName.of(rescored));
    return ExitCode.DONE;
  }

  private static Metric metric(MetricDefinition metric) {
    return new Metric(
        metric.name(), metric.type(), metric.parameters(), metric.epochReducer().toString());
  }

  private void sayWhatNext(String source, String rescored) {
    PrintWriter err = spec.commandLine().getErr();
    err.printf(
        "Scored the answers of run %s again as run %s; compare with: lab compare RUN %s%n",
        source, rescored, rescored);
    err.flush();
  }

  private Run rescore(ResearchLab lab, Run source, @Nullable MetricsFile file) {
    if (file == null) {
      return lab.comparisons().rescore(ProjectId.DEFAULT, source.id(), named(source));
    }
    try {
      return lab.comparisons().rescore(ProjectId.DEFAULT, source.id(), file.metrics());
    } catch (InvalidException e) {
      throw e.path().startsWith("metrics") ? file.problem(e.path(), e.problem()) : e;
    }
  }

  private List<MetricDefinition> named(Run source) {
    return choice == null
        ? source.manifest().metrics().stream().map(FrozenMetric::definition).toList()
        : named();
  }

  private List<MetricDefinition> named() {
    return choice == null ? List.of() : choice.types.stream().map(MetricDefinition::of).toList();
  }
}
