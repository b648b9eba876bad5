package dev.researchlab.adapters.llm.anthropic;

import dev.researchlab.adapters.llm.http.Answer;
import dev.researchlab.adapters.llm.http.ErrorEventException;
import dev.researchlab.adapters.llm.http.Json;
import dev.researchlab.adapters.llm.http.MalformedAnswerException;
import dev.researchlab.adapters.llm.http.ServerSentEvents;
import dev.researchlab.domain.model.FinishReason;
import dev.researchlab.domain.model.GenerationResult.Completion;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.domain.model.ToolCall;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** What is read of one message, whole or event by event. */
final class AnthropicAnswer {

  private boolean hasContent;
  private boolean hasError;
  private boolean stopped;
  private final SortedMap<Long, Block> blocks = new TreeMap<>();
  private @Nullable String stopReason;
  private long inputTokens = -1;
  private long cachedTokens;
  private long outputTokens = -1;

  private AnthropicAnswer() {}

  /** The completion of a body that is one message. */
  static Completion whole(Answer answer) throws IOException, MalformedAnswerException {
    var read = new AnthropicAnswer();
    try (JsonParser json = answer.json()) {
      read.read(json);
    }
    return read.completion(answer);
  }

  /** The completion of a body that is a stream of events. */
  static Completion stream(Answer answer)
      throws IOException, MalformedAnswerException, ErrorEventException {
    if (answer.isJson()) {
      return whole(answer);
    }
    var read = new AnthropicAnswer();
    for (ServerSentEvents events = answer.events(); !read.stopped && events.next(); ) {
      try (JsonParser json = events.json()) {
        read.read(json);
      }
      if (read.hasError) {
        throw new ErrorEventException();
      }
      if (read.blocks.values().stream().anyMatch(Block::hasTokens)) {
        answer.begin();
      }
    }
    if (!read.stopped && read.stopReason == null) {
      throw new MalformedAnswerException("a stream that ends without a message_stop");
    }
    answer.end();
    return read.completion(answer);
  }

  private Completion completion(Answer answer) throws MalformedAnswerException {
    if (!hasContent) {
      throw new MalformedAnswerException("one without content");
    }
    var text = new StringBuilder();
    List<ToolCall> calls = new ArrayList<>();
    for (Block block : blocks.values()) {
      if (block.isText()) {
        text.append(block.text());
      } else if (block.isToolUse()) {
        calls.add(block.toolCall());
      }
    }
    @Nullable TokenUsage usage =
        inputTokens >= 0 && outputTokens >= 0
            ? new TokenUsage(inputTokens + cachedTokens, outputTokens)
            : null;
    return new Completion(
        text.toString(),
        reason(),
        usage,
        answer.latency(),
        answer.timeToFirstByte(),
        calls,
        List.of(),
        answer.quotas());
  }

  private FinishReason reason() {
    return switch (stopReason) {
      case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
      case "tool_use" -> FinishReason.TOOL_CALLS;
      case "refusal" -> FinishReason.CONTENT_FILTER;
      case null, default -> FinishReason.STOP;
    };
  }

  private void read(JsonParser json) throws MalformedAnswerException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new MalformedAnswerException("not a JSON object");
    }
    readObject(json);
    if (json.nextToken() != null) {
      throw new MalformedAnswerException("followed by text after the JSON object");
    }
  }

  /** A message, or an event of its stream. */
  private void readObject(JsonParser json) throws MalformedAnswerException {
    long index = 0;
    @Nullable Block started = null;
    @Nullable Block delta = null;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      switch (value == JsonToken.START_OBJECT ? name + "{}" : name) {
        case "message{}" -> readObject(json);
        case "content_block{}" -> started = Block.read(json);
        case "delta{}" -> delta = Block.read(json);
        case "usage{}" -> readUsage(json);
        case "error{}" -> {
          hasError = true;
          json.skipChildren();
        }
        case "content" -> readContent(json);
        case "index" -> index = Json.count(json);
        case "stop_reason" -> stopped(Json.text(json, "stop_reason"));
        case "type" -> stopped |= "message_stop".equals(Json.text(json, "type"));
        default -> json.skipChildren();
      }
    }
    if (started != null) {
      blocks.put(index, started);
    }
    if (delta != null) {
      stopped(delta.stopReason());
      @Nullable Block block = blocks.get(index);
      if (block != null) {
        block.add(delta);
      }
    }
  }

  private void stopped(@Nullable String reason) {
    if (reason != null) {
      stopReason = reason;
    }
  }

  private void readContent(JsonParser json) throws MalformedAnswerException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw new MalformedAnswerException("one whose content is no list of blocks");
    }
    hasContent = true;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() != JsonToken.START_OBJECT) {
        throw new MalformedAnswerException("one with a block of content that is no object");
      }
      blocks.put((long) blocks.size(), Block.read(json));
    }
  }

  private void readUsage(JsonParser json) {
    long cached = 0;
    boolean input = false;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "input_tokens" -> {
          inputTokens = Json.count(json);
          input = inputTokens >= 0;
        }
        case "cache_creation_input_tokens", "cache_read_input_tokens" ->
            cached += Math.max(0, Json.count(json));
        case "output_tokens" -> outputTokens = Json.count(json);
        default -> json.skipChildren();
      }
    }
    // The last event of a stream may count the input again, or only the output.
    if (input || cached > 0) {
      cachedTokens = cached;
    }
  }
}
