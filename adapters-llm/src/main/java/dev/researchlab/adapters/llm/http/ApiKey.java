package dev.researchlab.adapters.llm.http;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.model.ModelSpecification;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The key of a specification, from the environment. */
public final class ApiKey {

  private ApiKey() {}

  /**
   * The value of the variable that the specification names, null where it names none.
   *
   * @throws InvalidException if the variable is not set or holds what no key is
   */
  public static @Nullable String of(
      ModelSpecification specification, Function<String, @Nullable String> environment) {
    @Nullable String variable = specification.credentialVariable();
    if (variable == null) {
      return null;
    }
    @Nullable String value = environment.apply(variable);
    if (value == null || value.isBlank()) {
      throw new InvalidException(
          "api_key_env",
          "the environment variable %s is not set; it must hold the provider's key"
              .formatted(variable));
    }
    String key = value.strip();
    if (!key.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw new InvalidException(
          "api_key_env",
          "the environment variable "
              + variable
              + " holds a space, a line break or another character that no key has");
    }
    return key;
  }
}
