package dev.researchlab.client;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A version of a prompt template.
 *
 * @param labels numbers of versions by the labels that are at them
 */
public record Prompt(
    String id,
    String name,
    int version,
    List<Message> messages,
    List<String> variables,
    Map<String, Integer> labels,
    String contentHash,
    Instant writtenAt) {
  public Prompt {
    messages = messages == null ? List.of() : List.copyOf(messages);
    variables = variables == null ? List.of() : List.copyOf(variables);
    labels = labels == null ? Map.of() : Map.copyOf(labels);
  }
}
