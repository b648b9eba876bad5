package dev.researchlab.simulator;

import org.jspecify.annotations.Nullable;

/** A request that is answered with an error of OpenAI's shape. */
final class ApiError extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String type;
  private final @Nullable String param;
  private final @Nullable String code;
  private final String header;

  private ApiError(
      int status,
      String message,
      String type,
      @Nullable String param,
      @Nullable String code,
      String header) {
    super(message, null, false, false);
    this.status = status;
    this.type = type;
    this.param = param;
    this.code = code;
    this.header = header;
  }

  static ApiError invalid(String message, @Nullable String param) {
    return invalid(400, message, param, "");
  }

  static ApiError http(int status, String message) {
    return invalid(status, message, null, "");
  }

  static ApiError notFound(String method, String path) {
    return http(404, "Invalid URL (" + method + " " + path + ").");
  }

  static ApiError methodNotAllowed(String method, String path, String allowed) {
    return invalid(
        405,
        "Not allowed to " + method + " on " + path + "; use " + allowed + ".",
        null,
        "Allow: " + allowed + "\r\n");
  }

  static ApiError unauthorized(String message) {
    return new ApiError(
        401,
        message,
        "invalid_request_error",
        null,
        "invalid_api_key",
        "WWW-Authenticate: Bearer\r\n");
  }

  static ApiError rateLimited(String retryAfterHeader) {
    return new ApiError(
        429,
        "Rate limit reached for requests.",
        "requests",
        null,
        "rate_limit_exceeded",
        retryAfterHeader);
  }

  static ApiError quotaExhausted() {
    return new ApiError(
        429,
        "You exceeded your current quota, please check your plan and billing details.",
        "insufficient_quota",
        null,
        "insufficient_quota",
        "");
  }

  static ApiError contextLength() {
    return new ApiError(
        400,
        "This model's maximum context length is 8192 tokens; your messages have more.",
        "invalid_request_error",
        "messages",
        "context_length_exceeded",
        "");
  }

  static ApiError server(int status, String message) {
    return new ApiError(status, message, "server_error", null, null, "");
  }

  private static ApiError invalid(
      int status, String message, @Nullable String param, String header) {
    return new ApiError(status, message, "invalid_request_error", param, null, header);
  }

  int status() {
    return status;
  }

  /** Header lines that go with the status, each ended by CRLF. */
  String header() {
    return header;
  }

  byte[] body() {
    return Json.write(
        json -> {
          json.writeStartObject();
          json.writeObjectPropertyStart("error");
          json.writeStringProperty("message", Json.wellFormed(String.valueOf(getMessage())));
          json.writeStringProperty("type", type);
          json.writeStringProperty("param", param);
          json.writeStringProperty("code", code);
          json.writeEndObject();
          json.writeEndObject();
        });
  }
}
