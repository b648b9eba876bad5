package dev.researchlab.adapters.formats.experiment;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What numbers and durations mean. */
final class Numbers {

  private static final Pattern DURATION =
      Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)(ms|s|m|h|d)");

  private static final BigDecimal SECOND = BigDecimal.valueOf(1_000_000_000L);

  private Numbers() {}

  /** The number that a value is by the core schema; infinity and what is no number are none. */
  static Optional<BigDecimal> exact(Yaml value) {
    if (!(value instanceof Yaml.Scalar scalar)) {
      return Optional.empty();
    }
    String text = scalar.text().toLowerCase(Locale.ROOT);
    try {
      return switch (scalar.kind()) {
        case INTEGER -> Optional.of(new BigDecimal(integer(text)));
        case DECIMAL -> Optional.of(new BigDecimal(text));
        case TEXT, BOOLEAN, NOTHING -> Optional.empty();
      };
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static BigInteger integer(String text) {
    if (text.startsWith("0x")) {
      return new BigInteger(text.substring(2), 16);
    }
    return text.startsWith("0o") ? new BigInteger(text.substring(2), 8) : new BigInteger(text);
  }

  /** A duration such as {@code 500ms}, {@code 1.5s} or {@code 1h30m}, where the text is one. */
  static Optional<Duration> duration(String text) {
    Duration sum = Duration.ZERO;
    Matcher part = DURATION.matcher(text);
    int end = 0;
    while (part.find() && part.start() == end) {
      end = part.end();
      BigDecimal[] seconds =
          new BigDecimal(part.group(1))
              .multiply(BigDecimal.valueOf(nanoseconds(part.group(2))))
              .divideAndRemainder(SECOND);
      sum = sum.plusSeconds(seconds[0].longValue()).plusNanos(seconds[1].longValue());
    }
    return end > 0 && end == text.length() ? Optional.of(sum) : Optional.empty();
  }

  private static long nanoseconds(String unit) {
    return switch (unit) {
      case "ms" -> 1_000_000L;
      case "s" -> 1_000_000_000L;
      case "m" -> 60_000_000_000L;
      case "h" -> 3_600_000_000_000L;
      default -> 86_400_000_000_000L;
    };
  }
}
