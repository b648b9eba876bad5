package dev.researchlab.bootstrap;

import dev.researchlab.adapters.formats.experiment.ExperimentFile;
import dev.researchlab.application.ResearchLab;
import dev.researchlab.domain.comparison.RunSummary;
import dev.researchlab.domain.experiment.Experiment;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunFailure;
import dev.researchlab.domain.run.RunProgress;
import dev.researchlab.domain.run.RunStatus;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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

  /** How the report is written. */
  enum Format {
    TABLE,
    JSON
  }

  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration LONGEST_ENDING = Duration.ofSeconds(10);

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE", description = "The experiment, in YAML.")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Replaces a value of the file, such as epochs=3 or models.NAME.timeout=5s.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "How the report is written: table or json. Default: table.")
  private Format format;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Writes evaluations.jsonl, summary.json and manifest.json into a new or empty folder.")
  private @Nullable Path out;

  @Option(
      names = {"-q", "--quiet"},
      description = "Shows no progress.")
  private boolean quiet;

  @Override
  public Integer call() throws InterruptedException {
    if (out != null) {
      ResultFolder.requireUsable(out);
    }
    try (ResearchLab lab = Wiring.inMemory()) {
      ExperimentFile experimentFile =
          ExperimentFile.read(file, overrides, lab.models().providers());
      Experiment experiment =
          experimentFile.submit(
              ProjectId.DEFAULT, lab.models(), lab.datasets(), lab.prompts(), lab.experiments());
      return run(lab, experimentFile, experiment);
    }
  }

  private int run(ResearchLab lab, ExperimentFile experimentFile, Experiment experiment)
      throws InterruptedException {
    CountDownLatch reported = new CountDownLatch(1);
    Run run = lab.runs().start(ProjectId.DEFAULT, experiment.id());
    Thread onInterrupt = new Thread(() -> stopAndReport(lab, run, reported), "interrupt");
    Runtime.getRuntime().addShutdownHook(onInterrupt);
    try {
      Run ended = watch(lab, run);
      refuseUnusableModel(lab, experimentFile, ended);
      report(lab, ended);
      return exitCode(lab, ended);
    } finally {
      reported.countDown();
      removeHook(onInterrupt);
    }
  }

  /** What Ctrl-C does: the run ends, the main thread reports what was done, then the JVM exits. */
  private static void stopAndReport(ResearchLab lab, Run run, CountDownLatch reported) {
    try {
      lab.runs().stop(ProjectId.DEFAULT, run.id());
      boolean ignored = reported.await(LONGEST_ENDING.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is shutting down: the hook is what brought us here.
    }
  }

  private Run watch(ResearchLab lab, Run run) throws InterruptedException {
    try (ProgressDisplay display = ProgressDisplay.on(spec.commandLine().getErr(), quiet)) {
      Run current = run;
      while (current.status() == RunStatus.RUNNING) {
        current = lab.runs().await(ProjectId.DEFAULT, run.id(), LOOK);
        RunProgress progress = lab.runs().progress(ProjectId.DEFAULT, run.id());
        display.show(progress);
      }
      return current;
    }
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

  private void report(ResearchLab lab, Run run) {
    RunSummary summary = lab.comparisons().summarize(ProjectId.DEFAULT, run.id());
    PrintWriter stdout = spec.commandLine().getOut();
    switch (format) {
      case TABLE -> new TableReport(run, summary).writeTo(stdout);
      case JSON -> ResultFolder.writeSummary(stdout, run, summary);
    }
    stdout.flush();
    if (out != null) {
      new ResultFolder(out).write(lab, run, summary);
      PrintWriter stderr = spec.commandLine().getErr();
      stderr.println("Wrote evaluations.jsonl, summary.json and manifest.json to " + out);
      stderr.flush();
    }
  }

  private int exitCode(ResearchLab lab, Run run) {
    return switch (run.status()) {
      case COMPLETED -> {
        if (lab.runs().progress(ProjectId.DEFAULT, run.id()).answered() > 0) {
          yield ExitCode.DONE;
        }
        PrintWriter stderr = spec.commandLine().getErr();
        stderr.println("lab: no trial was answered; the report says why");
        stderr.flush();
        yield ExitCode.RUN_FAILED;
      }
      case STOPPED -> ExitCode.INTERRUPTED;
      case PENDING, RUNNING, PAUSED, FAILED -> ExitCode.RUN_FAILED;
    };
  }
}
