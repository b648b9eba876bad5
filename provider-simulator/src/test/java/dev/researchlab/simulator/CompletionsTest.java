package dev.researchlab.simulator;

import static dev.researchlab.simulator.JsonValue.at;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionsTest {

  private final ProviderSimulator simulator =
      ProviderSimulator.start(SimulatorSettings.builder().build());
  private final Client client = new Client(simulator);

  @AfterEach
  void stop() {
    client.close();
    simulator.close();
  }

  private HttpResponse<String> post(String body) throws Exception {
    return client.post("/v1/completions", body.replace('\'', '"'));
  }

  @Test
  void completesAPromptInTheShapeOfOpenAi() throws Exception {
    String body = post("{'model':'m','prompt':'Hello, world!','max_tokens':3}").body();

    assertThat(at(body, "id")).isEqualTo("cmpl-1");
    assertThat(at(body, "object")).isEqualTo("text_completion");
    assertThat(at(body, "choices.0.text")).isEqualTo("Hello, world");
    assertThat(at(body, "choices.0.finish_reason")).isEqualTo("length");
    assertThat(at(body, "choices.0.logprobs")).isNull();
    assertThat(at(body, "usage.prompt_tokens")).isEqualTo(4L);
    assertThat(at(body, "usage.completion_tokens")).isEqualTo(3L);
  }

  @Test
  void givesTheProbabilitiesOfAnEchoedPrompt() throws Exception {
    String body =
        post("{'model':'m','prompt':'12345😀7890','max_tokens':0,'echo':true,'logprobs':1}").body();

    assertThat(at(body, "choices.0.text")).isEqualTo("12345😀7890");
    assertThat(at(body, "choices.0.logprobs.tokens")).isEqualTo(List.of("1234", "5😀78", "90"));
    assertThat(at(body, "choices.0.logprobs.text_offset")).isEqualTo(List.of(0L, 4L, 8L));
    assertThat(at(body, "choices.0.logprobs.token_logprobs.0")).isNull();
    double second = (Double) requireNonNull(at(body, "choices.0.logprobs.token_logprobs.1"));
    assertThat(second).isBetween(-3.0, 0.0).isEqualTo(Tokens.logprob("5😀78"));
    assertThat(at(body, "choices.0.logprobs.top_logprobs.1.5😀78")).isEqualTo(second);
    assertThat(at(body, "usage.completion_tokens")).isEqualTo(0L);
  }

  @Test
  void answersEachPromptOfAListByAChoice() throws Exception {
    String body = post("{'model':'m','prompt':['a','b'],'echo':true}").body();

    assertThat(at(body, "choices.0.text")).isEqualTo("aa");
    assertThat(at(body, "choices.1.text")).isEqualTo("bb");
    assertThat(at(body, "choices.1.index")).isEqualTo(1L);
    assertThat(at(body, "usage.total_tokens")).isEqualTo(4L);
  }

  @Test
  void streamsOneEventPerToken() throws Exception {
    List<String> events =
        Client.events(
            post("{'model':'m','prompt':'Hello!','stream':true,"
                    + "'stream_options':{'include_usage':true},'logprobs':0}")
                .body());

    assertThat(events).hasSize(6).endsWith("[DONE]");
    assertThat(
            events.subList(0, 4).stream()
                .map(event -> (String) at(event, "choices.0.text"))
                .collect(Collectors.joining("|")))
        .isEqualTo("|Hell|o!|");
    assertThat(at(events.get(1), "choices.0.logprobs.tokens")).isEqualTo(List.of("Hell"));
    assertThat(at(events.get(3), "choices.0.finish_reason")).isEqualTo("stop");
    assertThat(at(events.get(4), "usage.completion_tokens")).isEqualTo(2L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{'prompt':'a'}; model",
        "{'model':'m'}; prompt",
        "{'model':'m','prompt':[]}; prompt",
        "{'model':'m','prompt':[1,2]}; prompt",
        "{'model':'m','prompt':'a','max_tokens':-1}; max_tokens",
        "{'model':'m','prompt':'a','logprobs':true}; logprobs",
        "{'model':'m','prompt':['a','b'],'stream':true}; stream"
      })
  void refusesAMalformedRequestNamingTheParameter(String request, String param) throws Exception {
    HttpResponse<String> response = post(request);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(at(response.body(), "error.param")).isEqualTo(param);
  }
}
