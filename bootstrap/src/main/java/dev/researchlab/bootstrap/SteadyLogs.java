package dev.researchlab.bootstrap;

import java.util.logging.LogManager;

/**
 * Logs until the end: the usual manager takes all handlers away when the process begins to end. The
 * launcher names it to the JVM.
 */
public final class SteadyLogs extends LogManager {

  @Override
  public void reset() {
    // The process ends with its last line.
  }
}
