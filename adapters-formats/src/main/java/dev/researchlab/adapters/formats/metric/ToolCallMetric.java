package dev.researchlab.adapters.formats.metric;

import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.metric.Answer;
import dev.researchlab.domain.metric.Metric;
import dev.researchlab.domain.metric.MetricDefinition;
import dev.researchlab.domain.metric.Scale;
import dev.researchlab.domain.metric.Score;
import dev.researchlab.domain.model.ToolCall;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Whether a model asked for the calls that were expected. */
record ToolCallMetric(MetricDefinition definition, Arguments arguments) implements Metric {

  /** How arguments are compared. */
  enum Arguments {
    EXACT,
    SUBSET,
    IGNORE
  }

  /**
   * @param arguments null where they are no JSON object
   */
  private record Call(String name, @Nullable JsonNode arguments) {

    static Call of(ToolCall call) {
      // Some providers say nothing where there are no arguments.
      String json = call.arguments().isBlank() ? "{}" : call.arguments();
      return new Call(call.name(), StrictJson.whole(json).filter(JsonNode::isObject).orElse(null));
    }
  }

  @Override
  public Scale scale() {
    return Scale.BINARY;
  }

  @Override
  public Score score(Answer answer, Sample sample) {
    if (sample.expected().isEmpty()) {
      return new Score.Unscored("the sample has no expected answer");
    }
    List<Call> given = answer.toolCalls().stream().map(Call::of).toList();
    boolean correct = false;
    for (String text : sample.expected()) {
      Optional<List<Call>> expected = StrictJson.whole(text).flatMap(ToolCallMetric::calls);
      if (expected.isEmpty()) {
        return new Score.Unscored(
            "an expected answer is no call such as {\"name\": \"f\", \"arguments\": {}}, and no"
                + " list of such calls");
      }
      correct |= areTheSame(expected.get(), given);
    }
    return Score.correct(correct, shown(answer.toolCalls()));
  }

  private static Optional<List<Call>> calls(JsonNode expected) {
    Stream<JsonNode> nodes = expected.isArray() ? expected.valueStream() : Stream.of(expected);
    List<Optional<Call>> calls = nodes.map(ToolCallMetric::call).toList();
    return calls.stream().allMatch(Optional::isPresent)
        ? Optional.of(calls.stream().flatMap(Optional::stream).toList())
        : Optional.empty();
  }

  private static Optional<Call> call(JsonNode expected) {
    JsonNode name = expected.path("name");
    JsonNode arguments = expected.path("arguments");
    return name.isString() && (arguments.isObject() || arguments.isMissingNode())
        ? Optional.of(
            new Call(
                name.stringValue(),
                arguments.isObject() ? arguments : JsonNodeFactory.instance.objectNode()))
        : Optional.empty();
  }

  /**
   * Whether each expected call has a given one of its own, and none is left: a perfect matching,
   * found by augmenting paths (Kuhn 1955), as a given call may serve several of the expected.
   */
  private boolean areTheSame(List<Call> expected, List<Call> given) {
    if (expected.size() != given.size()) {
      return false;
    }
    int[] servedBy = new int[given.size()];
    Arrays.fill(servedBy, -1);
    for (int i = 0; i < expected.size(); i++) {
      if (!serve(i, expected, given, servedBy, new boolean[given.size()])) {
        return false;
      }
    }
    return true;
  }

  private boolean serve(
      int wanted, List<Call> expected, List<Call> given, int[] servedBy, boolean[] tried) {
    for (int i = 0; i < given.size(); i++) {
      if (tried[i] || !fits(expected.get(wanted), given.get(i))) {
        continue;
      }
      tried[i] = true;
      if (servedBy[i] < 0 || serve(servedBy[i], expected, given, servedBy, tried)) {
        servedBy[i] = wanted;
        return true;
      }
    }
    return false;
  }

  private boolean fits(Call expected, Call given) {
    if (!expected.name().equals(given.name())) {
      return false;
    }
    JsonNode wanted = expected.arguments();
    JsonNode found = given.arguments();
    return switch (arguments) {
      case IGNORE -> true;
      case EXACT -> wanted != null && found != null && equal(wanted, found, false);
      case SUBSET -> wanted != null && found != null && equal(wanted, found, true);
    };
  }

  private static boolean equal(JsonNode wanted, JsonNode found, boolean subset) {
    if (wanted.isNumber() && found.isNumber()) {
      return wanted.decimalValue().compareTo(found.decimalValue()) == 0;
    }
    if (wanted.isArray() && found.isArray()) {
      if (wanted.size() != found.size()) {
        return false;
      }
      for (int i = 0; i < wanted.size(); i++) {
        if (!equal(wanted.path(i), found.path(i), subset)) {
          return false;
        }
      }
      return true;
    }
    if (wanted.isObject() && found.isObject()) {
      return (subset || wanted.size() == found.size())
          && wanted.properties().stream()
              .allMatch(
                  property ->
                      found.has(property.getKey())
                          && equal(property.getValue(), found.path(property.getKey()), subset));
    }
    return wanted.equals(found);
  }

  private static @Nullable String shown(List<ToolCall> calls) {
    return calls.isEmpty()
        ? null
        : calls.stream()
            .map(call -> call.name() + "(" + call.arguments() + ")")
            .collect(Collectors.joining(", "));
  }
}
