package dev.researchlab.client;

import org.jspecify.annotations.Nullable;

/**
 * How an experiment is run; what is null has its default.
 *
 * @param cache off, read, write, read_write or replay_only
 */
public record Execution(
    @Nullable Integer concurrency,
    @Nullable Integer maxAttempts,
    @Nullable Double backoffSeconds,
    @Nullable Double maxElapsedSeconds,
    @Nullable Double hedgeAfterSeconds,
    @Nullable String cache,
    @Nullable Budget budget) {
  /** Everything as usual, with so many trials in flight. */
  public static Execution concurrency(int concurrency) {
    return new Execution(concurrency, null, null, null, null, null, null);
  }
}
