package dev.researchlab.adapters.llm.openai;

import dev.researchlab.adapters.llm.specification.Options;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.model.ProviderDescription;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an endpoint is spoken to.
 *
 * @param completions whether a text is continued rather than a chat answered
 * @param stream whether the answer comes token by token
 * @param logprobs how many alternatives of each token are asked for beside its own log-probability;
 *     null where none are wanted
 * @param echo whether the prompt comes back before its continuation
 * @param maxTokensField how the endpoint calls the limit of output tokens
 */
record Dialect(
    boolean completions,
    boolean stream,
    @Nullable Integer logprobs,
    boolean echo,
    String maxTokensField) {

  private static final String API = "api";
  private static final String STREAM = "stream";
  private static final String LOGPROBS = "logprobs";
  private static final String ECHO = "echo";
  private static final String MAX_TOKENS_FIELD = "max_tokens_field";
  private static final int MOST_LOGPROBS = 100;

  /** The options and what they mean. */
  static final Map<String, String> OPTIONS =
      Map.of(
          API,
          "chat (unless said), or completions: the messages' texts are one text to continue",
          STREAM,
          "true to get the answer token by token, which tells the time to the first",
          LOGPROBS,
          "a number from 0 to 100 to get the log-probability of each token; completions pass it on",
          ECHO,
          "true to get the prompt back before its continuation; completions only",
          MAX_TOKENS_FIELD,
          "how the endpoint calls the limit of output tokens: max_tokens (unless said) or"
              + " max_completion_tokens");

  /**
   * The dialect of the specification.
   *
   * @throws InvalidException if an option is unknown or has a bad value
   */
  static Dialect of(ModelSpecification specification, ProviderDescription description) {
    Options options = Options.of(specification, description);
    boolean completions = options.oneOf(API, List.of("chat", "completions")).equals("completions");
    boolean echo = options.flag(ECHO);
    if (echo && !completions) {
      throw new InvalidException(ECHO, "is for api: completions only");
    }
    double logprobs = options.number(LOGPROBS, -1, 0, MOST_LOGPROBS);
    if (logprobs != Math.rint(logprobs)) {
      throw new InvalidException(LOGPROBS, "must be a whole number, not " + logprobs);
    }
    return new Dialect(
        completions,
        options.flag(STREAM),
        logprobs < 0 ? null : (Integer) (int) logprobs,
        echo,
        options.oneOf(MAX_TOKENS_FIELD, List.of("max_tokens", "max_completion_tokens")));
  }

  /** The path that requests are posted to. */
  String path() {
    return completions ? "/completions" : "/chat/completions";
  }
}
