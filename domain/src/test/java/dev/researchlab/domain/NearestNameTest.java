package dev.researchlab.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {

  private static final List<String> NAMES = List.of("exact_match", "regex", "squad_em", "squad_f1");

  @ParameterizedTest
  @CsvSource({
    "exact_mach, exact_match",
    "exact-match, exact_match",
    "exatc_match, exact_match",
    "EXACT_MATCH, exact_match",
    "regexp, regex",
    "rgeex, regex",
    "squad_f, squad_f1",
    "squad_e, squad_em"
  })
  void findsTheNameThatWasMeant(String typed, String meant) {
    assertThat(NearestName.of(typed, NAMES)).contains(meant);
  }

  @Test
  void suggestsNothingForAnotherWord() {
    assertThat(NearestName.of("perplexity", NAMES)).isEmpty();
    assertThat(NearestName.of("", NAMES)).isEmpty();
    assertThat(NearestName.of("regex", List.of())).isEmpty();
    assertThat(NearestName.of("r".repeat(1_000_000), NAMES)).isEmpty();
  }

  @Test
  void countsSwappedNeighboursAsOneSlip() {
    assertThat(NearestName.of("ab", List.of("xb", "ba"))).contains("xb");
    assertThat(NearestName.of("abc", List.of("xyc", "acb"))).contains("acb");
  }
}
