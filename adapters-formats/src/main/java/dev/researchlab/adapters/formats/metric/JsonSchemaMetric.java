package dev.researchlab.adapters.formats.metric;

import com.networknt.schema.Schema;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.metric.Answer;
import dev.researchlab.domain.metric.Metric;
import dev.researchlab.domain.metric.MetricDefinition;
import dev.researchlab.domain.metric.Scale;
import dev.researchlab.domain.metric.Score;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Whether an answer is JSON that is valid by a schema.
 *
 * @param within whether the JSON is looked for in the answer, rather than being all of it
 */
record JsonSchemaMetric(MetricDefinition definition, Schema schema, boolean within)
    implements Metric {

  @Override
  public Scale scale() {
    return Scale.BINARY;
  }

  @Override
  public Score score(Answer answer, Sample sample) {
    String text = answer.text();
    if (!within) {
      return Score.correct(StrictJson.whole(text).filter(this::valid).isPresent(), null);
    }
    Optional<StrictJson.Found> found = StrictJson.within(text);
    return Score.correct(
        found.map(StrictJson.Found::value).filter(this::valid).isPresent(),
        found.map(json -> text.substring(json.start(), json.end()).strip()).orElse(null));
  }

  /** A value that the validator cannot cope with, such as one too deep for it, is not valid. */
  private boolean valid(JsonNode value) {
    try {
      return schema.validate(value).isEmpty();
    } catch (RuntimeException | StackOverflowError e) {
      return false;
    }
  }
}
