package dev.researchlab.ports.testkit.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.metric.Metric;
import dev.researchlab.domain.metric.MetricDefinition;
import dev.researchlab.domain.metric.Scale;
import dev.researchlab.domain.metric.Score;
import dev.researchlab.ports.driven.metric.MetricType;
import dev.researchlab.ports.testkit.Race;
import dev.researchlab.ports.testkit.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** What every {@link MetricType} and its metrics do. */
public abstract class MetricTypeContract {

  private static final String UNKNOWN_PARAMETER = "no_such_parameter";

  /** The kind of metric under test. */
  protected abstract MetricType type();

  /** A definition from which a metric can be made. */
  protected abstract MetricDefinition working();

  /**
   * Definitions from which none can be made, each by the parameter that is missing or bad: the
   * message names it. Empty where the kind has no parameter that can be wrong.
   */
  protected abstract Map<String, MetricDefinition> broken();

  /** A sample that has what the metric needs. */
  protected abstract Sample sample();

  @Test
  void hasTheNameByWhichDefinitionsChooseIt() {
    assertThat(type().name()).isNotBlank().isEqualTo(working().type());
  }

  @Test
  void makesAMetricOfTheDefinition() {
    Metric metric = type().create(working());

    assertThat(metric.definition()).isEqualTo(working());
    assertThat(metric.version()).isPositive();
  }

  @Test
  void rejectsAnUnknownParameterByItsName() {
    Map<String, String> parameters = new HashMap<>(working().parameters());
    parameters.put(UNKNOWN_PARAMETER, "1");

    assertRejected(
        UNKNOWN_PARAMETER, new MetricDefinition(working().name(), working().type(), parameters));
  }

  @Test
  void rejectsABadParameterByItsName() {
    assertThat(broken()).allSatisfy(this::assertRejected);
  }

  @Test
  void scoresTheSameAnswerAlwaysTheSame() throws InterruptedException, ExecutionException {
    Metric metric = type().create(working());
    for (String answer : answers()) {
      Score score = metric.score(answer, sample());

      assertThat(Race.run(8, racer -> () -> metric.score(answer, sample())))
          .allSatisfy(again -> assertThat(again).isEqualTo(score));
      assertThat(type().create(working()).score(answer, sample())).isEqualTo(score);
    }
  }

  @Test
  void givesAValueOnItsScaleToEveryAnswer() {
    Metric metric = type().create(working());
    for (String answer : answers()) {
      assertThat(metric.score(answer, sample()))
          .isInstanceOfSatisfying(
              Score.Value.class, score -> assertOnScale(metric.scale(), score.value()));
    }
  }

  private static void assertOnScale(Scale scale, double value) {
    switch (scale) {
      case BINARY -> assertThat(value).isIn(0.0, 1.0);
      case CONTINUOUS -> assertThat(value).isFinite();
    }
  }

  private static List<String> answers() {
    List<String> answers = new ArrayList<>(Texts.DIFFICULT);
    answers.add("");
    answers.add("42");
    answers.add(Texts.large());
    return answers;
  }

  private void assertRejected(String parameter, MetricDefinition definition) {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> type().create(definition))
        .withMessageContaining(parameter);
  }
}
