package dev.researchlab.adapters.llm.openai;

import java.util.Locale;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the body of a refusal says; what it does not say is empty.
 *
 * @param code such as {@code insufficient_quota}
 * @param type such as {@code invalid_request_error}
 * @param message for people, possibly long and of many lines
 */
record ProviderError(String code, String type, String message) {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Set<String> NO_CREDIT =
      Set.of("insufficient_quota", "billing_hard_limit_reached", "billing_not_active");
  private static final Set<String> TOO_LONG = Set.of("context_length_exceeded");
  private static final Set<String> FILTERED = Set.of("content_filter", "content_policy_violation");

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
    return new ProviderError(
        fields.path("code").asString(""),
        fields.path("type").asString(""),
        fields.path("message").asString(fields.path("detail").asString("")));
  }

  boolean saysNoCredit() {
    return isOneOf(NO_CREDIT);
  }

  boolean saysTooLong() {
    return isOneOf(TOO_LONG) || message.toLowerCase(Locale.ROOT).contains("maximum context length");
  }

  boolean saysFiltered() {
    return isOneOf(FILTERED);
  }

  private boolean isOneOf(Set<String> words) {
    return words.contains(code) || words.contains(type);
  }
}
