package dev.researchlab.adapters.llm.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.adapters.llm.http.WireServer;
import dev.researchlab.domain.model.CallFailure;
import dev.researchlab.domain.model.GenerationResult.Failure;
import dev.researchlab.domain.model.QuotaReading;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.ports.driven.model.EmbeddingModel;
import dev.researchlab.ports.driven.model.EmbeddingResult;
import dev.researchlab.ports.driven.model.EmbeddingResult.Embeddings;
import dev.researchlab.ports.driven.model.EmbeddingResult.Failed;
import dev.researchlab.ports.testkit.model.EmbeddingModelContract;
import dev.researchlab.simulator.Fault;
import dev.researchlab.simulator.ProviderSimulator;
import dev.researchlab.simulator.SimulatorSettings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiEmbeddingsTest extends EmbeddingModelContract {

  private final List<ProviderSimulator> simulators = new ArrayList<>();

  @AfterEach
  void closeSimulators() {
    simulators.forEach(ProviderSimulator::close);
  }

  @Override
  protected EmbeddingModel answering() {
    return simulated(SimulatorSettings.builder(), Duration.ofSeconds(30));
  }

  @Override
  protected EmbeddingModel stalling(Duration timeout) {
    return simulated(SimulatorSettings.builder().fault(Fault.STALL, 1), timeout);
  }

  @Test
  void putsTheVectorsInTheOrderOfTheirIndices() throws InterruptedException {
    try (WireServer server =
            WireServer.answering(
                200,
                "x-ratelimit-remaining-requests: 9\r\n",
                """
                {"object":"list","data":[{"index":1,"embedding":[0.5,-2e-3]},
                  {"object":"embedding","embedding":[1,0],"index":0}],
                 "model":"another","usage":{"prompt_tokens":7,"total_tokens":7}}
                """);
        EmbeddingModel model = model(server.baseUrl(), Duration.ofSeconds(30))) {
      Embeddings embeddings = (Embeddings) model.embed(List.of("a", "b"));
      WireServer.Request request = server.request();

      assertThat(embeddings.vectors())
          .containsExactly(new float[] {1, 0}, new float[] {0.5f, -0.002f});
      assertThat(embeddings.usage()).isEqualTo(new TokenUsage(7, 0));
      assertThat(embeddings.latency()).isPositive();
      assertThat(embeddings.quotas())
          .containsExactly(new QuotaReading(QuotaReading.Dimension.REQUESTS, null, 9, null));
      assertThat(request.requestLine()).isEqualTo("POST /v1/embeddings HTTP/1.1");
      assertThat(request.body())
          .isEqualTo(
              "{\"model\":\"test-model\",\"input\":[\"a\",\"b\"],\"encoding_format\":\"float\"}");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"data\":[]}",
        "{\"data\":[{\"embedding\":[1]}]}",
        "{\"data\":[{\"embedding\":[1]},{\"embedding\":[1,2]}]}",
        "{\"data\":[{\"embedding\":[]},{\"embedding\":[]}]}",
        "{\"data\":[{\"embedding\":[1]},{\"embedding\":[\"x\"]}]}",
        "{\"data\":[{\"embedding\":[1]},{\"embedding\":[1e99]}]}",
        "{\"data\":[{\"embedding\":[1],\"index\":0},{\"embedding\":[1],\"index\":0}]}",
        "{\"data\":[{\"embedding\":[1]},{\"embedding\":[1],\"index\":2}]}",
        "{\"data\":[{\"embedding\":[1]},{\"embedding\":\"AACAPw==\"}]}",
        "{\"data\":[{\"embedding\":[1]},null]}",
        "{\"data\":[{\"embedding\":[1]},{\"embedding\":[1]}]"
      })
  void callsAnythingElseMalformed(String body) throws InterruptedException {
    assertThat(failure(WireServer.answering(body)).kind()).isEqualTo(CallFailure.MALFORMED);
  }

  @Test
  void tellsTheKindOfARefusal() throws InterruptedException {
    Failure failure = failure(WireServer.answering(429, "Retry-After: 2\r\n", ""));

    assertThat(failure.kind()).isEqualTo(CallFailure.RATE_LIMIT);
    assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(2));
  }

  private static Failure failure(WireServer server) throws InterruptedException {
    try (server;
        EmbeddingModel model = model(server.baseUrl(), Duration.ofSeconds(30))) {
      EmbeddingResult result = model.embed(List.of("a", "b"));
      assertThat(result).isInstanceOf(Failed.class);
      return OpenAi.failure(((Failed) result).failure());
    }
  }

  private EmbeddingModel simulated(SimulatorSettings.Builder settings, Duration timeout) {
    ProviderSimulator simulator = ProviderSimulator.start(settings.apiKey(OpenAi.KEY).build());
    simulators.add(simulator);
    return model(simulator.baseUrl(), timeout);
  }

  private static EmbeddingModel model(URI endpoint, Duration timeout) {
    return OpenAi.provider()
        .openEmbeddings(OpenAi.specification(endpoint, "TEST_KEY", timeout))
        .orElseThrow();
  }
}
