package dev.researchlab.adapters.formats.metric;

import dev.researchlab.adapters.formats.metric.ToolCallMetricType.Arguments;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.metric.Metric;
import dev.researchlab.domain.metric.MetricDefinition;
import dev.researchlab.domain.metric.Scale;
import dev.researchlab.domain.metric.Score;
import dev.researchlab.domain.model.ToolCall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Whether the model wants called what is expected. */
record ToolCallMetric(MetricDefinition definition, Arguments compared) implements Metric {

  private static final Comparator<JsonNode> BY_VALUE =
      (one, other) -> {
        boolean equal =
            (one.isNumber() && other.isNumber())
                ? one.decimalValue().compareTo(other.decimalValue()) == 0
                : one.equals(other);
        return equal ? 0 : 1;
      };

  /**
   * A call as the dataset or the model has it.
   *
   * @param arguments an object; null where they are none, which fits nothing
   */
  private record Call(String name, @Nullable JsonNode arguments) {

    static Call of(ToolCall call) {
      return new Call(call.name(), object(call.arguments()));
    }

    /** An expected call, if the JSON is one. */
    static Optional<Call> of(JsonNode expected) {
      JsonNode written = expected.path("arguments");
      // OpenAI's own form has the arguments as a text.
      @Nullable JsonNode arguments =
          written.isObject()
              ? written
              : object(written.isMissingNode() ? "" : written.stringValue("?"));
      return expected.path("name").isString() && arguments != null
          ? Optional.of(new Call(expected.path("name").stringValue(), arguments))
          : Optional.empty();
    }

    private static @Nullable JsonNode object(String json) {
      return StrictJson.whole(json.isBlank() ? "{}" : json).filter(JsonNode::isObject).orElse(null);
    }
  }

  @Override
  public Scale scale() {
    return Scale.BINARY;
  }

  @Override
  public Score score(String answer, Sample sample) {
    return score(answer, List.of(), sample);
  }

  @Override
  public Score score(String answer, List<ToolCall> toolCalls, Sample sample) {
    if (sample.expected().isEmpty()) {
      return new Score.Unscored("the sample has no expected tool call");
    }
    // All are read before any is compared: what can be scored must not depend on the answer.
    List<List<Call>> alternatives = new ArrayList<>();
    for (String expected : sample.expected()) {
      Optional<List<Call>> calls = expected(expected);
      if (calls.isEmpty()) {
        return new Score.Unscored(
            "the expected answer is not of the form {\"name\": ..., \"arguments\": {...}}");
      }
      alternatives.add(calls.get());
    }
    List<Call> given = toolCalls.stream().map(Call::of).toList();
    return Score.correct(
        alternatives.stream().anyMatch(expected -> fit(given, expected)),
        given.isEmpty() ? null : given.stream().map(Call::name).collect(Collectors.joining(", ")));
  }

  private static Optional<List<Call>> expected(String json) {
    Optional<JsonNode> value = StrictJson.whole(json);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    List<JsonNode> items =
        value.get().isArray() ? value.get().valueStream().toList() : List.of(value.get());
    List<Call> calls = items.stream().flatMap(item -> Call.of(item).stream()).toList();
    return Optional.of(calls).filter(all -> all.size() == items.size());
  }

  /** Whether each given call fits an expected one of its own. */
  private boolean fit(List<Call> given, List<Call> expected) {
    if (given.size() != expected.size()) {
      return false;
    }
    int[] partners = new int[expected.size()];
    Arrays.fill(partners, -1);
    for (int call = 0; call < given.size(); call++) {
      if (!pair(call, given, expected, partners, new boolean[expected.size()])) {
        return false;
      }
    }
    return true;
  }

  /** Finds the call a partner, others giving way to it (Kuhn's augmenting paths). */
  private boolean pair(
      int call, List<Call> given, List<Call> expected, int[] partners, boolean[] tried) {
    for (int i = 0; i < partners.length; i++) {
      if (!tried[i] && fits(given.get(call), expected.get(i))) {
        tried[i] = true;
        if (partners[i] < 0 || pair(partners[i], given, expected, partners, tried)) {
          partners[i] = call;
          return true;
        }
      }
    }
    return false;
  }

  private boolean fits(Call given, Call expected) {
    if (!given.name().equals(expected.name())) {
      return false;
    }
    if (compared == Arguments.IGNORE) {
      return true;
    }
    @Nullable JsonNode arguments = given.arguments();
    @Nullable JsonNode wanted = expected.arguments();
    if (arguments == null || wanted == null) {
      return false;
    }
    return compared == Arguments.EXACT
        ? wanted.equals(BY_VALUE, arguments)
        : wanted.properties().stream()
            .allMatch(it -> it.getValue().equals(BY_VALUE, arguments.path(it.getKey())));
  }
}
