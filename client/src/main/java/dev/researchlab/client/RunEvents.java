package dev.researchlab.client;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The events of a run; where the connection breaks, it goes on after the last one. */
final class RunEvents {

  private static final int BREAKS_IN_A_ROW = 20;
  private static final Duration AFTER_A_BREAK = Duration.ofMillis(500);

  private final Wire wire;
  private final String run;
  private final RunListener listener;
  private String lastId = "0";
  private int breaks;

  RunEvents(Wire wire, String run, RunListener listener) {
    this.wire = wire;
    this.run = run;
    this.listener = listener;
  }

  Progress follow() {
    while (true) {
      try (Stream<String> lines = wire.lines("/runs/" + run + "/events", "Last-Event-ID", lastId)) {
        Progress end = read(lines.iterator());
        if (end != null) {
          return end;
        }
      } catch (UncheckedIOException e) {
        breaks++;
      } catch (LabProblem e) {
        if (e.status() != 0 && e.status() != 503) {
          throw e;
        }
        breaks++;
        if (breaks > BREAKS_IN_A_ROW) {
          throw e;
        }
      }
      pause();
    }
  }

  private @Nullable Progress read(Iterator<String> lines) {
    String event = "";
    StringBuilder data = new StringBuilder();
    while (lines.hasNext()) {
      String line = lines.next();
      if (line.startsWith("id: ")) {
        lastId = line.substring(4);
      } else if (line.startsWith("event: ")) {
        event = line.substring(7);
      } else if (line.startsWith("data: ")) {
        data.append(line, 6, line.length());
      } else if (line.isEmpty() && !data.isEmpty()) {
        breaks = 0;
        Progress end = tell(event, data.toString());
        if (end != null) {
          return end;
        }
        data.setLength(0);
      }
    }
    return null;
  }

  private @Nullable Progress tell(String event, String data) {
    if (event.equals("lane")) {
      listener.lane(Wire.read(data, LaneEvent.class));
      return null;
    }
    Progress progress = Wire.read(data, Progress.class);
    listener.progress(progress);
    return event.equals("end") ? progress : null;
  }

  private static void pause() {
    try {
      Thread.sleep(AFTER_A_BREAK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabProblem(0, "interrupted", "the call was interrupted", List.of(), e);
    }
  }
}
