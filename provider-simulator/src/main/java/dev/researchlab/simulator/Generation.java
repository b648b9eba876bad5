package dev.researchlab.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the simulated model answers to a request, before a protocol gives it its form.
 *
 * @param number of the request, from which a protocol makes the answer's id
 * @param foreign whether the answer names another model and an id of another form
 * @param text the answer, empty beside a tool call
 */
record Generation(
    ChatRequest request,
    long number,
    boolean foreign,
    String text,
    @Nullable ToolCall toolCall,
    End end,
    int promptTokens,
    int completionTokens) {

  /** Why an answer ends. */
  enum End {
    STOP,
    LENGTH,
    TOOL_CALL,
    CONTENT_FILTER
  }

  static Generation of(ChatRequest request, Answers answers, long number, @Nullable Fault fault) {
    boolean withheld = fault == Fault.EMPTY_ANSWER || fault == Fault.CONTENT_FILTER;
    ToolCall toolCall = withheld ? null : ToolCall.askedFor(request);
    String text = "";
    End end = End.STOP;
    if (fault == Fault.CONTENT_FILTER) {
      end = End.CONTENT_FILTER;
    } else if (toolCall != null) {
      end = End.TOOL_CALL;
    } else if (!withheld) {
      String answer = answers.answer(request);
      Integer maxTokens = request.maxTokens();
      text = maxTokens == null ? answer : Tokens.first(maxTokens, answer);
      end = text.length() < answer.length() ? End.LENGTH : End.STOP;
    }
    return new Generation(
        request,
        number,
        fault == Fault.WRONG_ID,
        text,
        toolCall,
        end,
        request.promptTokens(),
        Tokens.count(toolCall == null ? text : toolCall.arguments()));
  }

  String id(String prefix) {
    return (foreign ? "foreign-" : prefix) + number;
  }

  String model() {
    return foreign ? "another-model" : request.model();
  }

  /** The reply with these bytes. */
  Reply reply(List<byte[]> pieces) {
    return new Reply(true, request.stream(), pieces, promptTokens, completionTokens);
  }
}
