package dev.researchlab.simulator;

import static dev.researchlab.simulator.JsonValue.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagesTest {

  private static final String TOOL_REQUEST =
      """
      {"model": "m", "max_tokens": 50, "tools": [{"name": "add"}], "stream": %s,
       "messages": [{"role": "user", "content": "call:add {\\"a\\": 1}"}]}
      """;

  private final ProviderSimulator simulator =
      ProviderSimulator.start(SimulatorSettings.builder().apiKey("secret").build());
  private final Client client = new Client(simulator);

  @AfterEach
  void stop() {
    client.close();
    simulator.close();
  }

  private HttpResponse<String> post(String body) throws Exception {
    return client.post(
        "/v1/messages", body, "x-api-key", "secret", "anthropic-version", "2023-06-01");
  }

  private static String typesOf(List<String> events) {
    return events.stream()
        .map(event -> (String) at(event, "type"))
        .collect(Collectors.joining(" "));
  }

  @Test
  void answersInTheShapeOfAnthropic() throws Exception {
    String body =
        post("""
        {"model": "m", "max_tokens": 50, "system": [{"type": "text", "text": "1234"}],
         "messages": [{"role": "user", "content": [
           {"type": "image", "source": {"type": "base64", "data": "aaaa"}},
           {"type": "text", "text": "Hello, world!"}]}]}
        """)
            .body();

    assertThat(at(body, "id")).isEqualTo("msg_1");
    assertThat(at(body, "type")).isEqualTo("message");
    assertThat(at(body, "role")).isEqualTo("assistant");
    assertThat(at(body, "model")).isEqualTo("m");
    assertThat(at(body, "content"))
        .isEqualTo(List.of(Map.of("type", "text", "text", "Hello, world!")));
    assertThat(at(body, "stop_reason")).isEqualTo("end_turn");
    assertThat(at(body, "usage.input_tokens")).isEqualTo(5L); // 4 + 13 characters
    assertThat(at(body, "usage.output_tokens")).isEqualTo(4L);
    assertThat(simulator.stats().byEndpoint()).containsEntry("messages", 1L);
    assertThat(simulator.stats().latencyP50Millis()).isNotNull();
  }

  @Test
  void cutsTheAnswerAtTheTokenLimit() throws Exception {
    String body = post(Client.chat("123456789", "\"max_tokens\":2")).body();

    assertThat(at(body, "content.0.text")).isEqualTo("12345678");
    assertThat(at(body, "stop_reason")).isEqualTo("max_tokens");
  }

  @Test
  void streamsNamedEvents() throws Exception {
    HttpResponse<String> response =
        post(Client.chat("Hello, world!", "\"max_tokens\":50,\"stream\":true"));
    List<String> events = Client.events(response.body());

    assertThat(typesOf(events))
        .isEqualTo(
            "message_start content_block_start content_block_delta content_block_delta"
                + " content_block_delta content_block_delta content_block_stop message_delta"
                + " message_stop");
    assertThat(
            response
                .body()
                .lines()
                .filter(line -> line.startsWith("event: "))
                .map(line -> line.substring(7))
                .collect(Collectors.joining(" ")))
        .isEqualTo(typesOf(events));
    assertThat(at(events.get(0), "message.usage.input_tokens")).isEqualTo(4L);
    assertThat(
            events.subList(2, 6).stream()
                .map(event -> (String) at(event, "delta.text"))
                .collect(Collectors.joining("|")))
        .isEqualTo("Hell|o, w|orld|!");
    assertThat(at(events.get(7), "delta.stop_reason")).isEqualTo("end_turn");
    assertThat(at(events.get(7), "usage.output_tokens")).isEqualTo(4L);
  }

  @Test
  void asksForATool() throws Exception {
    String body = post(TOOL_REQUEST.formatted("false")).body();

    assertThat(at(body, "stop_reason")).isEqualTo("tool_use");
    assertThat(at(body, "content.0.type")).isEqualTo("tool_use");
    assertThat(at(body, "content.0.id")).isEqualTo("toolu_1");
    assertThat(at(body, "content.0.name")).isEqualTo("add");
    assertThat(at(body, "content.0.input")).isEqualTo(Map.of("a", 1L));

    List<String> events = Client.events(post(TOOL_REQUEST.formatted("true")).body());
    assertThat(at(events.get(1), "content_block.name")).isEqualTo("add");
    assertThat(
            events.stream()
                .filter(event -> event.contains("partial_json"))
                .map(event -> (String) at(event, "delta.partial_json"))
                .collect(Collectors.joining()))
        .isEqualTo("{\"a\": 1}");
  }

  @Test
  void answersInWordsAfterTheResultOfATool() throws Exception {
    String body =
        post("""
        {"model": "m", "max_tokens": 50, "tools": [{"name": "add"}], "messages": [
          {"role": "user", "content": "call:add {}"},
          {"role": "assistant", "content": [{"type": "tool_use", "id": "t", "input": {}}]},
          {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t",
            "content": [{"type": "text", "text": "2"}]}]}]}
        """)
            .body();

    assertThat(at(body, "stop_reason")).isEqualTo("end_turn");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{'max_tokens':1,'messages':[{'role':'user','content':'a'}]}; model",
        "{'model':'m','messages':[{'role':'user','content':'a'}]}; max_tokens",
        "{'model':'m','max_tokens':1,'messages':[]}; messages",
        "{'model':'m','max_tokens':1,'messages':[{'role':'system','content':'a'}]}; user or"
            + " assistant",
        "{'model':'m','max_tokens':1,'messages':[{'role':'user','content':5}]}; content",
        "{'model':'m'; not valid JSON"
      })
  void refusesAMalformedRequest(String request, String named) throws Exception {
    HttpResponse<String> response = post(request.replace('\'', '"'));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(at(response.body(), "type")).isEqualTo("error");
    assertThat(at(response.body(), "error.type")).isEqualTo("invalid_request_error");
    assertThat((String) at(response.body(), "error.message")).contains(named);
  }

  @Test
  void asksForKeyAndVersion() throws Exception {
    String chat = Client.chat("hi", "\"max_tokens\":5");
    HttpResponse<String> keyless =
        client.post("/v1/messages", chat, "anthropic-version", "2023-06-01");
    HttpResponse<String> versionless = client.post("/v1/messages", chat, "x-api-key", "secret");
    HttpResponse<String> wrong = client.post("/v1/messages", chat, "x-api-key", "guess");

    assertThat(keyless.statusCode()).isEqualTo(401);
    assertThat(at(keyless.body(), "error.type")).isEqualTo("authentication_error");
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(versionless.statusCode()).isEqualTo(400);
    assertThat((String) at(versionless.body(), "error.message")).contains("anthropic-version");
  }

  @ParameterizedTest
  @CsvSource({
    "RATE_LIMIT,429,rate_limit_error",
    "QUOTA_EXHAUSTED,402,billing_error",
    "UNAUTHORIZED,401,authentication_error",
    "CONTEXT_LENGTH,400,invalid_request_error",
    "SERVER_ERROR,500,api_error",
    "OVERLOADED,529,overloaded_error"
  })
  void failsInTheFormOfAnthropic(Fault fault, int status, String type) throws Exception {
    try (ProviderSimulator failing =
            ProviderSimulator.start(SimulatorSettings.builder().fault(fault, 1).build());
        Client asking = new Client(failing)) {
      HttpResponse<String> response =
          asking.post(
              "/v1/messages",
              Client.chat("hi", "\"max_tokens\":5"),
              "anthropic-version",
              "2023-06-01");

      assertThat(response.statusCode()).isEqualTo(status);
      assertThat(at(response.body(), "error.type")).isEqualTo(type);
    }
  }

  @ParameterizedTest
  @CsvSource({"EMPTY_ANSWER,end_turn", "CONTENT_FILTER,refusal"})
  void withholdsTheText(Fault fault, String stopReason) throws Exception {
    try (ProviderSimulator failing =
            ProviderSimulator.start(SimulatorSettings.builder().fault(fault, 1).build());
        Client asking = new Client(failing)) {
      String body =
          asking
              .post(
                  "/v1/messages",
                  Client.chat("hi", "\"max_tokens\":5"),
                  "anthropic-version",
                  "2023-06-01")
              .body();

      assertThat(at(body, "content")).isEqualTo(List.of());
      assertThat(at(body, "stop_reason")).isEqualTo(stopReason);
    }
  }
}
