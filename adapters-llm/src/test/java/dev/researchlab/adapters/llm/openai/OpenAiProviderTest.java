package dev.researchlab.adapters.llm.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.ports.driven.model.ModelProvider;
import dev.researchlab.ports.testkit.model.ModelProviderContract;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiProviderTest extends ModelProviderContract {

  private static final URI ENDPOINT = URI.create("http://127.0.0.1:9/v1");

  @Override
  protected ModelProvider provider() {
    return OpenAi.provider();
  }

  @Override
  protected ModelSpecification working() {
    return specification("TEST_KEY").withOptions(Map.of("max_tokens_field", "max_tokens"));
  }

  @Override
  protected Map<String, ModelSpecification> broken() {
    return Map.of(
        "MISSING_KEY", specification("MISSING_KEY"),
        "BLANK_KEY", specification("BLANK_KEY"),
        "BROKEN_KEY", specification("BROKEN_KEY"),
        "max_tokens_field", working().withOptions(Map.of("max_tokens_field", "tokens")),
        "base_url", working().withEndpoint(URI.create("ftp://example.org/v1")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.org/v1",
        "file:///v1",
        "http:///v1",
        "http://under_score.example/v1",
        "http://example.org:99999/v1",
        "http://example.org/v1#x",
        "https://example.org/v1/chat/completions",
        "https://example.org/v1/chat/completions/"
      })
  void rejectsABaseUrlThatCannotWork(String url) {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> provider().check(working().withEndpoint(URI.create(url))))
        .withMessageContaining("base_url")
        .withMessageContaining(url);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://me:secret@example.org/v1", "https://secret@exam_ple.org/v1"})
  void rejectsAPasswordInTheBaseUrlWithoutRepeatingIt(String url) {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> provider().check(working().withEndpoint(URI.create(url))))
        .withMessageContaining("base_url")
        .withMessageNotContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"HTTPS://example.org", "http://[::1]:8000/v1/", "https://example.org/a/b?v=1"})
  void acceptsEveryOtherBaseUrl(String url) {
    ModelSpecification specification = working().withEndpoint(URI.create(url));

    assertThatCode(() -> provider().check(specification)).doesNotThrowAnyException();
    assertThatCode(() -> provider().open(specification).close()).doesNotThrowAnyException();
  }

  @Test
  void reachesOpenAiWhereNoBaseUrlIsSaid() {
    assertThat(
            OpenAiProvider.endpoint(ModelSpecification.of("openai", "m")).at("/chat/completions"))
        .hasToString("https://api.openai.com/v1/chat/completions");
  }

  private static ModelSpecification specification(String variable) {
    return OpenAi.specification(ENDPOINT, variable, Duration.ofSeconds(30));
  }
}
