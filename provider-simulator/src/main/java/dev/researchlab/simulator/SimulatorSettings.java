package dev.researchlab.simulator;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that determines how a simulator behaves; {@link #builder()} starts from one that
 * answers at once, without limits or faults.
 *
 * @param port TCP port on 127.0.0.1, 0 for any free one
 * @param apiKey bearer token that every request under /v1 must carry, or null for none
 * @param models names listed by {@code GET /v1/models}; any name is answered
 * @param tokenDelay pause before each token of a streamed answer
 * @param requestsPerSecond quota of answers and embeddings together, 0 for none
 * @param burst requests that the quota lets through at once
 * @param tokensPerSecond quota of the tokens of prompts and answers, 0 for none; it holds those of
 *     one second, and a request is admitted while one is left
 * @param rateLimitHeaders whether answers say what is left of the quotas
 * @param retryAfter form of the hint on a 429
 * @param retryAfterOnFault the wait that an injected 429 asks for
 * @param maxConcurrency requests in flight above which a request gets 503, 0 for no limit
 * @param slots requests served at once, 0 for no limit; the others wait for their turn, and their
 *     latency begins with it
 * @param faultRates probability of each fault; a request meets at most one
 * @param faultsFrom number of the first request that may meet a fault, counting admitted ones from
 *     1
 * @param faultsUntil number of the last one
 * @param seed decides with its number which fault and latency a request meets
 * @param stallDuration after this a stalled connection is closed
 * @param slowBodyDuration time over which a slow body dribbles
 */
public record SimulatorSettings(
    int port,
    @Nullable String apiKey,
    List<String> models,
    AnswerRule answers,
    Latency latency,
    Duration tokenDelay,
    double requestsPerSecond,
    int burst,
    double tokensPerSecond,
    boolean rateLimitHeaders,
    RetryAfter retryAfter,
    Duration retryAfterOnFault,
    int maxConcurrency,
    int slots,
    Map<Fault, Double> faultRates,
    long faultsFrom,
    long faultsUntil,
    long seed,
    Duration stallDuration,
    Duration slowBodyDuration) {

  public SimulatorSettings {
    models = List.copyOf(models);
    faultRates = Map.copyOf(faultRates);
    require(port >= 0 && port <= 65_535, "the port must be between 0 and 65535, not " + port);
    require(apiKey == null || !apiKey.isBlank(), "the API key must not be blank");
    requireWithinADay(tokenDelay, "the token delay");
    requireWithinADay(retryAfterOnFault, "the Retry-After of injected 429s");
    requireWithinADay(stallDuration, "the stall duration");
    require(!stallDuration.isZero(), "the stall duration must be above zero");
    requireWithinADay(slowBodyDuration, "the slow-body duration");
    require(
        requestsPerSecond == 0 || (requestsPerSecond >= 0.001 && requestsPerSecond <= 1e6),
        "the quota must be 0 (none) or 0.001 to 1000000 requests per second, not "
            + requestsPerSecond);
    require(
        burst >= 1 && burst <= 1_000_000, "the burst must be between 1 and 1000000, not " + burst);
    require(
        tokensPerSecond == 0 || (tokensPerSecond >= 1 && tokensPerSecond <= 1e8),
        "the token quota must be 0 (none) or 1 to 100000000 tokens per second, not "
            + tokensPerSecond);
    require(slots >= 0, "the number of slots must not be negative: " + slots);
    require(
        faultsFrom >= 1 && faultsUntil >= faultsFrom,
        "faults must begin at request 1 or later and not end before they begin, not "
            + faultsFrom
            + " to "
            + faultsUntil);
    require(maxConcurrency >= 0, "the concurrency limit must not be negative: " + maxConcurrency);
    faultRates.forEach(
        (fault, rate) ->
            require(
                rate >= 0 && rate <= 1,
                "the rate of " + fault.key() + " must be between 0 and 1, not " + rate));
    double sum = faultRates.values().stream().mapToDouble(Double::doubleValue).sum();
    require(sum <= 1 + 1e-9, "the fault rates sum to " + sum + "; together they may be at most 1");
  }

  public static Builder builder() {
    return new Builder();
  }

  static void requireWithinADay(Duration duration, String name) {
    require(
        !duration.isNegative() && duration.compareTo(Duration.ofDays(1)) <= 0,
        name + " must be between zero and a day, not " + duration);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Collects settings; what is not named keeps its default. */
  public static final class Builder {
    private int port;
    private @Nullable String apiKey;
    private List<String> models = List.of("simulated");
    private AnswerRule answers = new AnswerRule.Echo();
    private Latency latency = new Latency.None();
    private Duration tokenDelay = Duration.ZERO;
    private double requestsPerSecond;
    private int burst = 1;
    private double tokensPerSecond;
    private boolean rateLimitHeaders = true;
    private RetryAfter retryAfter = RetryAfter.SECONDS;
    private Duration retryAfterOnFault = Duration.ofSeconds(1);
    private int maxConcurrency;
    private int slots;
    private long faultsFrom = 1;
    private long faultsUntil = Long.MAX_VALUE;
    private final Map<Fault, Double> faultRates = new EnumMap<>(Fault.class);
    private long seed;
    private Duration stallDuration = Duration.ofMinutes(10);
    private Duration slowBodyDuration = Duration.ofSeconds(2);

    private Builder() {}

    public Builder port(int port) {
      this.port = port;
      return this;
    }

    public Builder apiKey(@Nullable String apiKey) {
      this.apiKey = apiKey;
      return this;
    }

    public Builder models(List<String> models) {
      this.models = models;
      return this;
    }

    public Builder answers(AnswerRule answers) {
      this.answers = answers;
      return this;
    }

    public Builder latency(Latency latency) {
      this.latency = latency;
      return this;
    }

    public Builder tokenDelay(Duration tokenDelay) {
      this.tokenDelay = tokenDelay;
      return this;
    }

    /** The quota and the requests that it lets through at once. */
    public Builder quota(double requestsPerSecond, int burst) {
      this.requestsPerSecond = requestsPerSecond;
      this.burst = burst;
      return this;
    }

    public Builder tokenQuota(double tokensPerSecond) {
      this.tokensPerSecond = tokensPerSecond;
      return this;
    }

    public Builder rateLimitHeaders(boolean rateLimitHeaders) {
      this.rateLimitHeaders = rateLimitHeaders;
      return this;
    }

    public Builder retryAfter(RetryAfter retryAfter) {
      this.retryAfter = retryAfter;
      return this;
    }

    public Builder retryAfterOnFault(Duration retryAfterOnFault) {
      this.retryAfterOnFault = retryAfterOnFault;
      return this;
    }

    public Builder maxConcurrency(int maxConcurrency) {
      this.maxConcurrency = maxConcurrency;
      return this;
    }

    public Builder slots(int slots) {
      this.slots = slots;
      return this;
    }

    /** Only admitted requests from this number on meet faults, counting from 1. */
    public Builder faultsFrom(long number) {
      this.faultsFrom = number;
      return this;
    }

    /** Only admitted requests up to this number meet faults. */
    public Builder faultsUntil(long number) {
      this.faultsUntil = number;
      return this;
    }

    public Builder fault(Fault fault, double rate) {
      faultRates.put(fault, rate);
      return this;
    }

    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    public Builder stallDuration(Duration stallDuration) {
      this.stallDuration = stallDuration;
      return this;
    }

    public Builder slowBodyDuration(Duration slowBodyDuration) {
      this.slowBodyDuration = slowBodyDuration;
      return this;
    }

    public SimulatorSettings build() {
      return new SimulatorSettings(
          port,
          apiKey,
          models,
          answers,
          latency,
          tokenDelay,
          requestsPerSecond,
          burst,
          tokensPerSecond,
          rateLimitHeaders,
          retryAfter,
          retryAfterOnFault,
          maxConcurrency,
          slots,
          faultRates,
          faultsFrom,
          faultsUntil,
          seed,
          stallDuration,
          slowBodyDuration);
    }
  }
}
