package dev.researchlab.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes OpenAI's older completions: one choice for each prompt, or a stream of one choice. */
final class Completions {

  private final CompletionRequest request;
  private final List<Generation> generations;
  private final long created = System.currentTimeMillis() / 1000;

  private Completions(CompletionRequest request, List<Generation> generations) {
    this.request = request;
    this.generations = generations;
  }

  static Reply reply(
      CompletionRequest request, Answers answers, long number, @Nullable Fault fault) {
    List<Generation> generations = new ArrayList<>();
    for (String prompt : request.prompts()) {
      generations.add(Generation.of(request.chat(prompt), answers, number, fault));
    }
    Completions completions = new Completions(request, generations);
    return new Reply(
        true,
        request.stream(),
        request.stream() ? completions.events() : List.of(completions.whole()),
        completions.promptTokens(),
        completions.completionTokens());
  }

  private int promptTokens() {
    return generations.stream().mapToInt(Generation::promptTokens).sum();
  }

  private int completionTokens() {
    return generations.stream().mapToInt(Generation::completionTokens).sum();
  }

  private byte[] whole() {
    return body(
        json -> {
          json.writeArrayPropertyStart("choices");
          for (int i = 0; i < generations.size(); i++) {
            Generation generation = generations.get(i);
            List<String> tokens = new ArrayList<>();
            if (request.echo()) {
              tokens.addAll(Tokens.split(request.prompts().get(i)));
            }
            tokens.addAll(Tokens.split(generation.text()));
            writeChoice(
                json, i, tokens, request.echo(), ChatCompletions.finishReason(generation.end()));
          }
          json.writeEndArray();
          writeUsage(json);
        });
  }

  /** An empty event, one per token, the finish reason, the usage if asked for, and [DONE]. */
  private List<byte[]> events() {
    Generation generation = generations.getFirst();
    List<byte[]> events = new ArrayList<>();
    events.add(event(List.of(), null));
    for (String token : Tokens.split(generation.text())) {
      events.add(event(List.of(token), null));
    }
    events.add(event(List.of(), ChatCompletions.finishReason(generation.end())));
    if (request.includeUsage()) {
      events.add(
          Reply.event(
              body(
                  json -> {
                    json.writeArrayPropertyStart("choices");
                    json.writeEndArray();
                    writeUsage(json);
                  })));
    }
    events.add(Reply.event(ChatCompletions.DONE));
    return events;
  }

  private byte[] event(List<String> tokens, @Nullable String finishReason) {
    return Reply.event(
        body(
            json -> {
              json.writeArrayPropertyStart("choices");
              writeChoice(json, 0, tokens, false, finishReason);
              json.writeEndArray();
            }));
  }

  private byte[] body(Consumer<JsonGenerator> rest) {
    Generation first = generations.getFirst();
    return Json.write(
        json -> {
          json.writeStartObject();
          json.writeStringProperty("id", first.id("cmpl-"));
          json.writeStringProperty("object", "text_completion");
          json.writeNumberProperty("created", created);
          json.writeStringProperty("model", first.model());
          rest.accept(json);
          json.writeEndObject();
        });
  }

  private void writeChoice(
      JsonGenerator json,
      int index,
      List<String> tokens,
      boolean fromStart,
      @Nullable String finishReason) {
    json.writeStartObject();
    json.writeStringProperty("text", String.join("", tokens));
    json.writeNumberProperty("index", index);
    if (request.logprobs() && !tokens.isEmpty()) {
      writeLogprobs(json, tokens, fromStart);
    } else {
      json.writeNullProperty("logprobs");
    }
    json.writeStringProperty("finish_reason", finishReason);
    json.writeEndObject();
  }

  /**
   * @param fromStart whether nothing stands before the first token, which then has no probability
   */
  private static void writeLogprobs(JsonGenerator json, List<String> tokens, boolean fromStart) {
    json.writeObjectPropertyStart("logprobs");
    json.writeArrayPropertyStart("tokens");
    tokens.forEach(json::writeString);
    json.writeEndArray();
    json.writeArrayPropertyStart("token_logprobs");
    for (int i = 0; i < tokens.size(); i++) {
      if (fromStart && i == 0) {
        json.writeNull();
      } else {
        json.writeNumber(Tokens.logprob(tokens.get(i)));
      }
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("top_logprobs");
    for (int i = 0; i < tokens.size(); i++) {
      if (fromStart && i == 0) {
        json.writeNull();
      } else {
        json.writeStartObject();
        json.writeNumberProperty(tokens.get(i), Tokens.logprob(tokens.get(i)));
        json.writeEndObject();
      }
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("text_offset");
    int offset = 0;
    for (String token : tokens) {
      json.writeNumber(offset);
      offset += token.codePointCount(0, token.length());
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeUsage(JsonGenerator json) {
    json.writeObjectPropertyStart("usage");
    json.writeNumberProperty("prompt_tokens", promptTokens());
    json.writeNumberProperty("completion_tokens", completionTokens());
    json.writeNumberProperty("total_tokens", (long) promptTokens() + completionTokens());
    json.writeEndObject();
  }
}
