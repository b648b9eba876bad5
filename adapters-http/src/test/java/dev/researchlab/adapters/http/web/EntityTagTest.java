package dev.researchlab.adapters.http.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.domain.artifact.ContentHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntityTagTest {

  @Test
  void isAQuotedText() {
    assertThat(EntityTag.of(7)).isEqualTo("\"7\"");
    assertThat(EntityTag.of(ContentHash.of("x"))).matches("\"[0-9a-f]{32}\"");
    assertThat(EntityTag.of(ContentHash.of("x"))).isNotEqualTo(EntityTag.of(ContentHash.of("y")));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "'\"7\"', true",
        "' \"7\" ', true",
        "'\"6\",\"7\"', true",
        "'\"6\" , \"7\"', true",
        "'*', true",
        "' * ', true",
        "'\"77\"', false",
        "'7', false",
        "'W/\"7\"', false",
        "'\"6\", *', false",
        "'', false",
        "',', false",
      })
  void matchesOneOfAListAndNoWeakTag(String header, boolean matches) {
    assertThat(EntityTag.matches(header, "\"7\"")).isEqualTo(matches);
  }
}
