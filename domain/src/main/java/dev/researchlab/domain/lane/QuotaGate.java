package dev.researchlab.domain.lane;

import dev.researchlab.domain.model.ModelLimits;
import dev.researchlab.domain.model.QuotaReading;
import dev.researchlab.domain.model.QuotaReading.Dimension;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The quotas of a lane: a call is sent when all of them have room for it. */
final class QuotaGate {

  private final Map<Dimension, Quota> quotas = new EnumMap<>(Dimension.class);

  QuotaGate(ModelLimits limits, long now) {
    add(Dimension.REQUESTS, limits.requestsPerMinute(), now);
    add(Dimension.INPUT_TOKENS, limits.inputTokensPerMinute(), now);
    add(Dimension.OUTPUT_TOKENS, limits.outputTokensPerMinute(), now);
  }

  private void add(Dimension dimension, @Nullable Double perMinute, long now) {
    if (perMinute != null) {
      quotas.put(dimension, new Quota(perMinute, now));
    }
  }

  long wait(CallSize size, long now) {
    long longest = 0;
    for (Map.Entry<Dimension, Quota> quota : quotas.entrySet()) {
      longest = Math.max(longest, quota.getValue().wait(size.in(quota.getKey()), now));
    }
    return longest;
  }

  void take(CallSize size, long now) {
    for (Map.Entry<Dimension, Quota> quota : quotas.entrySet()) {
      quota.getValue().take(size.in(quota.getKey()), now);
    }
  }

  /** Settles what a call really took. */
  void correct(CallSize estimated, CallSize counted) {
    for (Map.Entry<Dimension, Quota> quota : quotas.entrySet()) {
      double more = counted.in(quota.getKey()) - estimated.in(quota.getKey());
      if (more != 0) {
        quota.getValue().correct(more);
      }
    }
  }

  /**
   * Learns from a reading.
   *
   * @param call that brought it
   * @param sentSince calls sent after it, each about of its size
   * @return what changed, for people
   */
  Optional<String> learn(QuotaReading reading, Lane.Permit call, long sentSince, long now) {
    Dimension dimension = reading.dimension();
    Quota quota = quotas.computeIfAbsent(dimension, unknown -> new Quota(now));
    return quota.learn(reading, sentSince * call.size().in(dimension), call.sentAt(), now)
        ? Optional.of(
            "the provider allows %s %.4g a second, and %.4g are used"
                .formatted(
                    dimension.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    quota.perSecond() / Quota.AIM,
                    quota.perSecond()))
        : Optional.empty();
  }

  /** The provider refused although the quotas had room: they are smaller than they seemed. */
  void tighten() {
    Quota requests = quotas.get(Dimension.REQUESTS);
    if (requests != null && requests.paced()) {
      requests.tighten();
    }
  }

  boolean paced() {
    return quotas.values().stream().anyMatch(Quota::paced);
  }

  @Nullable Double requestsPerSecond() {
    Quota requests = quotas.get(Dimension.REQUESTS);
    return requests == null || !requests.paced() ? null : requests.perSecond();
  }
}
