package dev.researchlab.bootstrap;

import dev.researchlab.client.LabClient;
import dev.researchlab.client.Lane;
import dev.researchlab.client.LaneEvent;
import dev.researchlab.client.Progress;
import dev.researchlab.client.Run;
import dev.researchlab.client.RunListener;
import dev.researchlab.domain.lane.LaneStatus;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.domain.run.LaneProgress;
import dev.researchlab.domain.run.RunEvent;
import dev.researchlab.domain.run.RunProgress;
import dev.researchlab.domain.run.RunStatus;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** A lab that is served elsewhere, as the commands see it. */
record RemoteLab(LabClient client) {

  /** The run of that name, as {@link RunName} has names. */
  Run find(String name) {
    RunName wanted = RunName.parse(name);
    return wanted.isWhole() ? client.run(wanted.digits()) : wanted.among(client.runs(), Run::id);
  }

  /** Shows the progress until the run has ended; Ctrl-C stops the run. */
  Run untilEnd(Run run, ProgressDisplay display) {
    Thread onInterrupt = new Thread(() -> client.stop(run.id()), "interrupt");
    Runtime.getRuntime().addShutdownHook(onInterrupt);
    try (display) {
      Progress unused =
          client.follow(
              run.id(),
              new RunListener() {
                @Override
                public void progress(Progress progress) {
                  display.show(RemoteLab.progress(progress));
                }

                @Override
                public void lane(LaneEvent event) {
                  display.tell(List.of(RemoteLab.event(event)));
                }
              });
      return client.run(run.id());
    } finally {
      forget(onInterrupt);
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process ends: the hook is what ended the run.
    }
  }

  /** Of a run that was asked for by itself. */
  static RunProgress progress(Run run) {
    return progress(Objects.requireNonNull(run.progress(), "a run shows its progress"));
  }

  private static RunProgress progress(Progress progress) {
    return new RunProgress(
        RunStatus.valueOf(progress.status().toUpperCase(Locale.ROOT)),
        progress.planned(),
        progress.answered(),
        progress.missing(),
        progress.inFlight(),
        progress.retries(),
        new TokenUsage(progress.inputTokens(), progress.outputTokens()),
        progress.costUsd(),
        seconds(progress.elapsedSeconds()),
        progress.waitingFor(),
        progress.lanes().stream().map(RemoteLab::lane).toList());
  }

  private static LaneProgress lane(Lane lane) {
    return new LaneProgress(
        lane.lane(),
        new LaneStatus(
            lane.inFlight(),
            lane.limit(),
            lane.sent(),
            lane.refused(),
            seconds(lane.pauseSeconds()),
            Objects.requireNonNullElse(lane.pauseReason(), ""),
            lane.requestsPerSecond()),
        lane.waiting());
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  private static RunEvent event(LaneEvent event) {
    return new RunEvent(
        event.number(),
        event.at(),
        event.lane(),
        new dev.researchlab.domain.lane.LaneEvent(
            dev.researchlab.domain.lane.LaneEvent.Kind.valueOf(
                event.kind().toUpperCase(Locale.ROOT)),
            event.limit(),
            Objects.requireNonNullElse(event.reason(), "")));
  }
}
