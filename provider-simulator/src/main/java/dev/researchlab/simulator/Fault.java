package dev.researchlab.simulator;

import java.util.Locale;

/** A way in which the simulator fails a chat completion or an embedding on purpose. */
public enum Fault {
  /** 429 at once, with the configured form of Retry-After. */
  RATE_LIMIT,
  /** 500 after the latency. */
  SERVER_ERROR,
  /** 503 at once. */
  UNAVAILABLE,
  /** TCP reset after the latency, before any byte of the response. */
  RESET,
  /** TCP reset after the head and half of the body. */
  RESET_MID_BODY,
  /** Silence until the client goes or the stall duration has passed, then the connection closes. */
  STALL,
  /** A complete response whose body dribbles over the slow-body duration. */
  SLOW_BODY,
  /** 200 with well-framed bytes that are not JSON (in a stream: one event is not). */
  MALFORMED_BODY,
  /** Half of the announced body, then the connection closes. */
  TRUNCATED_BODY,
  /** A chat completion with no text; embeddings are served as usual. */
  EMPTY_ANSWER,
  /** A chat completion withheld with finish reason {@code content_filter}; embeddings as usual. */
  CONTENT_FILTER,
  /** 529 at once, as from a provider that is over its capacity. */
  OVERLOADED,
  /** 502 at once. */
  BAD_GATEWAY,
  /** 401 at once, whatever the key. */
  UNAUTHORIZED,
  /** 429 at once, as the account has no credit left: no later request works either. */
  QUOTA_EXHAUSTED,
  /** 400 at once, as the prompt is longer than the model takes. */
  CONTEXT_LENGTH,
  /** The head and half of the body, then silence as for a stall. */
  STALL_MID_BODY,
  /** A chat completion of 50 MB; embeddings are served as usual. */
  HUGE_BODY,
  /** A chat completion by another model, with an id of nobody; embeddings as usual. */
  WRONG_ID;

  /** The name in statistics and on the command line, such as {@code reset_mid_body}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
