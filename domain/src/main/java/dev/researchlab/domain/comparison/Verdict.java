package dev.researchlab.domain.comparison;

/** What a comparison found, at the significance level of the experiment. */
public enum Verdict {
  BETTER,
  WORSE,
  /** The data do not tell; that is not the same as "equal". */
  INCONCLUSIVE
}
