package dev.researchlab.domain.dataset;

import dev.researchlab.domain.model.ChatMessage;
import java.util.List;
import java.util.Map;

/**
 * One question of a dataset.
 *
 * @param id stable and unique in its dataset version, 1 to 256 characters
 * @param variables the input: what a prompt's {@code {{name}}} is filled with, never rendered again
 * @param expected the accepted answers, none where no answer is known
 * @param metadata what is kept beside it
 * @param messages a conversation that a prompt may ask to be gone on with, never rendered; empty
 *     where there is none
 */
public record Sample(
    String id,
    Map<String, String> variables,
    List<String> expected,
    Map<String, String> metadata,
    List<ChatMessage> messages) {

  /** The longest id. */
  public static final int MAX_ID_LENGTH = 256;

  public Sample {
    if (id.isBlank() || id.length() > MAX_ID_LENGTH) {
      throw new IllegalArgumentException(
          "a sample id has 1 to " + MAX_ID_LENGTH + " characters, not '" + id + "'");
    }
    variables = Map.copyOf(variables);
    expected = List.copyOf(expected);
    metadata = Map.copyOf(metadata);
    messages = List.copyOf(messages);
  }

  /** A sample without a conversation. */
  public Sample(
      String id,
      Map<String, String> variables,
      List<String> expected,
      Map<String, String> metadata) {
    this(id, variables, expected, metadata, List.of());
  }

  /** A sample with one variable, {@code input}, and one expected answer. */
  public static Sample of(String id, String input, String expected) {
    return new Sample(id, Map.of("input", input), List.of(expected), Map.of());
  }
}
