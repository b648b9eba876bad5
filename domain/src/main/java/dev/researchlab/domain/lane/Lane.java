package dev.researchlab.domain.lane;

import dev.researchlab.domain.experiment.Execution;
import dev.researchlab.domain.model.CallFailure;
import dev.researchlab.domain.model.GenerationResult;
import dev.researchlab.domain.model.GenerationResult.Completion;
import dev.researchlab.domain.model.GenerationResult.Failure;
import dev.researchlab.domain.model.ModelLimits;
import dev.researchlab.domain.model.QuotaReading;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Decides when the next call to a provider may be sent, and learns from every ending. It keeps to
 * the provider's quotas, finds out how many calls it takes at once, pauses as long as it asks to,
 * and stops knocking where everything fails: then one call probes after each pause, and the others
 * follow when it went well.
 *
 * <p>It has no clock and no threads: times are nanoseconds of one monotonic clock, and whoever owns
 * it calls it from one thread at a time.
 */
public final class Lane {

  /** What {@link #wait} gives where only the ending of a call can let another one start. */
  public static final long UNTIL_A_CALL_ENDS = Long.MAX_VALUE;

  private static final int FAILURES_THAT_BREAK = 10;

  /** Answers seldom take longer; what is in flight at a known rate is this many seconds' worth. */
  private static final double SECONDS_IN_FLIGHT = 10;

  private static final double HEDGE_SHARE = 0.02;

  /** A provider that is over its capacity needs longer than one that counts requests. */
  private static final int OVERLOAD_FACTOR = 2;

  /**
   * A call under way.
   *
   * @param number counting from 1 in the order in which calls are sent
   * @param sentAt in nanoseconds
   */
  public record Permit(long number, CallSize size, long sentAt) {}

  private final Consumer<LaneEvent> events;
  private final RandomGenerator random;
  private final ConcurrencyLimit concurrency;
  private final QuotaGate quotas;
  private final GoodputClimb climb = new GoodputClimb();

  private long sent;
  private long hedges;
  private long refused;
  private int inFlight;
  private int failuresInARow;
  private int refusalsInARow;
  private long refusingSince;
  private long pausedUntil;
  private String pauseReason = "";
  private boolean probing;
  private long probe;
  private int reportedLimit;

  /**
   * A lane of which only the limits are known.
   *
   * @param random draws the pauses that the provider does not ask for
   * @param events is told what changes, and returns at once
   */
  public Lane(ModelLimits limits, RandomGenerator random, Consumer<LaneEvent> events, long now) {
    this.events = events;
    this.random = random;
    this.concurrency =
        new ConcurrencyLimit(
            Objects.requireNonNullElse(limits.maxConcurrency(), Execution.MAX_CONCURRENCY));
    this.quotas = new QuotaGate(limits, now);
    this.reportedLimit = concurrency.limit();
    this.pausedUntil = now;
    trustQuota();
  }

  /**
   * How long the next call has to wait: 0 where it may be sent now, else nanoseconds, or {@link
   * #UNTIL_A_CALL_ENDS}.
   */
  public long wait(CallSize size, long now) {
    return hasPlace() ? Math.max(pauseLeft(now), quotas.wait(size, now)) : UNTIL_A_CALL_ENDS;
  }

  /** Whether a place is free, whatever the quotas say. */
  public boolean hasPlace() {
    return probing ? probe == 0 : inFlight < concurrency.limit();
  }

  /** Nanoseconds for which nothing is sent, 0 for no pause. */
  public long pauseLeft(long now) {
    return Math.max(0, pausedUntil - now);
  }

  /** A call is sent now; {@link #ended} or {@link #abandoned} follows. */
  public Permit send(CallSize size, long now) {
    inFlight++;
    sent++;
    if (probing) {
      probe = sent;
    }
    quotas.take(size, now);
    return new Permit(sent, size, now);
  }

  /** Whether a second call may be sent beside one that stalls: two in a hundred calls may. */
  public boolean mayHedge() {
    return hedges < 1 + HEDGE_SHARE * sent;
  }

  /** As {@link #send}, for a second call beside one that stalls. */
  public Permit sendHedge(CallSize size, long now) {
    hedges++;
    return send(size, now);
  }

  /** A call was given up by the lab; it teaches nothing. */
  public void abandoned(Permit permit) {
    leave(permit);
  }

  private void leave(Permit permit) {
    inFlight--;
    if (permit.number() == probe) {
      probe = 0;
    }
  }

  /**
   * A call ended.
   *
   * @param backoff draws the pause where the provider refuses and does not say for how long
   */
  public void ended(Permit permit, GenerationResult result, Backoff backoff, long now) {
    switch (result) {
      case Completion completion -> {
        learn(permit, completion.quotas(), now);
        if (completion.usage() != null) {
          quotas.correct(permit.size(), CallSize.of(completion.usage()));
        }
        wentWell(permit);
        watchGoodput(completion, now);
      }
      case Failure failure -> {
        learn(permit, failure.quotas(), now);
        failed(permit, failure, backoff, now);
      }
    }
    leave(permit);
  }

  private void learn(Permit permit, List<QuotaReading> readings, long now) {
    if (readings.isEmpty()) {
      return;
    }
    long sentSince = sent - permit.number();
    for (QuotaReading reading : readings) {
      quotas
          .learn(reading, permit, sentSince, now)
          .ifPresent(what -> tell(LaneEvent.Kind.PACED, what));
    }
    trustQuota();
  }

  /** A known rate bounds the calls by itself; the limit only guards against slower answers. */
  private void trustQuota() {
    Double rate = quotas.requestsPerSecond();
    if (rate != null && refused == 0) {
      concurrency.raise((int) Math.min(Execution.MAX_CONCURRENCY, rate * SECONDS_IN_FLIGHT));
    }
  }

  private void wentWell(Permit permit) {
    failuresInARow = 0;
    if (concurrency.isNews(permit.number())) {
      refusalsInARow = 0;
      if (probing) {
        probing = false;
        concurrency.ramp();
        tell(LaneEvent.Kind.RESUMED, "a probe went well");
      }
    }
    if (!watchesGoodput() || climb.mayGrow(concurrency.limit())) {
      concurrency.grow(permit.number(), inFlight);
    }
    tellGrowth();
  }

  private void tellGrowth() {
    int limit = concurrency.limit();
    if (limit >= 1.5 * reportedLimit) {
      tell(LaneEvent.Kind.GREW, "every call went well, and the limit was used");
    }
  }

  /** A server that refuses, or names its rates, says itself what it takes. */
  private boolean watchesGoodput() {
    return refused == 0 && !quotas.paced();
  }

  private void watchGoodput(Completion completion, long now) {
    if (completion.latency() == null || !watchesGoodput()) {
      return;
    }
    Duration firstByte =
        Objects.requireNonNullElse(completion.timeToFirstByte(), completion.latency());
    long tokens = completion.usage() == null ? 1 : Math.max(1, completion.usage().outputTokens());
    int stepBackTo = climb.answered(tokens, firstByte.toNanos(), concurrency.limit(), now);
    if (stepBackTo > 0) {
      concurrency.stepBack(stepBackTo, sent);
      tell(
          LaneEvent.Kind.STEPPED_BACK,
          "more calls in flight brought no more tokens a second, only later ones");
    }
  }

  private void failed(Permit permit, Failure failure, Backoff backoff, long now) {
    switch (failure.kind()) {
      case RATE_LIMIT, OVERLOAD -> refused(permit, failure, backoff, now);
      case TRANSIENT, TIMEOUT, MALFORMED, UNREACHABLE -> broke(permit, failure, backoff, now);
      case CONTEXT_LENGTH, CONTENT_FILTER, BAD_REQUEST -> wentWell(permit);
      case AUTHENTICATION, QUOTA_EXHAUSTED -> concurrency.hold(sent);
    }
  }

  private void refused(Permit permit, Failure failure, Backoff backoff, long now) {
    refused++;
    Duration retryAfter = failure.retryAfter();
    if (concurrency.isNews(permit.number())) {
      quotas.tighten();
      refuses(now);
      if (retryAfter == null) {
        int factor = failure.kind() == CallFailure.OVERLOAD ? OVERLOAD_FACTOR : 1;
        pause(backoff.delay(refusalsInARow, random).multipliedBy(factor), failure, "", now);
      }
    }
    if (retryAfter != null) {
      pause(retryAfter, failure, " as asked", now);
    }
  }

  /** The first refusal of an episode: calls that were sent before it bring no news. */
  private void refuses(long now) {
    if (refusalsInARow == 0) {
      refusingSince = now;
    }
    refusalsInARow++;
    concurrency.cut(sent, inFlight);
    tell(LaneEvent.Kind.CUT, "the provider refused");
  }

  private void pause(Duration pause, Failure failure, String why, long now) {
    long until = now + Math.min(pause.toNanos(), Long.MAX_VALUE / 4);
    if (until - pausedUntil > 0) {
      pausedUntil = until;
      pauseReason = failure.message();
      String seconds = Math.round(pause.toNanos() / 1e8) / 10.0 + " s";
      tell(LaneEvent.Kind.PAUSED, "pauses " + seconds + why + ": " + failure.message());
    }
  }

  /** After many failures in a row, or a failed probe, nothing is sent for a while. */
  private void broke(Permit permit, Failure failure, Backoff backoff, long now) {
    failuresInARow++;
    concurrency.hold(sent);
    boolean breaks = probing || failuresInARow >= FAILURES_THAT_BREAK;
    if (breaks && concurrency.isNews(permit.number())) {
      refuses(now);
      probing = true;
      pause(backoff.delay(refusalsInARow, random), failure, "", now);
    }
  }

  /** How many times in a row, with no answer in between, the lane was refused and paused. */
  public int refusalsInARow() {
    return refusalsInARow;
  }

  /** Nanoseconds since the lane's last answer, as long as it is refused; 0 where it is not. */
  public long refusedFor(long now) {
    return refusalsInARow == 0 ? 0 : now - refusingSince;
  }

  /** Forgets the refusals when all that waited for them have given up; a pause stays. */
  public void startOver() {
    failuresInARow = 0;
    probing = false;
    concurrency.startOver();
    reportedLimit = concurrency.limit();
  }

  /** How the lane stands now. */
  public LaneStatus status(long now) {
    long pause = pauseLeft(now);
    return new LaneStatus(
        inFlight,
        concurrency.limit(),
        sent,
        refused,
        Duration.ofNanos(pause),
        pause == 0 ? "" : pauseReason,
        quotas.requestsPerSecond());
  }

  private void tell(LaneEvent.Kind kind, String reason) {
    reportedLimit = concurrency.limit();
    events.accept(new LaneEvent(kind, reportedLimit, reason));
  }
}
