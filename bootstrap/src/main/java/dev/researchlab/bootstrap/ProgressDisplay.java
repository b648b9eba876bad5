package dev.researchlab.bootstrap;

import dev.researchlab.domain.lane.LaneEvent;
import dev.researchlab.domain.lane.LaneStatus;
import dev.researchlab.domain.run.LaneProgress;
import dev.researchlab.domain.run.RunEvent;
import dev.researchlab.domain.run.RunProgress;
import java.io.PrintWriter;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Shows how far a run has come: one line that is drawn again and again on a terminal, a plain line
 * now and then elsewhere, so that a log stays readable.
 */
final class ProgressDisplay implements AutoCloseable {

  private static final int BAR = 24;
  private static final Duration BETWEEN_PLAIN_LINES = Duration.ofSeconds(5);

  private static final Duration BETWEEN_EVENTS = Duration.ofSeconds(1);

  /**
   * Set by the launcher, which can ask the terminal; the width in columns, 0 where there is none.
   */
  private static final int TERMINAL_WIDTH = Integer.getInteger("lab.terminal.width", 0);

  private final PrintWriter target;
  private final int width;
  private final boolean quiet;
  private Duration lastShown = Duration.ZERO;
  private boolean drawn;
  private boolean told;
  private long lastTold;
  private int untold;
  private boolean endShown;

  ProgressDisplay(PrintWriter target, int width, boolean quiet) {
    this.target = target;
    this.width = width;
    this.quiet = quiet;
  }

  static ProgressDisplay on(PrintWriter target, boolean quiet) {
    return new ProgressDisplay(target, TERMINAL_WIDTH, quiet);
  }

  void show(RunProgress progress) {
    if (quiet) {
      return;
    }
    if (width > 0) {
      String line = line(progress, true);
      target.print("\r\u001b[K" + line.substring(0, Math.min(line.length(), width - 1)));
      target.flush();
      drawn = true;
      return;
    }
    boolean ended = progress.done() == progress.planned();
    boolean due = progress.elapsed().minus(lastShown).compareTo(BETWEEN_PLAIN_LINES) >= 0;
    if (!endShown && (ended || due)) {
      lastShown = progress.elapsed();
      endShown = ended;
      target.println(line(progress, false));
      target.flush();
    }
  }

  /** Says what happened in the lanes, a line at a time where much happens. */
  void tell(List<RunEvent> events) {
    List<RunEvent> notable =
        events.stream().filter(event -> event.event().kind() != LaneEvent.Kind.GREW).toList();
    untold += notable.size();
    boolean soon = System.nanoTime() - lastTold < BETWEEN_EVENTS.toNanos();
    if (quiet || notable.isEmpty() || (told && soon)) {
      return;
    }
    RunEvent last = notable.getLast();
    String others = untold > 1 ? " (and %d changes before)".formatted(untold - 1) : "";
    target.println(
        "%s%s: limit %d, %s%s"
            .formatted(
                drawn ? "\r\u001b[K" : "",
                last.lane(),
                last.event().limit(),
                last.event().reason(),
                others));
    target.flush();
    untold = 0;
    told = true;
    lastTold = System.nanoTime();
  }

  private static String lanes(RunProgress progress) {
    StringBuilder lanes = new StringBuilder();
    for (LaneProgress lane : progress.lanes()) {
      LaneStatus status = lane.status();
      lanes.append("  ").append(status.inFlight()).append('/').append(status.limit());
      lanes.append(progress.lanes().size() == 1 ? " in flight" : " " + lane.lane());
      if (status.requestsPerSecond() != null) {
        lanes.append(String.format(Locale.ROOT, " at %.3g/s", status.requestsPerSecond()));
      }
      if (status.refused() > 0) {
        lanes.append(String.format(Locale.ROOT, " %,d refused", status.refused()));
      }
      if (status.pause().isPositive()) {
        lanes.append(" pauses ").append(status.pause().toSeconds() + 1).append(" s");
      }
    }
    return lanes.toString();
  }

  static String line(RunProgress progress, boolean withBar) {
    double share = progress.planned() == 0 ? 1 : (double) progress.done() / progress.planned();
    double seconds = Math.max(progress.elapsed().toMillis(), 1) / 1000.0;
    double rate = progress.done() / seconds;
    StringBuilder line = new StringBuilder();
    if (withBar) {
      int filled = (int) (share * BAR);
      line.append("█".repeat(filled)).append("░".repeat(BAR - filled)).append(' ');
    }
    line.append(String.format(Locale.ROOT, "%,d/%,d", progress.done(), progress.planned()))
        .append(String.format(Locale.ROOT, " %3.0f %%", 100 * share))
        .append(String.format(Locale.ROOT, rate < 10 ? "  %.1f/s" : "  %,.0f/s", rate))
        .append(String.format(Locale.ROOT, "  %,d errors", progress.missing()))
        .append(String.format(Locale.ROOT, "  %,d retries", progress.retries()));
    if (progress.cost().signum() > 0) {
      line.append("  $").append(progress.cost().setScale(4, RoundingMode.HALF_UP));
    }
    if (progress.waitingFor() != null) {
      return line.append("  waiting: ").append(progress.waitingFor()).toString();
    }
    line.append(lanes(progress));
    if (progress.done() < progress.planned() && progress.done() > 0) {
      long left = (long) ((progress.planned() - progress.done()) / rate);
      line.append("  ").append(clock(left)).append(" left");
    } else {
      line.append("  in ").append(clock((long) seconds));
    }
    return line.toString();
  }

  private static String clock(long seconds) {
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  @Override
  public void close() {
    if (drawn) {
      target.println();
      target.flush();
    }
  }
}
