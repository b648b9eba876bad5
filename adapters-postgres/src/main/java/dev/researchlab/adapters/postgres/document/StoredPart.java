package dev.researchlab.adapters.postgres.document;

import dev.researchlab.domain.model.ChatMessage;
import dev.researchlab.domain.model.Role;
import dev.researchlab.domain.model.ToolCall;
import dev.researchlab.domain.prompt.PromptPart;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A part of a prompt as it is stored: a message, or the name of what stands in its place.
 *
 * @param placeholder {@code messages} for those of the sample; everything else is null then
 */
record StoredPart(
    @Nullable Role role,
    @Nullable String content,
    @Nullable List<String> images,
    @Nullable List<ToolCall> toolCalls,
    @Nullable String toolCallId,
    @Nullable String placeholder) {

  static StoredPart of(PromptPart part) {
    return switch (part) {
      case PromptPart.Message(ChatMessage message) ->
          new StoredPart(
              message.role(),
              message.content(),
              message.images(),
              message.toolCalls(),
              message.toolCallId(),
              null);
      case PromptPart.SampleMessages() -> new StoredPart(null, null, null, null, null, "messages");
    };
  }

  PromptPart part() {
    if (role == null) {
      return new PromptPart.SampleMessages();
    }
    return new PromptPart.Message(
        new ChatMessage(
            role,
            Objects.requireNonNullElse(content, ""),
            Objects.requireNonNullElse(images, List.of()),
            Objects.requireNonNullElse(toolCalls, List.of()),
            toolCallId));
  }
}
