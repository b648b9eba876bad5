package dev.researchlab.domain.experiment;

/** What a run does with answers that were kept from earlier calls. */
public enum CacheMode {
  /** Every trial is asked. */
  OFF,
  /** Kept answers are used; new ones are not kept. */
  READ,
  /** Every trial is asked, and its answer kept. */
  WRITE,
  /** Kept answers are used, and new ones kept. */
  READ_WRITE,
  /** Kept answers are used, and nothing is ever sent. */
  REPLAY_ONLY;

  /** Whether kept answers are used. */
  public boolean reads() {
    return this == READ || this == READ_WRITE || this == REPLAY_ONLY;
  }

  /** Whether new answers are kept. */
  public boolean writes() {
    return this == WRITE || this == READ_WRITE;
  }
}
