package dev.researchlab.adapters.llm.http;

import dev.researchlab.domain.model.CallFailure;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a provider says went wrong; what it does not say is empty.
 *
 * @param code such as {@code insufficient_quota}
 * @param type such as {@code invalid_request_error}
 * @param message for people, possibly long and of many lines
 */
record ProviderError(String code, String type, String message) {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Pattern STATUS = Pattern.compile("[45]\\d\\d");
  private static final int BAD_REQUEST = 400;
  private static final int PAYMENT_REQUIRED = 402;
  private static final int TOO_MANY_REQUESTS = 429;

  // The words of OpenAI, Azure, Anthropic, vLLM and llama.cpp together: gateways pass them on.
  private static final Set<String> NO_CREDIT =
      Set.of(
          "insufficient_quota",
          "billing_hard_limit_reached",
          "billing_not_active",
          "billing_error",
          "credit_balance_exhausted",
          "enforced_spend_limit_reached");
  private static final Set<String> TOO_LONG =
      Set.of("context_length_exceeded", "exceed_context_size_error");
  private static final Set<String> FILTERED =
      Set.of("content_filter", "content_policy_violation", "ResponsibleAIPolicyViolation");
  private static final Set<String> OVERLOADED = Set.of("overloaded_error", "server_overloaded");
  private static final Set<String> LIMITED = Set.of("rate_limit_error", "rate_limit_exceeded");
  private static final Set<String> FORBIDDEN =
      Set.of("authentication_error", "permission_error", "invalid_api_key");
  private static final Set<String> WRONG =
      Set.of("invalid_request_error", "not_found_error", "BadRequestError");
  private static final List<String> TOO_LONG_WORDS =
      List.of(
          "maximum context length",
          "maximum model length",
          "context window",
          "available context size",
          "context limit",
          "prompt is too long");

  /** Reads the shapes in use: an object or text named "error", and the fields without it. */
  static ProviderError parse(byte[] body) {
    JsonNode root;
    try {
      root = MAPPER.readTree(body);
    } catch (JacksonException e) {
      return new ProviderError("", "", "");
    }
    JsonNode first = root.isArray() ? root.path(0) : root;
    JsonNode error = first.path("error");
    if (error.isString()) {
      return new ProviderError("", "", error.asString());
    }
    JsonNode fields = error.isObject() ? error : first;
    String inner = fields.path("innererror").path("code").asString("");
    return new ProviderError(
        inner.isEmpty() ? fields.path("code").asString("") : inner,
        fields.path("type").asString(""),
        fields.path("message").asString(fields.path("detail").asString("")));
  }

  /** The kind of a response with that status and this error. */
  CallFailure kind(int status) {
    boolean clientError = status >= 400 && status < 500;
    if (status == PAYMENT_REQUIRED || (clientError && saysNoCredit())) {
      return CallFailure.QUOTA_EXHAUSTED;
    }
    if (clientError && status != TOO_MANY_REQUESTS) {
      if (saysTooLong()) {
        return CallFailure.CONTEXT_LENGTH;
      }
      if (isOneOf(FILTERED)) {
        return CallFailure.CONTENT_FILTER;
      }
    }
    return switch (status) {
      case TOO_MANY_REQUESTS -> CallFailure.RATE_LIMIT;
      case 503, 529 -> CallFailure.OVERLOAD;
      case 408, 409, 425 -> CallFailure.TRANSIENT;
      case 401, 403 -> CallFailure.AUTHENTICATION;
      case 413 -> CallFailure.CONTEXT_LENGTH;
      default -> status >= 500 ? CallFailure.TRANSIENT : CallFailure.BAD_REQUEST;
    };
  }

  /** The kind of an error that came in a stream, after the status of success. */
  CallFailure kindInStream() {
    if (STATUS.matcher(code).matches()) {
      return kind(Integer.parseInt(code));
    }
    if (isOneOf(OVERLOADED)) {
      return CallFailure.OVERLOAD;
    }
    if (isOneOf(LIMITED)) {
      return CallFailure.RATE_LIMIT;
    }
    if (isOneOf(FORBIDDEN)) {
      return CallFailure.AUTHENTICATION;
    }
    CallFailure kind = kind(BAD_REQUEST);
    return kind != CallFailure.BAD_REQUEST || isOneOf(WRONG) ? kind : CallFailure.TRANSIENT;
  }

  private boolean saysNoCredit() {
    // Anthropic says it with the type of any wrong request.
    return isOneOf(NO_CREDIT) || message.startsWith("Your credit balance is too low");
  }

  private boolean saysTooLong() {
    String words = message.toLowerCase(Locale.ROOT);
    return isOneOf(TOO_LONG) || TOO_LONG_WORDS.stream().anyMatch(words::contains);
  }

  private boolean isOneOf(Set<String> words) {
    return words.contains(code) || words.contains(type);
  }
}
