package dev.researchlab.bootstrap;

import dev.researchlab.adapters.formats.experiment.ExperimentFile;
import dev.researchlab.application.ResearchLab;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.experiment.Experiment;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunFailure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Runs an experiment file and reports what was found. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs an experiment file and reports each variant, and each against the baseline.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lab run experiment.yaml",
      "  lab run experiment.yaml --set concurrency=200 --set"
          + " models.gpt.base_url=http://127.0.0.1:8089/v1",
      "  lab run experiment.yaml --format json --out results/first",
      "",
      "Exit codes:  0 done, 1 the run failed or nothing was answered, 2 bad input,",
      "             130 interrupted (what was done is kept)"
    })
final class RunCommand implements Callable<Integer> {

  @ParentCommand private Main environment;

  @Mixin private ExperimentArguments arguments;

  @Option(
      names = "--memory",
      description = "Keeps nothing: neither questions nor answers outlast this call.")
  private boolean memory;

  @Mixin private RunReport report;
  @Mixin private RunWatch watch;

  @Override
  public Integer call() throws InterruptedException {
    report.requireUsableFolder();
    ExperimentFile experimentFile = arguments.read(environment.settings());
    RemoteLab remote = environment.remote();
    if (remote != null) {
      return call(remote, experimentFile);
    }
    try (Session session = memory ? Session.inMemory() : environment.session()) {
      ResearchLab lab = session.lab();
      Experiment experiment =
          experimentFile.submit(
              ProjectId.DEFAULT, lab.models(), lab.datasets(), lab.prompts(), lab.experiments());
      Run ended = watch.untilEnd(session, lab.runs().start(ProjectId.DEFAULT, experiment.id()));
      refuseUnusableModel(lab, experimentFile, ended);
      report.write(lab, ended);
      if (!memory) {
        watch.sayWhatNext(ended);
      }
      return watch.exitCode(lab, ended);
    }
  }

  private int call(RemoteLab remote, ExperimentFile experimentFile) {
    if (memory) {
      throw new InvalidException("--memory has no meaning with --server; leave one of them out");
    }
    dev.researchlab.client.Experiment experiment =
        new RemoteSubmission(remote.client(), experimentFile).submit();
    dev.researchlab.client.Run ended =
        watch.untilEnd(remote, remote.client().start(experiment.id()));
    report.write(remote.client(), ended.id());
    watch.sayWhatNext(RunName.of(ended.id()), ended.status().equals("completed"));
    return watch.exitCode(RemoteLab.progress(ended));
  }

  /** A model that never answered because it cannot be asked is bad input, not a failed run. */
  private static void refuseUnusableModel(
      ResearchLab lab, ExperimentFile experimentFile, Run ended) {
    RunFailure failure = ended.failure();
    if (failure == null || failure.model() == null) {
      return;
    }
    if (lab.runs().progress(ProjectId.DEFAULT, ended.id()).answered() == 0) {
      throw experimentFile.problem("models." + failure.model(), failure.message());
    }
  }
}
