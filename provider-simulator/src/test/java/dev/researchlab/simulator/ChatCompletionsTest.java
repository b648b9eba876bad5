package dev.researchlab.simulator;

import static dev.researchlab.simulator.JsonValue.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatCompletionsTest {

  private final ProviderSimulator simulator =
      ProviderSimulator.start(SimulatorSettings.builder().models(List.of("a", "b")).build());
  private final Client client = new Client(simulator);

  @AfterEach
  void stop() {
    client.close();
    simulator.close();
  }

  @Test
  void answersInTheShapeOfOpenAi() throws Exception {
    HttpResponse<String> response = client.complete("Grüße, 世界 😀!");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).contains("application/json");
    String body = response.body();
    assertThat(at(body, "id")).isEqualTo("chatcmpl-1");
    assertThat(at(body, "object")).isEqualTo("chat.completion");
    assertThat((Long) at(body, "created"))
        .isBetween(System.currentTimeMillis() / 1000 - 10, System.currentTimeMillis() / 1000);
    assertThat(at(body, "model")).isEqualTo("m");
    assertThat(at(body, "choices.0.index")).isEqualTo(0L);
    assertThat(at(body, "choices.0.message.role")).isEqualTo("assistant");
    assertThat(at(body, "choices.0.message.content")).isEqualTo("Grüße, 世界 😀!");
    assertThat(at(body, "choices.0.finish_reason")).isEqualTo("stop");
    // 12 characters, the emoji counting as one.
    assertThat(at(body, "usage.prompt_tokens")).isEqualTo(3L);
    assertThat(at(body, "usage.completion_tokens")).isEqualTo(3L);
    assertThat(at(body, "usage.total_tokens")).isEqualTo(6L);
  }

  @Test
  void echoesTheLastUserMessageAndCountsEveryMessageOfThePrompt() throws Exception {
    String body =
        client
            .post(
                "/v1/chat/completions",
                """
                {"model": "m", "temperature": 0.5, "tools": [{"type": "function"}],
                 "messages": [
                  {"role": "system", "content": "12345678"},
                  {"role": "user", "content": "first"},
                  {"role": "assistant", "content": null, "tool_calls": []},
                  {"role": "user", "content": [{"type": "text", "text": "one "},
                     {"type": "image_url", "image_url": {"url": "x"}},
                     {"type": "text", "text": "two"}]},
                  {"role": "assistant", "content": "prefix"}]}
                """)
            .body();

    assertThat(at(body, "choices.0.message.content")).isEqualTo("one two");
    assertThat(at(body, "usage.prompt_tokens")).isEqualTo(7L); // 8 + 5 + 0 + 7 + 6 = 26
  }

  @Test
  void replacesALoneSurrogateThatUtf8CannotHold() throws Exception {
    assertThat(at(client.complete("a\\ud83db").body(), "choices.0.message.content"))
        .isEqualTo("a?b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "'max_tokens':2; 12345678; length; 2",
        "'max_completion_tokens':1; 1234; length; 1",
        "'max_tokens':1,'max_completion_tokens':2; 12345678; length; 2",
        "'max_tokens':3; 123456789; stop; 3",
        "'max_tokens':null; 123456789; stop; 3"
      })
  void cutsTheAnswerAtTheTokenLimit(String limit, String content, String reason, long tokens)
      throws Exception {
    String body = client.complete("123456789", limit.replace('\'', '"')).body();

    assertThat(at(body, "choices.0.message.content")).isEqualTo(content);
    assertThat(at(body, "choices.0.finish_reason")).isEqualTo(reason);
    assertThat(at(body, "usage.completion_tokens")).isEqualTo(tokens);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{}; model",
        "{'model':'m'}; messages",
        "{'model':'m','messages':[]}; messages",
        "{'model':'m','messages':'hi'}; messages",
        "{'model':'m','messages':['hi']}; messages[0]",
        "{'model':'m','messages':[{'content':'hi'}]}; messages[0].role",
        "{'model':'m','messages':[{'role':'king','content':'hi'}]}; messages[0].role",
        "{'model':'m','messages':[{'role':'user','content':5}]}; messages[0].content",
        "{'model':'m','messages':[{'role':'user','content':[5]}]}; messages[0].content",
        "{'model':7,'messages':[{'role':'user','content':'hi'}]}; model",
        "{'model':'m','n':2,'messages':[{'role':'user','content':'hi'}]}; n",
        "{'model':'m','n':0,'messages':[{'role':'user','content':'hi'}]}; n",
        "{'model':'m','max_tokens':0,'messages':[{'role':'user','content':'hi'}]}; max_tokens",
        "{'model':'m','max_tokens':1.5,'messages':[{'role':'user','content':'hi'}]}; max_tokens",
        "{'model':'m','max_tokens':99999999999999999999,'messages':[]}; max_tokens",
        "{'model':'m','stream':'yes','messages':[{'role':'user','content':'hi'}]}; stream",
        "{'model':'m','stream_options':1,'messages':[]}; stream_options",
        "[1]; ",
        "{'model':'m'; ",
        "{'a':1} {'b':2}; ",
      })
  void refusesAMalformedRequestNamingTheParameter(String request, String param) throws Exception {
    HttpResponse<String> response = client.post("/v1/chat/completions", request.replace('\'', '"'));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(at(response.body(), "error.type")).isEqualTo("invalid_request_error");
    assertThat(at(response.body(), "error.param")).isEqualTo(param);
    assertThat((String) at(response.body(), "error.message")).isNotBlank().doesNotContain("\n");
  }

  @Test
  void streamsOneEventPerTokenAndEndsWithDone() throws Exception {
    HttpResponse<String> response = client.complete("Hello, world!", "\"stream\":true");

    assertThat(response.headers().firstValue("content-type").orElseThrow())
        .startsWith("text/event-stream");
    List<String> events = Client.events(response.body());
    assertThat(events).hasSize(7).last().isEqualTo("[DONE]");
    List<String> chunks = events.subList(0, 6);
    assertThat(chunks)
        .allSatisfy(
            chunk -> {
              assertThat(at(chunk, "object")).isEqualTo("chat.completion.chunk");
              assertThat(at(chunk, "id")).isEqualTo("chatcmpl-1");
              assertThat(chunk).doesNotContain("usage");
            });
    assertThat(at(chunks.getFirst(), "choices.0.delta.role")).isEqualTo("assistant");
    assertThat(
            chunks.subList(0, 5).stream()
                .map(chunk -> (String) at(chunk, "choices.0.delta.content"))
                .collect(Collectors.joining("|")))
        .isEqualTo("|Hell|o, w|orld|!");
    assertThat(chunks.subList(0, 5))
        .allSatisfy(chunk -> assertThat(at(chunk, "choices.0.finish_reason")).isNull());
    assertThat(at(chunks.getLast(), "choices.0.finish_reason")).isEqualTo("stop");
  }

  @Test
  void streamsTheUsageWhenAskedFor() throws Exception {
    List<String> events =
        Client.events(
            client
                .complete(
                    "Hello, world!",
                    "\"stream\":true,\"max_tokens\":2",
                    "\"stream_options\":{\"include_usage\":true}")
                .body());

    assertThat(events).hasSize(6);
    assertThat(at(events.get(2), "usage")).isNull();
    assertThat(at(events.get(3), "choices.0.finish_reason")).isEqualTo("length");
    assertThat(at(events.get(4), "choices")).isEqualTo(List.of());
    assertThat(at(events.get(4), "usage.prompt_tokens")).isEqualTo(4L);
    assertThat(at(events.get(4), "usage.completion_tokens")).isEqualTo(2L);
    assertThat(at(events.get(4), "usage.total_tokens")).isEqualTo(6L);
  }

  @Test
  void asksForTheToolThatTheMessageNames() throws Exception {
    String tools = "\"tools\":[{\"type\":\"function\"}]";
    String body = client.complete("please call:add {\\\"a\\\": {\\\"b\\\": 1}} now", tools).body();

    assertThat(at(body, "choices.0.finish_reason")).isEqualTo("tool_calls");
    assertThat(at(body, "choices.0.message.content")).isNull();
    assertThat(at(body, "choices.0.message.tool_calls.0.id")).isEqualTo("call_1");
    assertThat(at(body, "choices.0.message.tool_calls.0.type")).isEqualTo("function");
    assertThat(at(body, "choices.0.message.tool_calls.0.function.name")).isEqualTo("add");
    assertThat(at(body, "choices.0.message.tool_calls.0.function.arguments"))
        .isEqualTo("{\"a\": {\"b\": 1}}");
    assertThat(at(body, "usage.completion_tokens")).isEqualTo(4L);

    List<String> events =
        Client.events(client.complete("call:add {}", tools, "\"stream\":true").body());
    assertThat(at(events.get(0), "choices.0.delta.tool_calls.0.function.name")).isEqualTo("add");
    assertThat(at(events.get(1), "choices.0.delta.tool_calls.0.function.arguments"))
        .isEqualTo("{}");
    assertThat(at(events.get(2), "choices.0.finish_reason")).isEqualTo("tool_calls");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "call:add {\\\"a\\\": 1}; \"tools\":[]",
        "call:add {\\\"a\\\": 1; \"tools\":[{}]",
        "recall:add {}; \"tools\":[{}]",
        "call:add; \"tools\":[{}]"
      })
  void answersInWordsWhereNoToolCanBeCalled(String message, String tools) throws Exception {
    assertThat(at(client.complete(message, tools).body(), "choices.0.finish_reason"))
        .isEqualTo("stop");
  }

  @Test
  void answersInWordsAfterTheResultOfATool() throws Exception {
    String body =
        client
            .post(
                "/v1/chat/completions",
                """
                {"model": "m", "tools": [{}], "messages": [
                  {"role": "user", "content": "call:add {}"},
                  {"role": "assistant", "content": null, "tool_calls": [{}]},
                  {"role": "tool", "tool_call_id": "call_1", "content": "2"}]}
                """)
            .body();

    assertThat(at(body, "choices.0.message.content")).isEqualTo("call:add {}");
  }

  @Test
  void givesTheLogarithmsOfTheTokensProbabilities() throws Exception {
    String body = client.complete("Hello!", "\"logprobs\":true").body();

    assertThat(at(body, "choices.0.logprobs.content.0.token")).isEqualTo("Hell");
    assertThat(at(body, "choices.0.logprobs.content.0.logprob")).isEqualTo(Tokens.logprob("Hell"));
    assertThat(at(body, "choices.0.logprobs.content.1.bytes")).isEqualTo(List.of(111L, 33L));

    List<String> events =
        Client.events(client.complete("Hi", "\"logprobs\":true,\"stream\":true").body());
    assertThat(at(events.get(0), "choices.0.logprobs")).isNull();
    assertThat(at(events.get(1), "choices.0.logprobs.content.0.token")).isEqualTo("Hi");
  }

  @Test
  void listsItsModels() throws Exception {
    String body = client.read("/v1/models").body();

    assertThat(at(body, "object")).isEqualTo("list");
    assertThat(at(body, "data.0.id")).isEqualTo("a");
    assertThat(at(body, "data.1.id")).isEqualTo("b");
    assertThat(at(body, "data.1.object")).isEqualTo("model");
  }
}
