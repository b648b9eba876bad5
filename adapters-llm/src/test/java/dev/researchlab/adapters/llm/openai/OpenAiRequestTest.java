package dev.researchlab.adapters.llm.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.adapters.llm.http.WireServer;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.model.ChatMessage;
import dev.researchlab.domain.model.GenerationParameters;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.model.Role;
import dev.researchlab.ports.driven.model.GenerationRequest;
import dev.researchlab.ports.driven.model.LanguageModel;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

/** What is sent. */
@Timeout(60)
class OpenAiRequestTest {

  private static final GenerationRequest FULL =
      new GenerationRequest(
          List.of(
              new ChatMessage(Role.SYSTEM, "Be \"brief\".\n"),
              new ChatMessage(Role.USER, "2 + 2? \u00e9 \ud83d\ude00 \u0000"),
              new ChatMessage(Role.ASSISTANT, "4"),
              new ChatMessage(Role.USER, "")),
          new GenerationParameters(0.0, 0.9, 256, List.of("\n\n", "END"), -7L),
          Sample.of("q1", "2 + 2?", "4"),
          1,
          42);

  @Test
  void postsTheMessagesToTheCompletionsOfTheBaseUrl() throws InterruptedException {
    try (WireServer server = WireServer.answering(OpenAi.ANSWER)) {
      WireServer.Request request = send(server, server.baseUrl(), "TEST_KEY", OpenAi.request());

      assertThat(request.requestLine()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
      assertThat(request.header("Host")).containsExactly(server.baseUrl().getAuthority());
      assertThat(request.header("Content-Type")).containsExactly("application/json");
      assertThat(request.header("Accept")).containsExactly("application/json");
      assertThat(request.header("User-Agent")).containsExactly("llm-research-lab");
      assertThat(request.header("Cookie")).isEmpty();
      assertThat(request.header("Accept-Encoding")).isEmpty();
      assertThat(request.header("Transfer-Encoding")).isEmpty();
      assertJson(
          request.body(),
          """
          {"model": "test-model",
           "messages": [{"role": "user", "content": "What is the capital of France?"}]}
          """);
    }
  }

  @Test
  void sendsEveryParameterThatIsSaid() throws InterruptedException {
    try (WireServer server = WireServer.answering(OpenAi.ANSWER)) {
      WireServer.Request request = send(server, server.baseUrl(), "TEST_KEY", FULL);

      assertJson(
          request.body(),
          """
          {"model": "test-model",
           "messages": [
             {"role": "system", "content": "Be \\"brief\\".\\n"},
             {"role": "user", "content": "2 + 2? é \ud83d\ude00 \\u0000"},
             {"role": "assistant", "content": "4"},
             {"role": "user", "content": ""}],
           "temperature": 0.0, "top_p": 0.9, "max_tokens": 256,
           "stop": ["\\n\\n", "END"], "seed": -7}
          """);
    }
  }

  @Test
  void namesTheLimitOfTokensAsTheOptionSays() throws InterruptedException {
    try (WireServer server = WireServer.answering(OpenAi.ANSWER)) {
      ModelSpecification specification =
          OpenAi.specification(server.baseUrl(), null, Duration.ofSeconds(30))
              .withOptions(Map.of("max_tokens_field", "max_completion_tokens"));
      try (LanguageModel model = OpenAi.provider().open(specification)) {
        model.generate(FULL);
      }

      assertThat(server.request().body())
          .contains("\"max_completion_tokens\":256")
          .doesNotContain("\"max_tokens\"");
    }
  }

  @Test
  void sendsTheKeyAsBearerTokenAndOnlyWhereThereIsOne() throws InterruptedException {
    try (WireServer server = WireServer.answering(OpenAi.ANSWER)) {
      URI base = server.baseUrl();

      assertThat(send(server, base, "TEST_KEY", OpenAi.request()).header("Authorization"))
          .containsExactly("Bearer " + OpenAi.KEY);
      assertThat(send(server, base, "PADDED_KEY", OpenAi.request()).header("Authorization"))
          .containsExactly("Bearer " + OpenAi.KEY);
      try (LanguageModel model =
          OpenAi.provider().open(OpenAi.specification(base, null, Duration.ofSeconds(30)))) {
        model.generate(OpenAi.request());
        assertThat(server.request().header("Authorization")).isEmpty();
      }
    }
  }

  @Test
  void keepsTheQueryAndMindsSlashesOfTheBaseUrl() throws InterruptedException {
    try (WireServer server = WireServer.answering(OpenAi.ANSWER)) {
      URI base = URI.create(server.baseUrl() + "//?version=2%202");

      assertThat(send(server, base, "TEST_KEY", OpenAi.request()).requestLine())
          .isEqualTo("POST /v1/chat/completions?version=2%202 HTTP/1.1");
    }
  }

  @Test
  void asksOverOneConnectionWhereOneIsEnough() throws InterruptedException {
    try (WireServer server = WireServer.answering(OpenAi.ANSWER);
        LanguageModel model = OpenAi.model(server.baseUrl())) {
      for (int i = 0; i < 10; i++) {
        model.generate(OpenAi.request());
      }

      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void sendsHalfOfASurrogatePairAsItsEscape() throws InterruptedException {
    try (WireServer server = WireServer.answering(OpenAi.ANSWER)) {
      assertThat(send(server, server.baseUrl(), "TEST_KEY", OpenAi.request("half \ud83d")).body())
          .containsIgnoringCase("\"half \\ud83d\"");
    }
  }

  private static WireServer.Request send(
      WireServer server, URI base, String variable, GenerationRequest request)
      throws InterruptedException {
    try (LanguageModel model =
        OpenAi.provider().open(OpenAi.specification(base, variable, Duration.ofSeconds(30)))) {
      model.generate(request);
    }
    return server.request();
  }

  private static void assertJson(String actual, String expected) {
    JsonMapper mapper = new JsonMapper();
    assertThat(mapper.readTree(actual)).isEqualTo(mapper.readTree(expected));
  }
}
