package dev.researchlab.application;

import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.lane.CallSize;
import dev.researchlab.domain.lane.Lane;
import dev.researchlab.domain.model.GenerationResult;
import dev.researchlab.domain.model.TokenEstimate;
import dev.researchlab.domain.run.TrialKey;
import dev.researchlab.ports.driven.model.GenerationRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A trial on its way: what is asked, and what was tried so far. */
final class TrialCall {

  private final TrialRunner runner;
  private final RunLane lane;
  private final OpenVariant variant;
  private final Sample sample;
  private final TrialKey trial;
  private final GenerationRequest request;
  private final CallSize size;
  private final long readyAt;
  private long sentAt;
  private final AtomicInteger attempts = new AtomicInteger();
  private volatile GenerationResult.@Nullable Failure lastFailure;

  TrialCall(
      TrialRunner runner,
      RunLane lane,
      OpenVariant variant,
      Sample sample,
      TrialKey trial,
      GenerationRequest request) {
    this.runner = runner;
    this.lane = lane;
    this.variant = variant;
    this.sample = sample;
    this.trial = trial;
    this.request = request;
    this.size =
        new CallSize(
            TokenEstimate.inputTokens(request.messages()),
            TokenEstimate.outputAllowance(request.parameters()));
    this.readyAt = System.nanoTime();
  }

  RunLane lane() {
    return lane;
  }

  OpenVariant variant() {
    return variant;
  }

  Sample sample() {
    return sample;
  }

  TrialKey trial() {
    return trial;
  }

  GenerationRequest request() {
    return request;
  }

  CallSize size() {
    return size;
  }

  int attempts() {
    return attempts.get();
  }

  GenerationResult.@Nullable Failure lastFailure() {
    return lastFailure;
  }

  /** From the moment it was ready to the moment its last call was sent. */
  Duration queueWait() {
    return Duration.ofNanos(sentAt - readyAt);
  }

  long elapsedNanos(long now) {
    return now - readyAt;
  }

  /** Takes a place of its run, if there is one; {@link #send} follows. */
  boolean tryStart() {
    return runner.tryStart(this);
  }

  /** Asks in a thread of its own. */
  void send(Lane.Permit permit) {
    sentAt = System.nanoTime();
    Thread.ofVirtual().start(() -> runner.perform(this, permit));
  }

  /** An attempt came to this end; two may go on at once. */
  void tried(GenerationResult result) {
    attempts.incrementAndGet();
    lastFailure = result instanceof GenerationResult.Failure failure ? failure : null;
  }
}
