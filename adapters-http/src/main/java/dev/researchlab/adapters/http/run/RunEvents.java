package dev.researchlab.adapters.http.run;

import dev.researchlab.adapters.http.web.Call;
import dev.researchlab.adapters.http.web.Problem;
import dev.researchlab.adapters.http.web.Reply;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.RunEvent;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.RunProgress;
import dev.researchlab.domain.run.RunStatus;
import dev.researchlab.ports.driving.run.ForRunningExperiments;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;

/**
 * The events of a run as they happen (server-sent events): {@code lane} with a number that {@code
 * Last-Event-ID} names to go on after it, {@code progress} while it changes, {@code end} at last.
 *
 * @param closing whether the service is shutting down, which ends the streams
 */
record RunEvents(ForRunningExperiments runs, BooleanSupplier closing) {

  private static final Duration LOOK = Duration.ofMillis(250);

  /** A comment now and then, to notice clients that went away. */
  private static final int LOOKS_BETWEEN_COMMENTS = 60;

  Reply follow(Call call, RunId id) {
    long last = call.header("Last-Event-ID").map(RunEvents::number).orElse(0L);
    runs.run(call.project(), id);
    return Reply.stream("text/event-stream", out -> follow(call.project(), id, last, out))
        .with("Cache-Control", "no-store");
  }

  private static long number(String text) {
    try {
      return Long.parseUnsignedLong(text.strip());
    } catch (NumberFormatException e) {
      throw Problem.invalid("Last-Event-ID", "must be the id of an event, a whole number")
          .asException();
    }
  }

  private void follow(ProjectId project, RunId id, long after, OutputStream out)
      throws IOException {
    long last = after;
    String shown = "";
    for (int looks = 1; ; looks++) {
      RunProgress progress = runs.progress(project, id);
      for (RunEvent event : runs.events(project, id, last)) {
        last = event.number();
        write(out, "lane", last, RunJson.write(event));
      }
      boolean over = isOver(progress.status());
      String now = progress.done() + " " + progress.inFlight() + " " + progress.status();
      if (over || !now.equals(shown)) {
        shown = now;
        write(out, over ? "end" : "progress", last, RunJson.write(progress));
      } else if (looks % LOOKS_BETWEEN_COMMENTS == 0) {
        out.write(":\n\n".getBytes(StandardCharsets.US_ASCII));
      }
      out.flush();
      if (over || closing.getAsBoolean()) {
        return;
      }
      try {
        Thread.sleep(LOOK);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static boolean isOver(RunStatus status) {
    return switch (status) {
      case COMPLETED, STOPPED, FAILED -> true;
      case PENDING, RUNNING, PAUSED -> false;
    };
  }

  private static void write(OutputStream out, String event, long id, JsonNode data)
      throws IOException {
    out.write(
        ("id: " + id + "\nevent: " + event + "\ndata: " + data + "\n\n")
            .getBytes(StandardCharsets.UTF_8));
  }
}
