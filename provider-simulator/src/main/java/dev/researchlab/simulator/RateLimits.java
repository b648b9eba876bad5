package dev.researchlab.simulator;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Admits requests under the quotas and says in headers what is left of them. */
final class RateLimits {

  private final SimulatorSettings settings;
  private final @Nullable Quota requests;
  private final @Nullable Quota tokens;

  RateLimits(SimulatorSettings settings) {
    this.settings = settings;
    long now = System.nanoTime();
    requests =
        settings.requestsPerSecond() == 0
            ? null
            : new Quota(settings.requestsPerSecond(), settings.burst(), now);
    tokens =
        settings.tokensPerSecond() == 0
            ? null
            : new Quota(
                settings.tokensPerSecond(), (long) Math.ceil(settings.tokensPerSecond()), now);
  }

  /** Takes a request from its quota, or refuses it when that or the quota of tokens is used up. */
  void admit() throws ApiError {
    long now = System.nanoTime();
    if (tokens != null && tokens.waitNanos(now) > 0) {
      throw ApiError.rateLimited("tokens", retryAfter(tokens.waitNanos(now)));
    }
    if (requests != null) {
      long waitNanos = requests.admit(now);
      if (waitNanos > 0) {
        throw ApiError.rateLimited("requests", retryAfter(waitNanos));
      }
    }
  }

  /** Takes the tokens of a reply from their quota, which may thereby go into debt. */
  void take(Reply reply) {
    if (tokens != null) {
      tokens.take((long) reply.promptTokens() + reply.completionTokens(), System.nanoTime());
    }
  }

  /** The header line that asks a client to wait. */
  String retryAfter(long waitNanos) {
    return switch (settings.retryAfter()) {
      case SECONDS -> "Retry-After: " + Math.ceilDiv(waitNanos, 1_000_000_000L) + "\r\n";
      case MILLISECONDS -> "retry-after-ms: " + millis(waitNanos) + "\r\n";
      case HTTP_DATE ->
          "Retry-After: "
              + ResponseHead.httpDate(Instant.now().plusNanos(waitNanos + 999_999_999L))
              + "\r\n";
      case NONE -> "";
    };
  }

  /** The header lines about each quota that there is. */
  String headers(Dialect dialect) {
    if (!settings.rateLimitHeaders()) {
      return "";
    }
    return headers(dialect, "requests", requests) + headers(dialect, "tokens", tokens);
  }

  private static String headers(Dialect dialect, String name, @Nullable Quota quota) {
    if (quota == null) {
      return "";
    }
    long now = System.nanoTime();
    long remaining = quota.remaining(now);
    long reset = quota.resetNanos(now);
    return switch (dialect) {
      case OPENAI ->
          line("x-ratelimit-limit-" + name, quota.capacity())
              + line("x-ratelimit-remaining-" + name, remaining)
              + line("x-ratelimit-reset-" + name, duration(reset));
      case ANTHROPIC -> {
        String prefix = "anthropic-ratelimit-" + name;
        yield line(prefix + "-limit", quota.capacity())
            + line(prefix + "-remaining", remaining)
            + line(
                prefix + "-reset",
                Instant.now().plusNanos(reset + 999_999_999L).truncatedTo(ChronoUnit.SECONDS));
      }
    };
  }

  private static String line(String name, Object value) {
    return name + ": " + value + "\r\n";
  }

  /** As OpenAI writes it: {@code 0s}, {@code 20ms}, {@code 1.5s}, {@code 6m0s}, {@code 1h0m2s}. */
  static String duration(long nanos) {
    long millis = millis(nanos);
    if (millis > 0 && millis < 1000) {
      return millis + "ms";
    }
    long minutes = millis / 60_000;
    String seconds = seconds(millis % 60_000);
    if (minutes == 0) {
      return seconds;
    }
    return minutes < 60
        ? minutes + "m" + seconds
        : minutes / 60 + "h" + minutes % 60 + "m" + seconds;
  }

  private static String seconds(long millis) {
    String text = String.format(Locale.ROOT, "%d.%03d", millis / 1000, millis % 1000);
    return text.replaceFirst("\\.?0*$", "") + "s";
  }

  private static long millis(long nanos) {
    return Math.ceilDiv(nanos, 1_000_000L);
  }
}
