package dev.researchlab.domain.experiment;

import java.util.EnumSet;
import java.util.Set;

/** Where an experiment stands in its life. */
public enum ExperimentStatus {
  DRAFT,
  RUNNING,
  PAUSED,
  COMPLETED,
  STOPPED,
  FAILED,
  ARCHIVED;

  /** Whether an experiment may go from here to there; the one table of transitions. */
  public boolean mayBecome(ExperimentStatus next) {
    return successors().contains(next);
  }

  private Set<ExperimentStatus> successors() {
    return switch (this) {
      case DRAFT -> EnumSet.of(RUNNING, ARCHIVED);
      case RUNNING -> EnumSet.of(PAUSED, COMPLETED, STOPPED, FAILED);
      case PAUSED -> EnumSet.of(RUNNING, STOPPED, FAILED);
      case COMPLETED, STOPPED, FAILED -> EnumSet.of(RUNNING, ARCHIVED);
      case ARCHIVED -> EnumSet.noneOf(ExperimentStatus.class);
    };
  }
}
