package dev.researchlab.ports.driven.model;

import dev.researchlab.domain.model.GenerationResult;

/**
 * One model that can be asked. Thread-safe: it is called from as many virtual threads as there are
 * trials in flight.
 */
public interface LanguageModel extends AutoCloseable {

  /**
   * Asks once: no retries inside, they would hide the provider's answers from the scheduler.
   *
   * <p>Whatever the provider does ends in a {@link GenerationResult}: refusals, limits, faults of
   * the network, time-outs and answers that break the protocol are failures of a known kind, not
   * exceptions. The call returns within the specification's time-out.
   *
   * @param firstByte is run once when the answer begins; it returns at once
   * @throws InterruptedException if the calling thread is interrupted; the call is given up at once
   */
  GenerationResult generate(GenerationRequest request, Runnable firstByte)
      throws InterruptedException;

  /** Asks once, and tells nobody when the answer begins. */
  default GenerationResult generate(GenerationRequest request) throws InterruptedException {
    return generate(request, () -> {});
  }

  /** Gives up connections and files; calling it again does nothing. */
  @Override
  void close();
}
