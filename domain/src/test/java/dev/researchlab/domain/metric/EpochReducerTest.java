package dev.researchlab.domain.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.artifact.ContentHasher;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpochReducerTest {

  @ParameterizedTest
  @ValueSource(strings = {"mean", "majority", "pass@1", "pass@10", "pass^3"})
  void isReadAsItIsWritten(String text) {
    assertThat(EpochReducer.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "median",
        "pass",
        "pass@",
        "pass@0",
        "pass@-1",
        "pass@1.5",
        "Mean",
        "pass^k",
        "pass@9999999999",
        " mean"
      })
  void refusesEverythingElse(String text) {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> EpochReducer.parse(text))
        .withMessage(
            "reducer: cannot be '"
                + text
                + "'; use mean, majority, pass@3 or pass^3, with your own k");
  }

  @Test
  void changesTheHashOfADefinitionUnlessItIsTheMean() {
    ContentHash plain = hash(null);
    // As it was before there were reducers: runs of then are still found by it.
    assertThat(plain)
        .isEqualTo(new ContentHasher().add("m").add("contains").add(Map.of("a", "b")).hash());
    assertThat(hash("mean")).isEqualTo(plain);
    assertThat(hash("majority")).isNotEqualTo(plain);
    assertThat(hash("pass@2")).isNotEqualTo(hash("pass^2")).isNotEqualTo(hash("pass@3"));
  }

  private static ContentHash hash(@Nullable String reducer) {
    ContentHasher hasher = new ContentHasher();
    definition(reducer).addTo(hasher);
    return hasher.hash();
  }

  private static MetricDefinition definition(@Nullable String reducer) {
    return new MetricDefinition(
        "m", "contains", Map.of("a", "b"), reducer == null ? null : EpochReducer.parse(reducer));
  }

  @Test
  void needsAsManyEpochsAsItSpeaksOf() {
    definition("pass@3").requireEpochs(3);
    definition("majority").requireEpochs(1);
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> definition("pass^3").requireEpochs(2))
        .withMessage(
            "metrics.m.reducer: pass^3 needs 3 epochs, and there are 2; raise epochs or lower k");
  }

  @Test
  void takesNumbersForTheSameAnswerHoweverTheyAreWritten() {
    Metric metric = BuiltInMetrics.create(MetricDefinition.of("numeric_answer"));
    assertThat(metric.answerOf("$1,000"))
        .isEqualTo(metric.answerOf("1000.00"))
        .isNotEqualTo(metric.answerOf("-1000"));
  }
}
