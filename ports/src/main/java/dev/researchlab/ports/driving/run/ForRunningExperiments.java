package dev.researchlab.ports.driving.run;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.experiment.ExperimentId;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunEstimate;
import dev.researchlab.domain.run.RunEvent;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.RunProgress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs experiments, watches them and stops them. */
public interface ForRunningExperiments {

  /**
   * Starts a run of the experiment and returns while it goes on.
   *
   * @throws NotFoundException if the project has no such experiment
   * @throws InvalidException if a model cannot be opened, or a prompt names a variable that a
   *     sample does not have; nothing was asked
   * @throws ConflictException if a run of the experiment is going on
   */
  Run start(ProjectId project, ExperimentId experiment);

  /**
   * Estimates what a run of the experiment would take, and sends nothing. Input tokens are
   * estimated from the prompts rendered for every sample.
   *
   * @param latency of a call, as assumed
   * @param outputTokens of an answer, as assumed; an answer's own limit may be lower
   * @throws NotFoundException if the project has no such experiment
   * @throws InvalidException if a prompt names a variable that a sample does not have, an
   *     assumption is negative, or the run would take more tokens than 64 bits count
   */
  RunEstimate estimate(
      ProjectId project, ExperimentId experiment, Duration latency, long outputTokens);

  /**
   * Goes on with a run that was paused, stopped, failed, or was interrupted by the end of its
   * process, and returns while it goes on: trials that have their evaluation are not asked again,
   * the others are run as the manifest says.
   *
   * @throws NotFoundException if the project has no such run
   * @throws InvalidException if a model cannot be opened; nothing was asked
   * @throws ConflictException if the run is complete, or waits for outcomes from elsewhere, or goes
   *     on already, here or in another process, or another run of its experiment has not ended
   */
  Run resume(ProjectId project, RunId id);

  /**
   * The run of that id as it is now.
   *
   * @throws NotFoundException if the project has none
   */
  Run run(ProjectId project, RunId id);

  /** The runs of an experiment by their numbers. */
  List<Run> runs(ProjectId project, ExperimentId experiment);

  /**
   * The newest runs of a project, newest first.
   *
   * @param before the last run of the page before; null for the newest page
   * @param limit how many at most, at least 1
   */
  List<Run> recent(ProjectId project, @Nullable RunId before, int limit);

  /**
   * How far a run has come; cheap enough to be called many times in a second.
   *
   * @throws NotFoundException if the project has no such run
   */
  RunProgress progress(ProjectId project, RunId id);

  /**
   * What happened to a run while it goes on, such as a lane's pause or another limit; the latest
   * thousand events, oldest first. Empty once it has ended.
   *
   * @param after the number of the last event that is known; 0 for all
   * @throws NotFoundException if the project has no such run
   */
  List<RunEvent> events(ProjectId project, RunId id, long after);

  /**
   * Pauses a run: nothing more is sent, calls in flight end and are recorded. {@link #resume} lets
   * it go on. Pausing a run that does not go on changes nothing.
   *
   * @throws NotFoundException if the project has no such run
   */
  Run pause(ProjectId project, RunId id);

  /**
   * Has another number of trials in flight at most, from now on.
   *
   * @throws NotFoundException if the project has no such run
   * @throws ConflictException if the run does not go on here
   * @throws InvalidException if the number is out of its range
   */
  void retune(ProjectId project, RunId id, int concurrency);

  /**
   * Waits until a run has ended, or until the time is over, and returns it as it is then.
   *
   * @throws NotFoundException if the project has no such run
   * @throws InterruptedException if the waiting thread is interrupted; the run goes on
   */
  Run await(ProjectId project, RunId id, Duration atMost) throws InterruptedException;

  /**
   * Stops a run: calls in flight are given up, what was recorded stays. Returns when the run has
   * ended. Stopping a run that has ended changes nothing.
   *
   * @throws NotFoundException if the project has no such run
   */
  Run stop(ProjectId project, RunId id);

  /**
   * Goes on with the runs of a project that were interrupted by the end of their process, and
   * returns them. One that cannot go on now, such as for want of a key, or that another process
   * goes on with, is left as it is.
   */
  List<Run> resumeInterrupted(ProjectId project);
}
