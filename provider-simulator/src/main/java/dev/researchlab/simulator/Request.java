package dev.researchlab.simulator;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One HTTP request, read to its end. */
final class Request {

  private final String method;
  private final String path;
  private final boolean http11;
  private final Map<String, String> headers;
  private final byte[] body;
  private final long arrivedNanos;

  Request(
      String method,
      String path,
      boolean http11,
      Map<String, String> headers,
      byte[] body,
      long arrivedNanos) {
    this.method = method;
    this.path = path;
    this.http11 = http11;
    this.headers = headers;
    this.body = body;
    this.arrivedNanos = arrivedNanos;
  }

  String method() {
    return method;
  }

  /** The target without its query. */
  String path() {
    return path;
  }

  boolean http11() {
    return http11;
  }

  /** The value of a header by its lower-case name; repeated headers are joined by commas. */
  @Nullable String header(String name) {
    return headers.get(name);
  }

  byte[] body() {
    return body;
  }

  /** When its first byte was seen, by {@link System#nanoTime()}. */
  long arrivedNanos() {
    return arrivedNanos;
  }

  boolean keepAlive() {
    if (!http11) {
      return false;
    }
    String connection = headers.get("connection");
    if (connection != null) {
      for (String option : connection.split(",", -1)) {
        if (option.strip().equalsIgnoreCase("close")) {
          return false;
        }
      }
    }
    return true;
  }
}
