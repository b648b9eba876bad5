package dev.researchlab.domain.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A file of expected values, computed by the libraries that its meta block names. */
final class Vectors {

  private final JsonNode root;

  private Vectors(JsonNode root) {
    this.root = root;
  }

  static Vectors named(String name) {
    String resource = "/vectors/" + name + ".json";
    try (InputStream in =
        Objects.requireNonNull(Vectors.class.getResourceAsStream(resource), resource)) {
      return new Vectors(new ObjectMapper().readTree(in));
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + resource, e);
    }
  }

  double tolerance() {
    return root.get("meta").get("tolerance").doubleValue();
  }

  /** The cases of a kind, at least one. */
  List<JsonNode> cases(String kind) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode node : root.get("cases")) {
      if (node.get("kind").stringValue().equals(kind)) {
        found.add(node);
      }
    }
    assertThat(found).as("cases of kind %s", kind).isNotEmpty();
    return found;
  }

  Set<String> kinds() {
    Set<String> kinds = new TreeSet<>();
    for (JsonNode node : root.get("cases")) {
      kinds.add(node.get("kind").stringValue());
    }
    return kinds;
  }

  /** Numbers given in the case itself, or by the name of an array of the file's data case. */
  double[] values(JsonNode node, String key) {
    JsonNode value = node.get(key);
    if (value == null) {
      value = node.get(key + "_values");
    } else if (value.isString()) {
      value = cases("data").getFirst().get("arrays").get(value.stringValue());
    }
    double[] numbers = new double[value.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = value.get(i).doubleValue();
    }
    return numbers;
  }

  /** Relative for values above 1, as the files state it. */
  void assertClose(JsonNode node, String what, double actual, JsonNode expected) {
    double value = expected.doubleValue();
    assertThat(Math.abs(actual - value))
        .as("%s: %s is %s, expected %s", node.get("id"), what, actual, value)
        .isLessThanOrEqualTo(tolerance() * Math.max(1, Math.abs(value)));
  }

  /** Relative however small the value, as a p-value needs. */
  static void assertRelative(JsonNode node, String what, double actual, double value, double by) {
    assertThat(Math.abs(actual - value))
        .as("%s: %s is %s, expected %s", node.get("id"), what, actual, value)
        .isLessThanOrEqualTo(by * Math.abs(value));
  }
}
