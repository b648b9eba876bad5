package dev.researchlab.adapters.http.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.researchlab.adapters.http.Mutations;
import dev.researchlab.adapters.http.web.Json;
import dev.researchlab.adapters.http.web.JsonInput;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.model.Model;
import dev.researchlab.domain.model.ModelId;
import dev.researchlab.domain.project.ProjectId;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelJsonTest {

  private static final String FULL =
      """
      {"name": "large", "provider": "openai", "model_identifier": "large-2026",
       "endpoint": "https://example.org/v1", "api_key_env": "OPENAI_API_KEY",
       "parameters": {"temperature": 0.5, "top_p": 0.9, "max_tokens": 100, "stop": ["\\n", "END"],
         "seed": 7,
         "tools": [{"name": "clock", "description": "the time", "parameters": {"type": "object"}}],
         "response_schema": {"name": "answer", "schema": {"type": "object"}}},
       "price": {"input_per_million": "0.15", "output_per_million": 0.6},
       "timeout_seconds": 60, "first_byte_timeout_seconds": 10.5, "idle_timeout_seconds": "5",
       "limits": {"requests_per_minute": 500, "input_tokens_per_minute": 1000.5,
         "output_tokens_per_minute": 1e6, "max_concurrency": 8},
       "options": {"a": "b", "c": 1, "d": true}}
      """;

  private static ModelJson.Body read(String text) {
    JsonInput json = new JsonInput("", Json.parse(text));
    ModelJson.Body body = json.make(() -> ModelJson.read(json));
    json.done();
    return body;
  }

  @Test
  void readsAgainWhatItWrites() {
    ModelJson.Body body = read(FULL);
    Model model =
        Model.of(
            new ModelId(new UUID(0, 1)),
            ProjectId.DEFAULT,
            body.name(),
            body.specification(),
            Instant.EPOCH);

    var written = Json.parse(ModelJson.write(model).toString()).asObject();
    written.remove(java.util.List.of("id", "version", "registered_at"));
    assertThat(read(written.toString())).isEqualTo(body);
  }

  @Test
  void refusesWhateverIsWrongByAProblemWithItsPath() {
    assertThat(Mutations.failures(FULL, ModelJson::read)).isEmpty();
  }

  @Test
  void takesALineFeedThatEndsTheAnswer() {
    assertThat(read(FULL).specification().parameters().stop()).containsExactly("\n", "END");
  }

  @ParameterizedTest
  @CsvSource({
    "timeout_seconds, 0",
    "timeout_seconds, -1",
    "first_byte_timeout_seconds, 1e-10",
    "idle_timeout_seconds, 1e10",
  })
  void namesATimeAsTheBodyDoes(String name, String value) {
    String text =
        "{\"name\": \"m\", \"provider\": \"p\", \"model_identifier\": \"i\", \"%s\": %s}"
            .formatted(name, value);
    assertThatThrownBy(() -> read(text)).hasMessageStartingWith(name + ": must be ");
  }

  @ParameterizedTest
  @CsvSource({
    "LLM_RESEARCH_DATABASE_KEY",
    "AWS_SECRET_ACCESS_KEY",
    "HOME",
    "openai_api_key",
    "OPENAI_API_KEY;X_KEY",
  })
  void refusesToReadOtherSecretsThanKeysOfProviders(String variable) {
    assertThatThrownBy(() -> read(FULL.replace("OPENAI_API_KEY", variable)))
        .hasMessageStartingWith("api_key_env: must be the name");
  }

  @ParameterizedTest
  @CsvSource({
    "file:///etc/passwd",
    "ftp://example.org",
    "https:/no-host",
    "example.org",
    "http://"
  })
  void refusesAnEndpointThatIsNoUrlOfAHost(String endpoint) {
    assertThatThrownBy(() -> read(FULL.replace("https://example.org/v1", endpoint)))
        .hasMessageStartingWith("endpoint: must have the form");
  }

  @Test
  void refusesAFileOfTheServiceAsAnOption() {
    assertThatThrownBy(() -> read(FULL.replace("\"a\":", "\"file\":")))
        .hasMessageStartingWith("options.file: cannot be set over HTTP");
  }

  @ParameterizedTest
  @CsvSource({
    "base_url, endpoint",
    "api_key_env, api_key_env",
    "provider, provider",
    "accuracy, options.accuracy",
  })
  void namesWhatAProviderRefusesAsTheBodyDoes(String path, String inBody) {
    assertThatThrownBy(
            () ->
                Models.checked(
                    () -> {
                      throw new InvalidException(path, "cannot be");
                    }))
        .hasMessage(inBody + ": cannot be");
  }
}
