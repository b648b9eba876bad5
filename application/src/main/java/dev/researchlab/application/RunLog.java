package dev.researchlab.application;

import dev.researchlab.domain.lane.LaneEvent;
import dev.researchlab.domain.run.RunEvent;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest events of a run, numbered so that a reader can go on where it was. Thread-safe. */
final class RunLog {

  private static final int KEPT = 1_000;

  private final Deque<RunEvent> events = new ArrayDeque<>();
  private long last;

  synchronized void add(Instant at, String lane, LaneEvent event) {
    if (events.size() == KEPT) {
      events.removeFirst();
    }
    events.add(new RunEvent(++last, at, lane, event));
  }

  synchronized List<RunEvent> after(long number) {
    return events.stream().filter(event -> event.number() > number).toList();
  }
}
