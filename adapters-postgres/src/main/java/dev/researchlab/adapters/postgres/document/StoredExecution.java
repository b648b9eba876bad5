package dev.researchlab.adapters.postgres.document;

import dev.researchlab.domain.experiment.Budget;
import dev.researchlab.domain.experiment.CacheMode;
import dev.researchlab.domain.experiment.Execution;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An {@link Execution} as documents hold it: what they were written too early to say is null. */
record StoredExecution(
    int concurrency,
    int maxAttempts,
    Duration backoff,
    @Nullable Duration maxElapsed,
    @Nullable Duration hedgeAfter,
    @Nullable CacheMode cache,
    @Nullable Budget budget) {

  Execution execution() {
    Execution early = new Execution(concurrency, maxAttempts, backoff);
    return new Execution(
        concurrency,
        maxAttempts,
        backoff,
        Objects.requireNonNullElse(maxElapsed, early.maxElapsed()),
        hedgeAfter,
        Objects.requireNonNullElse(cache, early.cache()),
        Objects.requireNonNullElse(budget, early.budget()));
  }
}
