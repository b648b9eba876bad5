package dev.researchlab.adapters.llm.http;

import dev.researchlab.domain.model.ModelSpecification;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * After how long a call is given up, in nanoseconds.
 *
 * @param total since the call's start
 * @param firstByte since the call's start, where the answer has not begun
 * @param idle since the last byte, where the provider has begun to send
 */
record TimeLimits(long total, long firstByte, long idle) {

  static TimeLimits of(ModelSpecification specification) {
    return new TimeLimits(
        nanos(specification.timeout()),
        nanos(specification.firstByteTimeout(), specification.timeout()),
        nanos(specification.idleTimeout(), specification.timeout()));
  }

  long shortest() {
    return Math.min(total, Math.min(firstByte, idle));
  }

  private static long nanos(@Nullable Duration limit, Duration otherwise) {
    return nanos(limit == null ? otherwise : limit);
  }

  /** A limit beyond centuries is one of centuries. */
  private static long nanos(Duration limit) {
    return TimeUnit.NANOSECONDS.convert(limit);
  }
}
