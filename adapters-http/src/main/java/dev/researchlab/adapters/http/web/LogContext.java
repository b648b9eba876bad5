package dev.researchlab.adapters.http.web;

import org.jspecify.annotations.Nullable;

/** Which request a thread works on, for the log. */
public final class LogContext {

  private static final ThreadLocal<@Nullable String> REQUEST_ID = new ThreadLocal<>();

  private LogContext() {}

  /** The id of the request that this thread works on, or null. */
  public static @Nullable String requestId() {
    return REQUEST_ID.get();
  }

  static void begin(String requestId) {
    REQUEST_ID.set(requestId);
  }

  static void end() {
    REQUEST_ID.remove();
  }
}
