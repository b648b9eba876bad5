package dev.researchlab.adapters.llm.http;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.utils.DateUtils;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * How long a provider asks to wait: {@code retry-after-ms}, else {@code Retry-After} (RFC 9110).
 */
final class RetryAfter {

  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,9}(\\.\\d{1,9})?");
  private static final int NANOS_OF_MILLI_DIGITS = 6;
  private static final int NANOS_OF_SECOND_DIGITS = 9;

  private RetryAfter() {}

  /** The wait, never negative; null where the headers ask for none that can be understood. */
  static @Nullable Duration of(HttpResponse response, Instant now) {
    @Nullable Header millis = response.getFirstHeader("retry-after-ms");
    if (millis != null && isNumber(millis)) {
      return wait(millis, NANOS_OF_MILLI_DIGITS);
    }
    @Nullable Header header = response.getFirstHeader("Retry-After");
    if (header == null) {
      return null;
    }
    if (isNumber(header)) {
      return wait(header, NANOS_OF_SECOND_DIGITS);
    }
    @Nullable Instant date = DateUtils.parseStandardDate(header.getValue().strip());
    return date == null ? null : notNegative(Duration.between(now, date));
  }

  private static boolean isNumber(Header header) {
    return NUMBER.matcher(header.getValue().strip()).matches();
  }

  private static Duration wait(Header header, int digitsToNanos) {
    BigDecimal nanos = new BigDecimal(header.getValue().strip()).movePointRight(digitsToNanos);
    return notNegative(Duration.ofNanos(nanos.longValue()));
  }

  private static Duration notNegative(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }
}
