package dev.researchlab.adapters.http;

import dev.researchlab.adapters.http.web.Json;
import dev.researchlab.adapters.http.web.JsonInput;
import dev.researchlab.adapters.http.web.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A good request with each of its values in turn replaced by what people and programs send. */
public final class Mutations {

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1",
          "1.5",
          "1e-30",
          "1e400",
          "-1e400",
          "1e1000000000",
          "9223372036854775807",
          "9223372036854775808",
          "99999999999999999999999999999999999999999999",
          "\"\"",
          "\" \"",
          "\"x\"",
          "\"1\"",
          "\"NaN\"",
          "\"1e999999999\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"" + "x".repeat(JsonInput.CONTENT + 1) + "\"",
          "[]",
          "[null]",
          "[\"\"]",
          "[1]",
          "[[]]",
          "[{}]",
          "{}",
          "{\"\":\"\"}",
          "{\" \":null}",
          "{\"\\u0000\":1}",
          "{\"x\":[]}");

  private Mutations() {}

  /**
   * Reads all of them.
   *
   * @return those that were neither taken nor refused by a problem that names a path; none is right
   */
  public static List<String> failures(String good, Function<JsonInput, ?> read) {
    List<String> failures = new ArrayList<>();
    check("the whole", Json.parse(good), read, failures);
    for (String value : VALUES) {
      JsonNode root = Json.parse(good);
      mutate("", root, Json.parse(value), root, read, failures);
    }
    return failures;
  }

  private static void mutate(
      String path,
      JsonNode at,
      JsonNode value,
      JsonNode root,
      Function<JsonInput, ?> read,
      List<String> failures) {
    if (at instanceof ObjectNode object) {
      for (String name : List.copyOf(object.propertyNames())) {
        String below = path + "." + name;
        JsonNode kept = object.get(name);
        object.set(name, value);
        check(below, root, read, failures);
        object.set(name, kept);
        mutate(below, kept, value, root, read, failures);
      }
    }
    if (at instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        String below = path + "[" + i + "]";
        JsonNode kept = array.get(i);
        array.set(i, value);
        check(below, root, read, failures);
        array.set(i, kept);
        array.add(kept);
        check(below + " twice", root, read, failures);
        array.remove(array.size() - 1);
        mutate(below, kept, value, root, read, failures);
      }
    }
  }

  private static void check(
      String what, JsonNode body, Function<JsonInput, ?> read, List<String> failures) {
    try {
      JsonInput json = new JsonInput("", body);
      Object unused = json.make(() -> read.apply(json));
      json.done();
    } catch (ProblemException refused) {
      var issue = refused.problem().issues().getFirst();
      if (issue.path().isEmpty()
          || issue.path().endsWith(".")
          || refused.problem().status() != 400) {
        failures.add(what + " = " + shown(body) + ": " + refused.problem());
      }
    } catch (RuntimeException | Error other) {
      failures.add(what + " = " + shown(body) + ": " + other);
    }
  }

  private static String shown(JsonNode body) {
    String text = body.toString();
    return text.length() > 500 ? text.substring(0, 500) : text;
  }
}
