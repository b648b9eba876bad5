package dev.researchlab.adapters.llm.http;

import dev.researchlab.domain.model.QuotaReading;
import dev.researchlab.domain.model.QuotaReading.Dimension;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * What headers say of quotas: {@code x-ratelimit-remaining-tokens} of OpenAI and its likes, {@code
 * anthropic-ratelimit-tokens-remaining} of Anthropic. A value that makes no sense is as good as
 * none.
 */
final class Quotas {

  private static final String OPENAI = "x-ratelimit-";
  private static final String ANTHROPIC = "anthropic-ratelimit-";
  private static final int LONGEST_NUMBER = 18;
  private static final Duration LONGEST_RESET = Duration.ofDays(366);
  private static final double NANOS_PER_SECOND = 1e9;

  /** What is said of one dimension. */
  private static final class Said {
    private @Nullable Long limit;
    private @Nullable Long remaining;
    private @Nullable Duration reset;
  }

  private final Map<Dimension, Said> dimensions = new EnumMap<>(Dimension.class);

  private Quotas() {}

  /** The readings of the dimensions of which it is said how much is left. */
  static List<QuotaReading> of(HttpResponse response, InstantSource clock) {
    @Nullable Quotas quotas = null;
    for (Iterator<Header> headers = response.headerIterator(); headers.hasNext(); ) {
      Header header = headers.next();
      String name = header.getName();
      if (startsWith(name, OPENAI) || startsWith(name, ANTHROPIC)) {
        quotas = quotas == null ? new Quotas() : quotas;
        quotas.read(name.toLowerCase(Locale.ROOT), header.getValue().strip(), clock);
      }
    }
    return quotas == null ? List.of() : quotas.readings();
  }

  private static boolean startsWith(String name, String prefix) {
    return name.regionMatches(true, 0, prefix, 0, prefix.length());
  }

  private void read(String name, String value, InstantSource clock) {
    boolean openAi = name.startsWith(OPENAI);
    String rest = name.substring(openAi ? OPENAI.length() : ANTHROPIC.length());
    int dash = openAi ? rest.indexOf('-') : rest.lastIndexOf('-');
    if (dash < 0) {
      return;
    }
    String what = openAi ? rest.substring(0, dash) : rest.substring(dash + 1);
    @Nullable Dimension dimension =
        dimension(openAi ? rest.substring(dash + 1) : rest.substring(0, dash));
    if (dimension == null) {
      return;
    }
    Said said = dimensions.computeIfAbsent(dimension, d -> new Said());
    switch (what) {
      case "limit" -> said.limit = count(value);
      case "remaining" -> said.remaining = count(value);
      case "reset" -> said.reset = reset(value, clock);
      default -> {}
    }
  }

  private static @Nullable Dimension dimension(String name) {
    return switch (name) {
      case "requests" -> Dimension.REQUESTS;
      case "tokens" -> Dimension.TOKENS;
      case "input-tokens" -> Dimension.INPUT_TOKENS;
      case "output-tokens" -> Dimension.OUTPUT_TOKENS;
      default -> null;
    };
  }

  private List<QuotaReading> readings() {
    List<QuotaReading> readings = new ArrayList<>();
    dimensions.forEach(
        (dimension, said) -> {
          if (said.remaining != null) {
            readings.add(new QuotaReading(dimension, said.limit, said.remaining, said.reset));
          }
        });
    return readings;
  }

  private static @Nullable Long count(String value) {
    if (value.isEmpty() || value.length() > LONGEST_NUMBER) {
      return null;
    }
    long count = 0;
    for (int i = 0; i < value.length(); i++) {
      int digit = value.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return null;
      }
      count = 10 * count + digit;
    }
    return count;
  }

  private static @Nullable Duration reset(String value, InstantSource clock) {
    @Nullable Duration reset = value.indexOf('T') > 0 ? until(value, clock) : duration(value);
    return reset == null || reset.compareTo(LONGEST_RESET) > 0 ? null : reset;
  }

  private static @Nullable Duration until(String dateTime, InstantSource clock) {
    try {
      Instant instant = OffsetDateTime.parse(dateTime).toInstant();
      Duration wait = Duration.between(clock.instant(), instant);
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }

  /** Of a number with its unit, of several such as {@code 6m0s}, or of plain seconds. */
  private static @Nullable Duration duration(String value) {
    double nanos = 0;
    int start = 0;
    while (start < value.length()) {
      int unit = start;
      while (unit < value.length() && isOfNumber(value.charAt(unit))) {
        unit++;
      }
      int end = unit;
      while (end < value.length() && !isOfNumber(value.charAt(end))) {
        end++;
      }
      double factor = nanosOf(value.substring(unit, end), start == 0);
      try {
        nanos += Double.parseDouble(value.substring(start, unit)) * factor;
      } catch (NumberFormatException e) {
        return null;
      }
      start = end;
    }
    return start > 0 && nanos < Long.MAX_VALUE ? Duration.ofNanos(Math.round(nanos)) : null;
  }

  private static boolean isOfNumber(char c) {
    return (c >= '0' && c <= '9') || c == '.';
  }

  /** NaN where there is no such unit; only the first number may go without. */
  private static double nanosOf(String unit, boolean first) {
    return switch (unit) {
      case "ns" -> 1;
      case "us", "µs" -> NANOS_PER_SECOND / 1e6;
      case "ms" -> NANOS_PER_SECOND / 1e3;
      case "s" -> NANOS_PER_SECOND;
      case "m" -> NANOS_PER_SECOND * 60;
      case "h" -> NANOS_PER_SECOND * 3600;
      case "d" -> NANOS_PER_SECOND * 86_400;
      case "" -> first ? NANOS_PER_SECOND : Double.NaN;
      default -> Double.NaN;
    };
  }
}
