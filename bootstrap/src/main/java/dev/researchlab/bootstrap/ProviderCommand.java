package dev.researchlab.bootstrap;

import dev.researchlab.domain.DurationText;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.NearestName;
import dev.researchlab.simulator.AnswerRule;
import dev.researchlab.simulator.Fault;
import dev.researchlab.simulator.Latency;
import dev.researchlab.simulator.ProviderSimulator;
import dev.researchlab.simulator.RetryAfter;
import dev.researchlab.simulator.SimulatorException;
import dev.researchlab.simulator.SimulatorSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Serves a simulated provider until it is interrupted. */
@Command(
    name = "provider",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Serves a simulated provider on 127.0.0.1: OpenAI's chat completions, completions,"
          + " embeddings and list of models, Anthropic's messages (at /v1/messages), each with and"
          + " without streaming, and its counters at /stats.",
      ""
    },
    footer = {
      "",
      "Durations are written 500ms, 20s, 2m; rates 5%% or 0.05.",
      "Kinds of faults: rate_limit, quota_exhausted, unauthorized, context_length, server_error,",
      "  bad_gateway, unavailable, overloaded, reset, reset_mid_body, stall, stall_mid_body,",
      "  slow_body, malformed_body, truncated_body, huge_body, wrong_id, empty_answer,",
      "  content_filter.",
      "A prompt with call:NAME {json} is answered with that tool call where the request has tools.",
      "",
      "Examples:",
      "  lab provider --latency 200ms --latency-sigma 0.4 --quota 50",
      "  lab provider --fault rate_limit=5%% --fault server_error=2%%",
      "  lab provider --slots 8 --latency 500ms --fault unavailable=100%% --faults-until 20",
      "  lab provider --answers solutions.jsonl --answers-key question --answers-text gpt.solution"
    })
final class ProviderCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8089",
      description = "Port on 127.0.0.1, 0 for any free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--latency",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      defaultValue = "0s",
      description = "How long an answer takes; the median with --latency-sigma. Default: none.")
  private Duration latency;

  @Option(
      names = "--latency-sigma",
      paramLabel = "SIGMA",
      description = "Draws latencies log-normally with this sigma instead of a fixed one.")
  private @Nullable Double latencySigma;

  @Option(
      names = "--token-delay",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      defaultValue = "0s",
      description = "Pause before each further token of a streamed answer. Default: none.")
  private Duration tokenDelay;

  @Option(
      names = "--quota",
      paramLabel = "N",
      defaultValue = "0",
      description = "Requests per second above which a request gets 429. Default: no quota.")
  private double quota;

  @Option(
      names = "--burst",
      paramLabel = "N",
      description = "Requests that the quota lets through at once. Default: one second of quota.")
  private @Nullable Integer burst;

  @Option(
      names = "--token-quota",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Tokens of prompts and answers per second; when they are used up a request gets 429."
              + " Default: no quota.")
  private double tokenQuota;

  @Option(
      names = "--no-ratelimit-headers",
      description = "Does not say in headers what is left of the quotas.")
  private boolean noRateLimitHeaders;

  @Option(
      names = "--retry-after",
      paramLabel = "FORM",
      defaultValue = "seconds",
      description = "How a 429 says when to come back: ${COMPLETION-CANDIDATES}. Default: seconds.")
  private RetryAfter retryAfter;

  @Option(
      names = "--retry-after-on-fault",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      defaultValue = "1s",
      description = "The wait that an injected 429 asks for. Default: ${DEFAULT-VALUE}.")
  private Duration retryAfterOnFault;

  @Option(
      names = "--max-concurrency",
      paramLabel = "N",
      defaultValue = "0",
      description = "Requests in flight above which a request gets 503. Default: no limit.")
  private int maxConcurrency;

  @Option(
      names = "--slots",
      paramLabel = "N",
      defaultValue = "0",
      description = "Requests served at once; the others wait for their turn. Default: no limit.")
  private int slots;

  @Option(
      names = "--fault",
      paramLabel = "KIND=RATE",
      description = "Fails that share of the requests, such as rate_limit=5%%.")
  private Map<String, String> faults = new LinkedHashMap<>();

  @Option(
      names = "--faults-from",
      paramLabel = "N",
      description = "The number of the first request that may fail. Default: 1.")
  private @Nullable Long faultsFrom;

  @Option(
      names = "--faults-until",
      paramLabel = "N",
      description = "The number of the last request that may fail. Default: no end.")
  private @Nullable Long faultsUntil;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Decides which request meets which fault and latency. Default: 0.")
  private long seed;

  @Option(
      names = "--stall",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      defaultValue = "10m",
      description = "After this a stalled connection is closed. Default: ${DEFAULT-VALUE}.")
  private Duration stall;

  @Option(
      names = "--slow-body",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      defaultValue = "2s",
      description = "Time over which a slow body dribbles. Default: ${DEFAULT-VALUE}.")
  private Duration slowBody;

  @Option(names = "--reply", paramLabel = "TEXT", description = "Always answers this text.")
  private @Nullable String reply;

  @Option(
      names = "--hash",
      description =
          "Answers a text that depends on the messages only. Default: repeats the prompt.")
  private boolean hash;

  @Option(
      names = "--answers",
      paramLabel = "FILE",
      description = "Answers from this JSONL file; see the two options below.")
  private @Nullable Path answers;

  @Option(
      names = "--answers-key",
      paramLabel = "PATH",
      description = "Where a line says which prompt it answers, such as question.")
  private @Nullable String answersKey;

  @Option(
      names = "--answers-text",
      paramLabel = "PATH",
      description = "Where a line says the answer, such as gpt.solution.")
  private @Nullable String answersText;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "A model that the list names; any name is answered. May be repeated.")
  private List<String> models = new ArrayList<>();

  @Option(
      names = "--api-key-env",
      paramLabel = "VARIABLE",
      description = "The environment variable that holds the key to ask for. Default: none.")
  private @Nullable String apiKeyVariable;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try (ProviderSimulator simulator = ProviderSimulator.start(settings())) {
      out.println("Serving " + simulator.baseUrl() + "  (Ctrl-C ends it)");
      out.println("Counters: curl http://127.0.0.1:" + simulator.port() + "/stats");
      out.flush();
      CountDownLatch forever = new CountDownLatch(1);
      Runtime.getRuntime().addShutdownHook(new Thread(simulator::close, "close simulator"));
      forever.await();
      return ExitCode.DONE;
    } catch (SimulatorException | IllegalArgumentException e) {
      throw new InvalidException(String.valueOf(e.getMessage()), e);
    }
  }

  private SimulatorSettings settings() {
    int burstOrSecond = burst != null ? burst : Math.max(1, (int) Math.ceil(quota));
    SimulatorSettings.Builder settings =
        SimulatorSettings.builder()
            .port(port)
            .apiKey(apiKey())
            .answers(answerRule())
            .latency(latencyModel())
            .tokenDelay(tokenDelay)
            .quota(quota, burstOrSecond)
            .tokenQuota(tokenQuota)
            .rateLimitHeaders(!noRateLimitHeaders)
            .retryAfter(retryAfter)
            .retryAfterOnFault(retryAfterOnFault)
            .maxConcurrency(maxConcurrency)
            .slots(slots)
            .seed(seed)
            .stallDuration(stall)
            .slowBodyDuration(slowBody);
    if (!models.isEmpty()) {
      settings.models(models);
    }
    if (faultsFrom != null) {
      settings.faultsFrom(faultsFrom);
    }
    if (faultsUntil != null) {
      settings.faultsUntil(faultsUntil);
    }
    faults.forEach((kind, rate) -> settings.fault(fault(kind), rate(kind, rate)));
    return settings.build();
  }

  private @Nullable String apiKey() {
    if (apiKeyVariable == null) {
      return null;
    }
    String key = System.getenv(apiKeyVariable);
    if (key == null || key.isBlank()) {
      throw new InvalidException(
          "--api-key-env: the environment variable " + apiKeyVariable + " is not set");
    }
    return key;
  }

  private Latency latencyModel() {
    if (latency.isZero()) {
      return new Latency.None();
    }
    return latencySigma == null
        ? new Latency.Fixed(latency)
        : new Latency.LogNormal(latency, latencySigma);
  }

  private AnswerRule answerRule() {
    if (answers != null) {
      if (answersKey == null || answersText == null) {
        throw new InvalidException("--answers needs --answers-key and --answers-text");
      }
      return new AnswerRule.Recorded(answers, answersKey, answersText);
    }
    if (reply != null) {
      return new AnswerRule.Fixed(reply);
    }
    return hash ? new AnswerRule.Hash() : new AnswerRule.Echo();
  }

  private static Fault fault(String kind) {
    Map<String, Fault> kinds = new LinkedHashMap<>();
    for (Fault fault : Fault.values()) {
      kinds.put(fault.key(), fault);
    }
    Fault fault = kinds.get(kind);
    if (fault == null) {
      throw new InvalidException(
          "--fault: unknown kind '"
              + kind
              + "'"
              + NearestName.of(kind, kinds.keySet())
                  .map(name -> "; did you mean '" + name + "'?")
                  .orElse("; there are " + String.join(", ", kinds.keySet())));
    }
    return fault;
  }

  private static double rate(String kind, String text) {
    try {
      return text.endsWith("%")
          ? Double.parseDouble(text.substring(0, text.length() - 1)) / 100
          : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new InvalidException(
          "--fault: " + kind + ": expected a rate such as 5% or 0.05, found '" + text + "'", e);
    }
  }

  static final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        return DurationText.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
