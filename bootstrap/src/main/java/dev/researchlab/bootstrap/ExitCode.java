package dev.researchlab.bootstrap;

/** How the command line ends; scripts rely on it. */
final class ExitCode {

  static final int DONE = 0;
  static final int RUN_FAILED = 1;
  static final int BAD_INPUT = 2;

  /** By the custom of shells: 128 and the number of the interrupt signal. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
