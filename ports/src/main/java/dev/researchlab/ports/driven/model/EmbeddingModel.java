package dev.researchlab.ports.driven.model;

import java.util.List;

/**
 * One model that turns texts into vectors. Thread-safe: it is called from as many virtual threads
 * as there are calls in flight.
 */
public interface EmbeddingModel extends AutoCloseable {

  /**
   * Asks once for the vectors of all texts: no retries inside, no splitting into several calls.
   *
   * <p>Whatever the provider does ends in an {@link EmbeddingResult}: refusals, limits, faults of
   * the network, time-outs and answers that break the protocol are failures of a known kind, not
   * exceptions. The call returns within the specification's time-out.
   *
   * @param texts at least one; a provider may refuse empty ones or too many
   * @return as many vectors as texts, in their order, all of the same length of at least 1, with
   *     finite components; or the failure
   * @throws InterruptedException if the calling thread is interrupted; the call is given up at once
   * @throws IllegalArgumentException if there is no text
   */
  EmbeddingResult embed(List<String> texts) throws InterruptedException;

  /** Gives up connections; calling it again does nothing. */
  @Override
  void close();
}
