package dev.researchlab.adapters.llm.simulated;

import dev.researchlab.domain.InvalidException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 500ms}, {@code 1.5s}, {@code 2m}, {@code 1h}. */
final class Durations {

  private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s|m|h)");

  private Durations() {}

  /** The duration that the option states. */
  static Duration parse(String option, String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new InvalidException(
          "option '%s' must be a duration such as 500ms, 1.5s, 2m or 1h, not '%s'"
              .formatted(option, text));
    }
    long millisPerUnit =
        switch (matcher.group(2)) {
          case "ms" -> 1;
          case "s" -> 1_000;
          case "m" -> 60_000;
          default -> 3_600_000;
        };
    BigDecimal millis =
        new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(millisPerUnit));
    return Duration.ofMillis(millis.longValue())
        .plusNanos(millis.remainder(BigDecimal.ONE).movePointRight(6).longValue());
  }
}
