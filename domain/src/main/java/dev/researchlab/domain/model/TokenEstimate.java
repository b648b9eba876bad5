package dev.researchlab.domain.model;

import java.util.List;

/** How many tokens a call will take, before it is sent. */
public final class TokenEstimate {

  /** English text has about four characters to a token with the tokenizers of today. */
  private static final int CHARACTERS_PER_TOKEN = 4;

  /** Role and separators of a message. */
  private static final int TOKENS_OF_A_MESSAGE = 4;

  /** What an answer takes where no limit was set. */
  private static final long USUAL_OUTPUT = 512;

  private TokenEstimate() {}

  /** The input tokens of a prompt: a quarter of its characters, and a little for each message. */
  public static long inputTokens(List<ChatMessage> messages) {
    long characters = 0;
    for (ChatMessage message : messages) {
      characters += message.content().length();
    }
    return Math.ceilDiv(characters, CHARACTERS_PER_TOKEN)
        + (long) TOKENS_OF_A_MESSAGE * messages.size();
  }

  /** The output tokens that an answer may take: its limit, or a usual answer without one. */
  public static long outputAllowance(GenerationParameters parameters) {
    Integer most = parameters.maxOutputTokens();
    return most == null ? USUAL_OUTPUT : most;
  }
}
