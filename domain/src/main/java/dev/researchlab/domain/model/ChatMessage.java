package dev.researchlab.domain.model;

import dev.researchlab.domain.artifact.ContentHasher;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message of a chat.
 *
 * @param content the text, possibly empty beside images or tool calls
 * @param images each an http(s) URL or a data URI, after the text
 * @param toolCalls what an assistant's message asks to be called
 * @param toolCallId which call a tool's message answers; null for every other role
 */
public record ChatMessage(
    Role role,
    String content,
    List<String> images,
    List<ToolCall> toolCalls,
    @Nullable String toolCallId) {

  public ChatMessage {
    images = List.copyOf(images);
    toolCalls = List.copyOf(toolCalls);
  }

  /** A message that is a text alone. */
  public ChatMessage(Role role, String content) {
    this(role, content, List.of(), List.of(), null);
  }

  /** Adds all of it to the hash. */
  public void addTo(ContentHasher hasher) {
    hasher.add(role).add(content).add(images).add(toolCallId).add(toolCalls.size());
    toolCalls.forEach(call -> hasher.add(call.id()).add(call.name()).add(call.arguments()));
  }
}
