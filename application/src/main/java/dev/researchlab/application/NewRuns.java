package dev.researchlab.application;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.experiment.Experiment;
import dev.researchlab.domain.experiment.ExperimentStatus;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.RunManifest;
import dev.researchlab.ports.driven.DrivenPorts;

/** Adds runs to experiments: one at a time goes on. */
record NewRuns(DrivenPorts ports) {

  private static final int ATTEMPTS_AT_A_NUMBER = 10;

  /**
   * Adds a pending run to an experiment that runs from now on. Where the run cannot be added the
   * experiment is as it was: nothing would ever end it.
   *
   * @throws ConflictException if a run of the experiment is going on, or somebody changes the
   *     experiment at the same moment
   */
  Run add(Experiment experiment, RunId id, RunManifest manifest) {
    // Refuses a second run of the same experiment: running cannot become running.
    Experiment running = experiment.become(ExperimentStatus.RUNNING, ports.clock().instant());
    ports.experiments().update(running);
    try {
      return numbered(experiment, id, manifest);
    } catch (RuntimeException | Error e) {
      giveBack(running, experiment, e);
      throw e;
    }
  }

  /** Rescoring adds runs of the same experiment meanwhile, so a number may be taken. */
  private Run numbered(Experiment experiment, RunId id, RunManifest manifest) {
    for (int attempt = 1; ; attempt++) {
      int number = ports.runs().list(experiment.project(), experiment.id()).size() + 1;
      Run run =
          Run.pending(
              id, experiment.project(), experiment.id(), number, manifest, ports.clock().instant());
      try {
        ports.runs().add(run);
        return run;
      } catch (ConflictException e) {
        if (attempt == ATTEMPTS_AT_A_NUMBER) {
          throw e;
        }
      }
    }
  }

  private void giveBack(Experiment running, Experiment before, Throwable why) {
    try {
      ports
          .experiments()
          .update(
              new Experiment(
                  before.id(),
                  before.project(),
                  before.about(),
                  before.design(),
                  before.status(),
                  running.version() + 1,
                  before.createdAt(),
                  before.changedAt()));
    } catch (RuntimeException e) {
      why.addSuppressed(e);
    }
  }
}
