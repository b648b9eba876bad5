package dev.researchlab.domain.run;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.experiment.ExperimentId;
import dev.researchlab.domain.project.ProjectId;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One execution of an experiment.
 *
 * @param number 1 for the experiment's first run, then counting
 * @param manifest what determines the result, frozen when the run was made
 * @param failure why it failed, or why it was stopped where nobody asked for that; null in every
 *     other status
 * @param changedAt when the status was last changed
 */
public record Run(
    RunId id,
    ProjectId project,
    ExperimentId experiment,
    int number,
    RunManifest manifest,
    RunStatus status,
    @Nullable RunFailure failure,
    Instant createdAt,
    Instant changedAt) {

  public Run {
    if (number < 1) {
      throw new IllegalArgumentException("runs count from 1, not " + number);
    }
    boolean saysWhy = failure != null;
    if (saysWhy ? !status.mayBeExplained() : status == RunStatus.FAILED) {
      throw new IllegalArgumentException("a failed run says why, a stopped one may, no other does");
    }
  }

  /** A new run that waits for its start. */
  public static Run pending(
      RunId id,
      ProjectId project,
      ExperimentId experiment,
      int number,
      RunManifest manifest,
      Instant now) {
    return new Run(id, project, experiment, number, manifest, RunStatus.PENDING, null, now, now);
  }

  /**
   * The same run in its next status.
   *
   * @throws ConflictException if a run may not go from its status to that one
   */
  public Run become(RunStatus next, Instant now) {
    return become(next, null, now);
  }

  /**
   * The same run, failed for the given reason.
   *
   * @throws ConflictException if a run cannot fail from its status
   */
  public Run fail(RunFailure reason, Instant now) {
    return become(RunStatus.FAILED, reason, now);
  }

  /**
   * The same run, stopped for the given reason, such as a budget that is used up.
   *
   * @throws ConflictException if a run cannot be stopped in its status
   */
  public Run stop(RunFailure reason, Instant now) {
    return become(RunStatus.STOPPED, reason, now);
  }

  private Run become(RunStatus next, @Nullable RunFailure reason, Instant now) {
    if (!status.mayBecome(next)) {
      throw new ConflictException(
          "run " + id + " is " + lower(status) + " and cannot become " + lower(next));
    }
    return new Run(id, project, experiment, number, manifest, next, reason, createdAt, now);
  }

  private static String lower(RunStatus status) {
    return status.name().toLowerCase(Locale.ROOT);
  }
}
