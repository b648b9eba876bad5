package dev.researchlab.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.metric.EpochReducer;
import dev.researchlab.domain.metric.MetricDefinition;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricRegistryTest {

  private final MetricRegistry metrics = new MetricRegistry(List.of());

  private static MetricDefinition definition(String type, String reducer) {
    return new MetricDefinition("m", type, Map.of(), EpochReducer.parse(reducer));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pass@2", "pass^2"})
  void countsCorrectAnswersOnlyWhereScoresAreRightOrWrong(String reducer) {
    assertThat(metrics.create(definition("exact_match", reducer))).isNotNull();
    assertThatThrownBy(() -> metrics.create(definition("squad_f1", reducer)))
        .isInstanceOf(InvalidException.class)
        .hasMessage(
            "metrics.m.reducer: "
                + reducer
                + " needs scores of 0 or 1, and those of squad_f1 lie between; use mean or"
                + " majority");
  }

  @Test
  void reducesScoresOfAnyKindByMeanOrMajority() {
    assertThat(metrics.create(definition("squad_f1", "mean"))).isNotNull();
    assertThat(metrics.create(definition("squad_f1", "majority"))).isNotNull();
  }
}
