package dev.researchlab.bootstrap;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An OpenAPI document, to which replies are held. */
final class Contract {

  private record Path(Pattern form, boolean exact, JsonNode operations) {}

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private final JsonNode document;
  private final List<Path> paths = new ArrayList<>();
  private final Map<JsonNode, Schema> schemas = new ConcurrentHashMap<>();

  Contract(JsonNode document) {
    this.document = document;
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      paths.add(
          new Path(
              Pattern.compile(path.getKey().replaceAll("\\{[a-z_]+}", "[^/]*")),
              !path.getKey().contains("{"),
              path.getValue()));
    }
  }

  /** Refuses a status, a type, a field or a value that the document does not have. */
  void check(String method, URI address, HttpResponse<String> response) {
    String said =
        "%s %s: %d %s"
            .formatted(method, address.getRawPath(), response.statusCode(), response.body());
    Optional<JsonNode> found = operation(method, address.getRawPath());
    if (found.isEmpty()) {
      require(response.statusCode() == 404 || response.statusCode() == 405, said);
      return;
    }
    JsonNode reply = found.get().path("responses").path(Integer.toString(response.statusCode()));
    require(!reply.isMissingNode(), "a status that is not documented: " + said);
    JsonNode content = resolved(reply).path("content");
    if (method.equals("HEAD") || (response.body().isEmpty() && content.isMissingNode())) {
      return;
    }
    String type =
        response.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "").strip();
    JsonNode documented = content.path(type);
    require(!documented.isMissingNode(), "a type that is not documented, " + type + ": " + said);
    if (type.endsWith("json")) {
      List<?> wrong = schema(documented.path("schema")).validate(JSON.readTree(response.body()));
      require(wrong.isEmpty(), wrong + ": " + said);
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  private Optional<JsonNode> operation(String method, String path) {
    String name = method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT);
    return paths.stream()
        .filter(it -> it.form().matcher(path).matches())
        .sorted((a, b) -> Boolean.compare(b.exact(), a.exact()))
        .map(it -> it.operations().path(name))
        .filter(it -> !it.isMissingNode())
        .findFirst();
  }

  private JsonNode resolved(JsonNode node) {
    JsonNode reference = node.path("$ref");
    return reference.isMissingNode() ? node : document.at(reference.stringValue().substring(1));
  }

  private Schema schema(JsonNode schema) {
    return schemas.computeIfAbsent(
        schema,
        it -> {
          ObjectNode whole = (ObjectNode) it.deepCopy();
          whole.set("components", document.path("components"));
          return REGISTRY.getSchema(whole);
        });
  }
}
