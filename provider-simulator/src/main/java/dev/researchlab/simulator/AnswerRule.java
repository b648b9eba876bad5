package dev.researchlab.simulator;

import java.nio.file.Path;

/** Where the text of an answer comes from. */
public sealed interface AnswerRule {

  /** Repeats the last user message. */
  record Echo() implements AnswerRule {}

  /** Always the same text. */
  record Fixed(String text) implements AnswerRule {}

  /** Pseudo-text that depends on the messages and on nothing else. */
  record Hash() implements AnswerRule {}

  /**
   * Answers read from a JSONL file: a request gets the answer whose key equals its last user
   * message, or else the one with the longest key that the message contains. Of equal keys the
   * first line counts.
   *
   * @param keyPath dotted path of the key in a line; a number is an index into an array
   * @param answerPath dotted path of the answer
   */
  record Recorded(Path file, String keyPath, String answerPath) implements AnswerRule {
    public Recorded {
      if (keyPath.isBlank() || answerPath.isBlank()) {
        throw new IllegalArgumentException(
            "recorded answers need the path of the key and of the answer in " + file);
      }
    }
  }
}
