package dev.researchlab.domain.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.artifact.ContentHasher;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelSpecificationTest {

  private static ContentHash hash(ModelSpecification specification) {
    ContentHasher hasher = new ContentHasher();
    specification.addTo(hasher);
    return hasher.hash();
  }

  private static ModelSpecification replay(Map<String, String> options) {
    return ModelSpecification.of("replay", "any").withOptions(options);
  }

  @Test
  void isIdentifiedByWhatDeterminesAnAnswer() {
    ModelSpecification model = ModelSpecification.of("openai", "any");
    ModelSpecification elsewhere = model.withEndpoint(URI.create("http://127.0.0.1:1/v1"));
    ModelSpecification billed =
        new ModelSpecification(
            "openai",
            "any",
            null,
            "KEY",
            GenerationParameters.PROVIDER_DEFAULTS,
            new TokenPrice(BigDecimal.ONE, BigDecimal.TEN),
            Duration.ofSeconds(1),
            Map.of());

    assertThat(hash(elsewhere)).isNotEqualTo(hash(model));
    assertThat(hash(model.withOptions(Map.of("a", "1")))).isNotEqualTo(hash(model));
    assertThat(hash(billed)).isEqualTo(hash(model));
  }

  @Test
  void isIdentifiedByTheContentOfAFileAndNotByItsPathWhereThatIsKnown() {
    assertThat(hash(replay(Map.of("file", "a", "file_sha256", "1"))))
        .isEqualTo(hash(replay(Map.of("file", "b", "file_sha256", "1"))))
        .isNotEqualTo(hash(replay(Map.of("file", "a", "file_sha256", "2"))));
    assertThat(hash(replay(Map.of("file", "a")))).isNotEqualTo(hash(replay(Map.of("file", "b"))));
  }
}
