package dev.researchlab.simulator;

import org.jspecify.annotations.Nullable;

/** A request that is answered with an error. */
final class ApiError extends Exception {

  private static final long serialVersionUID = 1L;
  private static final String INVALID_REQUEST = "invalid_request_error";
  private static final int OVERLOADED = 529;

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
        401, message, INVALID_REQUEST, null, "invalid_api_key", "WWW-Authenticate: Bearer\r\n");
  }

  /**
   * @param what ran out: requests or tokens
   */
  static ApiError rateLimited(String what, String retryAfterHeader) {
    return new ApiError(
        429,
        "Rate limit reached for " + what + ".",
        what,
        null,
        "rate_limit_exceeded",
        retryAfterHeader);
  }

  static ApiError quotaExhausted(Dialect dialect) {
    return new ApiError(
        switch (dialect) {
          case OPENAI -> 429;
          case ANTHROPIC -> 402;
        },
        "You exceeded your current quota: your credit balance is too low.",
        "insufficient_quota",
        null,
        "insufficient_quota",
        "");
  }

  static ApiError contextLength() {
    return new ApiError(
        400,
        "The prompt is too long: it exceeds the model's maximum context length of 8192 tokens.",
        INVALID_REQUEST,
        "messages",
        "context_length_exceeded",
        "");
  }

  static ApiError overloaded() {
    return server(OVERLOADED, "Overloaded");
  }

  static ApiError server(int status, String message) {
    return new ApiError(status, message, "server_error", null, null, "");
  }

  private static ApiError invalid(
      int status, String message, @Nullable String param, String header) {
    return new ApiError(status, message, INVALID_REQUEST, param, null, header);
  }

  int status() {
    return status;
  }

  /** Header lines that go with the status, each ended by CRLF. */
  String header() {
    return header;
  }

  /** The same error with further header lines. */
  ApiError with(String lines) {
    return lines.isEmpty()
        ? this
        : new ApiError(status, message(), type, param, code, header + lines);
  }

  /** The body in the form of the protocol; that of an overload is Anthropic's in any. */
  byte[] body(Dialect dialect) {
    return dialect == Dialect.ANTHROPIC || status == OVERLOADED ? anthropicBody() : openAiBody();
  }

  private byte[] anthropicBody() {
    return Json.write(
        json -> {
          json.writeStartObject();
          json.writeStringProperty("type", "error");
          json.writeObjectPropertyStart("error");
          json.writeStringProperty("type", anthropicType());
          json.writeStringProperty("message", message());
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  private String anthropicType() {
    return switch (status) {
      case 401 -> "authentication_error";
      case 402 -> "billing_error";
      case 404 -> "not_found_error";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_error";
      case OVERLOADED -> "overloaded_error";
      default -> status >= 500 ? "api_error" : INVALID_REQUEST;
    };
  }

  private String message() {
    return Json.wellFormed(String.valueOf(getMessage()));
  }

  private byte[] openAiBody() {
    return Json.write(
        json -> {
          json.writeStartObject();
          json.writeObjectPropertyStart("error");
          json.writeStringProperty("message", message());
          json.writeStringProperty("type", type);
          json.writeStringProperty("param", param);
          json.writeStringProperty("code", code);
          json.writeEndObject();
          json.writeEndObject();
        });
  }
}
