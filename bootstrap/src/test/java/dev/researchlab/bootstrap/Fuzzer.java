package dev.researchlab.bootstrap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;

/** Makes requests at random for the paths of an OpenAPI document. */
final class Fuzzer {

  /** A request, its headers by turns names and values. */
  record Request(String method, String path, String body, List<String> headers) {

    @Override
    public String toString() {
      return method + " " + path + " " + body + " " + String.join(",", headers);
    }
  }

  private record Operation(String method, String path, JsonNode body, List<String> parameters) {}

  private static final List<String> VALUES =
      List.of(
          "0",
          "-1",
          "1e400",
          "9223372036854775808",
          "0.1",
          "true",
          "null",
          "\"\"",
          "\"a\"",
          "\"\\u0000\"",
          "\"\\udfff\"",
          "\"'; DROP TABLE models; --\"",
          "\"{{question}}\"",
          "[]",
          "[1]",
          "{}",
          "[[[[]]]]",
          "{\"a\": {\"a\": {}}}",
          "\"\uD83D\uDE00\"");

  private final Random random;
  private final List<String> ids;
  private final JsonNode schemas;
  private final List<Operation> operations = new ArrayList<>();

  Fuzzer(Random random, JsonNode document, List<String> ids) {
    this.random = random;
    this.ids = ids;
    this.schemas = document.path("components").path("schemas");
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        // A stream of events has no end of its own while its run waits.
        if (!method.getKey().equals("parameters") && !path.getKey().endsWith("/events")) {
          operations.add(operation(path.getKey(), method.getKey(), method.getValue()));
        }
      }
    }
    if (operations.isEmpty()) {
      throw new IllegalArgumentException("the document has no operations");
    }
  }

  private static Operation operation(String path, String method, JsonNode operation) {
    List<String> parameters = new ArrayList<>();
    operation
        .path("parameters")
        .forEach(
            parameter -> {
              if (parameter.path("in").asString("").equals("query")) {
                parameters.add(parameter.path("name").stringValue());
              }
            });
    return new Operation(
        method.toUpperCase(java.util.Locale.ROOT),
        path,
        operation.path("requestBody").path("content").path("application/json").path("schema"),
        parameters);
  }

  Request next() {
    Operation operation = operations.get(random.nextInt(operations.size()));
    String path = operation.path();
    while (path.contains("{")) {
      path =
          path.substring(0, path.indexOf('{'))
              + ids.get(random.nextInt(ids.size()))
              + path.substring(path.indexOf('}') + 1);
    }
    StringBuilder query = new StringBuilder();
    for (String parameter : operation.parameters()) {
      if (random.nextInt(3) == 0) {
        query.append(query.isEmpty() ? '?' : '&').append(parameter).append('=').append(word());
      }
    }
    String body = operation.body().isMissingNode() ? "" : value(operation.body(), 0);
    if (!body.isEmpty() && random.nextInt(20) == 0) {
      body = body.substring(0, 1 + random.nextInt(body.length()));
    }
    List<String> headers = new ArrayList<>();
    if (random.nextInt(2) == 0) {
      headers.addAll(List.of("If-Match", random.nextBoolean() ? "\"1\"" : "\"" + word() + "\""));
    }
    if (random.nextInt(4) == 0) {
      headers.addAll(List.of("Idempotency-Key", "key" + random.nextInt(50)));
    }
    return new Request(operation.method(), path + query, body, headers);
  }

  private String word() {
    List<String> words =
        List.of("0", "-1", "20", "a", "%00", "%ED%A0%80", "jsonl", "csv", "%27%22", "draft", "%25");
    return random.nextInt(3) == 0
        ? ids.get(random.nextInt(ids.size()))
        : words.get(random.nextInt(words.size()));
  }

  /** Mostly what the schema says, and now and then anything. */
  private String value(JsonNode schema, int depth) {
    if (depth > 6 || random.nextInt(12) == 0) {
      return VALUES.get(random.nextInt(VALUES.size()));
    }
    JsonNode reference = schema.path("$ref");
    if (reference.isString()) {
      String name = reference.stringValue();
      return value(schemas.path(name.substring(name.lastIndexOf('/') + 1)), depth + 1);
    }
    JsonNode choices = schema.path("oneOf");
    if (choices.isArray()) {
      return value(choices.get(random.nextInt(choices.size())), depth + 1);
    }
    JsonNode names = schema.path("enum");
    if (names.isArray()) {
      return names.get(random.nextInt(names.size())).toString();
    }
    JsonNode type = schema.path("type");
    return switch (type.isArray() ? type.get(0).stringValue() : type.asString("")) {
      case "object" -> object(schema, depth);
      case "array" -> array(schema, depth);
      case "integer" -> Integer.toString(random.nextInt(5) - 1);
      case "number" -> Double.toString(random.nextGaussian());
      case "boolean" -> Boolean.toString(random.nextBoolean());
      default ->
          random.nextInt(3) == 0
              ? "\"" + ids.get(random.nextInt(4)) + "\""
              : "\"text " + random.nextInt(1_000_000) + "\"";
    };
  }

  private String object(JsonNode schema, int depth) {
    List<String> members = new ArrayList<>();
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      boolean required =
          schema
              .path("required")
              .valueStream()
              .anyMatch(it -> it.asString("").equals(property.getKey()));
      if (random.nextInt(required ? 20 : 2) > 0) {
        members.add("\"" + property.getKey() + "\": " + value(property.getValue(), depth + 1));
      }
    }
    return "{" + String.join(", ", members) + "}";
  }

  private String array(JsonNode schema, int depth) {
    List<String> items = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      items.add(value(schema.path("items"), depth + 1));
    }
    return "[" + String.join(", ", items) + "]";
  }
}
