package dev.researchlab.domain.run;

import java.util.EnumSet;
import java.util.Set;

/** Where a run stands in its life. */
public enum RunStatus {
  PENDING,
  RUNNING,
  PAUSED,
  COMPLETED,
  STOPPED,
  FAILED;

  /** Whether a run may go from here to there; the one table of transitions. */
  public boolean mayBecome(RunStatus next) {
    return successors().contains(next);
  }

  /** Whether a run in this status can say why it is. */
  boolean mayBeExplained() {
    return this == FAILED || this == STOPPED;
  }

  private Set<RunStatus> successors() {
    return switch (this) {
      case PENDING -> EnumSet.of(RUNNING, STOPPED, FAILED);
      case RUNNING -> EnumSet.of(PAUSED, COMPLETED, STOPPED, FAILED);
      case PAUSED -> EnumSet.of(RUNNING, STOPPED, FAILED);
      case STOPPED, FAILED -> EnumSet.of(RUNNING);
      case COMPLETED -> EnumSet.noneOf(RunStatus.class);
    };
  }
}
