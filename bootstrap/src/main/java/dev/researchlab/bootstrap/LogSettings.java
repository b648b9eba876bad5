package dev.researchlab.bootstrap;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * What is logged, and how.
 *
 * @param level the least that is logged, one of {@link #LEVELS}
 * @param format one of {@link #FORMATS}
 * @param access whether each request to the service is logged, at level info
 */
record LogSettings(String level, String format, boolean access) {

  static final Set<String> LEVELS = Set.of("error", "warning", "info", "debug", "trace");
  static final Set<String> FORMATS = Set.of("text", "json");

  private static final String OURS = "dev.researchlab";
  private static final Map<String, Level> OF_JUL =
      Map.of(
          "error", Level.SEVERE,
          "warning", Level.WARNING,
          "info", Level.INFO,
          "debug", Level.FINE,
          "trace", Level.FINER);

  /** Loggers whose levels were set: the log manager holds them weakly. */
  private static final List<Logger> KEPT =
      List.of(Logger.getLogger(OURS), Logger.getLogger(OURS + ".access"));

  /** One line is one write. */
  private static final class Lines extends Handler {

    private final PrintStream out;

    Lines(PrintStream out) {
      this.out = out;
    }

    @Override
    public void publish(LogRecord logged) {
      byte[] line = getFormatter().format(logged).getBytes(StandardCharsets.UTF_8);
      out.write(line, 0, line.length);
    }

    @Override
    public void flush() {
      out.flush();
    }

    @Override
    public void close() {
      flush();
    }
  }

  /**
   * Logs so from now on, to the standard error. Libraries are heard from warnings on, unless the
   * level is trace.
   */
  void apply() {
    Level ours = OF_JUL.getOrDefault(level, Level.INFO);
    boolean all = level.equals("trace") || ours.intValue() > Level.WARNING.intValue();
    apply(ours, access ? ours : Level.OFF, all ? ours : Level.WARNING);
  }

  /** For a command that says itself what went wrong: libraries are not heard. */
  void applyQuietly() {
    apply(Level.WARNING, Level.OFF, Level.OFF);
  }

  private void apply(Level ours, Level ofAccess, Level ofLibraries) {
    Handler lines = new Lines(System.err);
    lines.setFormatter(new LogFormatter(format.equals("json")));
    lines.setLevel(Level.ALL);
    Logger root = Logger.getLogger("");
    for (Handler earlier : root.getHandlers()) {
      root.removeHandler(earlier);
    }
    root.addHandler(lines);
    root.setLevel(ofLibraries);
    KEPT.get(0).setLevel(ours);
    KEPT.get(1).setLevel(ofAccess);
  }
}
