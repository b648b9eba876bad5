package dev.researchlab.adapters.llm.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.domain.model.QuotaReading;
import dev.researchlab.domain.model.QuotaReading.Dimension;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of headers that tell of quotas. */
class QuotasTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-23T12:00:00Z"));

  @Test
  void readsEveryDimensionOfOpenAiOnItsOwn() {
    assertThat(
            read(
                "x-ratelimit-limit-requests: 60",
                "X-RateLimit-Remaining-Requests: 59",
                "x-ratelimit-reset-requests: 1s",
                "x-ratelimit-limit-tokens: 150000",
                "x-ratelimit-remaining-tokens: 149984",
                "x-ratelimit-reset-tokens: 6m0s",
                "x-ratelimit-remaining-input-tokens: 7",
                "x-ratelimit-limit-output-tokens: 8",
                "x-ratelimit-remaining-output-tokens: 0"))
        .containsExactlyInAnyOrder(
            new QuotaReading(Dimension.REQUESTS, 60L, 59, Duration.ofSeconds(1)),
            new QuotaReading(Dimension.TOKENS, 150_000L, 149_984, Duration.ofMinutes(6)),
            new QuotaReading(Dimension.INPUT_TOKENS, null, 7, null),
            new QuotaReading(Dimension.OUTPUT_TOKENS, 8L, 0, null));
  }

  @Test
  void readsEveryDimensionOfAnthropicOnItsOwn() {
    assertThat(
            read(
                "anthropic-ratelimit-requests-limit: 50",
                "anthropic-ratelimit-requests-remaining: 49",
                "anthropic-ratelimit-requests-reset: 2026-11-23T12:00:01.5Z",
                "anthropic-ratelimit-input-tokens-limit: 40000",
                "anthropic-ratelimit-input-tokens-remaining: 39000",
                "anthropic-ratelimit-input-tokens-reset: 2026-11-23T13:01:00+01:00",
                "anthropic-ratelimit-output-tokens-remaining: 8000",
                "anthropic-ratelimit-tokens-remaining: 47000",
                "anthropic-ratelimit-tokens-reset: 2026-11-23T11:59:00Z"))
        .containsExactlyInAnyOrder(
            new QuotaReading(Dimension.REQUESTS, 50L, 49, Duration.ofMillis(1500)),
            new QuotaReading(Dimension.INPUT_TOKENS, 40_000L, 39_000, Duration.ofMinutes(1)),
            new QuotaReading(Dimension.OUTPUT_TOKENS, null, 8_000, null),
            new QuotaReading(Dimension.TOKENS, null, 47_000, Duration.ZERO));
  }

  @ParameterizedTest
  @CsvSource({
    "20ms, PT0.02S",
    "1s, PT1S",
    "6m0s, PT6M",
    "1m26.4s, PT1M26.4S",
    "2h3m4s, PT2H3M4S",
    "1d, PT24H",
    "12, PT12S",
    "0.25, PT0.25S",
    "0s, PT0S",
    "'  7s ', PT7S",
    "2026-11-23T12:00:20Z, PT20S",
    "'', ",
    "soon, ",
    "-1s, ",
    "1e3s, ",
    "1.2.3s, ",
    "5 s, ",
    "1m5, ",
    "s, ",
    "NaN, ",
    "99999999999999999999999, ",
    "1764000000, ",
    "2026-13-45T12:00:20Z, ",
    "2999-01-01T00:00:00Z, "
  })
  void understandsAResetInEveryForm(String said, @Nullable Duration reset) {
    assertThat(read("x-ratelimit-remaining-requests: 5", "x-ratelimit-reset-requests: " + said))
        .containsExactly(new QuotaReading(Dimension.REQUESTS, null, 5, reset));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "many", "1.5", "1e3", "9999999999999999999999", "0x10", "٣"})
  void ignoresACountThatMakesNoSense(String said) {
    assertThat(read("x-ratelimit-limit-tokens: 5", "x-ratelimit-remaining-tokens: " + said))
        .isEmpty();
    assertThat(read("x-ratelimit-limit-tokens: " + said, "x-ratelimit-remaining-tokens: 5"))
        .containsExactly(new QuotaReading(Dimension.TOKENS, null, 5, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: application/json",
        "x-ratelimit-: 1",
        "x-ratelimit-remaining: 1",
        "x-ratelimit-remaining-: 1",
        "x-ratelimit-remaining-images: 1",
        "x-ratelimit-used-requests: 1",
        "anthropic-ratelimit-remaining: 1",
        "anthropic-ratelimit-unified-remaining: 1"
      })
  void ignoresOtherHeaders(String header) {
    assertThat(read(header)).isEmpty();
  }

  private static List<QuotaReading> read(String... headers) {
    var response = new BasicHttpResponse(200);
    for (String header : headers) {
      int colon = header.indexOf(':');
      response.addHeader(header.substring(0, colon), header.substring(colon + 1));
    }
    return Quotas.of(response, CLOCK);
  }
}
