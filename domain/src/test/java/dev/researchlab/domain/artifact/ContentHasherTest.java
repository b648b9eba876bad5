package dev.researchlab.domain.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentHasherTest {

  @Test
  void hashesAsSha256Does() {
    // FIPS 180-2, appendix B.1.
    assertThat(ContentHash.of("abc").hex())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void tellsHowTextsAreSplit() {
    assertThat(new ContentHasher().add("ab").add("c").hash())
        .isNotEqualTo(new ContentHasher().add("a").add("bc").hash());
    assertThat(new ContentHasher().add(List.of("a", "b")).add(List.of()).hash())
        .isNotEqualTo(new ContentHasher().add(List.of("a")).add(List.of("b")).hash());
  }

  @Test
  void tellsNothingFromEmpty() {
    assertThat(new ContentHasher().add((String) null).hash())
        .isNotEqualTo(new ContentHasher().add("").hash());
  }

  @Test
  void doesNotDependOnTheOrderOfAMap() {
    assertThat(new ContentHasher().add(Map.of("a", "1", "b", "2", "c", "3")).hash())
        .isEqualTo(new ContentHasher().add(Map.of("c", "3", "b", "2", "a", "1")).hash());
  }

  @Test
  void startsAnewAfterAHash() {
    ContentHasher hasher = new ContentHasher();
    ContentHash first = hasher.add("a").hash();
    assertThat(hasher.add("a").hash()).isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "abc", "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"})
  void refusesWhatIsNotAHash(String hex) {
    assertThatThrownBy(() -> new ContentHash(hex)).isInstanceOf(IllegalArgumentException.class);
  }
}
