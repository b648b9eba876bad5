package dev.researchlab.simulator;

import java.util.Locale;

/** A way in which the simulator fails an answer or an embedding on purpose. */
public enum Fault {
  /** 429 at once, with the configured form of Retry-After. */
  RATE_LIMIT,
  /** 429 at once, because the account has no credit left (for Anthropic 402). */
  QUOTA_EXHAUSTED,
  /** 401 at once, whatever the key. */
  UNAUTHORIZED,
  /** 400 at once, as for a prompt that is too long. */
  CONTEXT_LENGTH,
  /** 500 after the latency. */
  SERVER_ERROR,
  /** 502 at once. */
  BAD_GATEWAY,
  /** 503 at once. */
  UNAVAILABLE,
  /** 529 at once, in Anthropic's form. */
  OVERLOADED,
  /** TCP reset after the latency, before any byte of the response. */
  RESET,
  /** TCP reset after the head and half of the body. */
  RESET_MID_BODY,
  /** Silence until the client goes or the stall duration has passed, then the connection closes. */
  STALL,
  /** Half of the body, then silence as in a stall. */
  STALL_MID_BODY,
  /** A complete response whose body dribbles over the slow-body duration. */
  SLOW_BODY,
  /** 200 with well-framed bytes that are not JSON (in a stream: one event is not). */
  MALFORMED_BODY,
  /** Half of the announced body, then the connection closes. */
  TRUNCATED_BODY,
  /** An answer with a text of 50 MB; embeddings are served as usual. */
  HUGE_BODY,
  /** An answer that names another model and an id of another form; embeddings as usual. */
  WRONG_ID,
  /** An answer with no text; embeddings are served as usual. */
  EMPTY_ANSWER,
  /** An answer withheld with finish reason {@code content_filter}; embeddings as usual. */
  CONTENT_FILTER;

  /** The name in statistics and on the command line, such as {@code reset_mid_body}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
