package dev.researchlab.domain.metric;

/** Which values a metric gives; it decides which statistics fit. */
public enum Scale {
  /** 0 or 1: a proportion. */
  BINARY,
  /** Any finite number: a mean. */
  CONTINUOUS
}
