package dev.researchlab.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.adapters.http.operations.Health;
import dev.researchlab.adapters.http.operations.Metrics;
import dev.researchlab.adapters.http.operations.OpenApi;
import dev.researchlab.adapters.http.web.Routes;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The document and the service say the same. */
class OpenApiTest {

  private static JsonNode document() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(OpenApi.class.getResourceAsStream("openapi.yaml"))) {
      return JsonMapper.shared()
          .valueToTree(new Load(LoadSettings.builder().build()).loadFromInputStream(in));
    }
  }

  @Test
  void namesEveryRouteAndNoOther() throws IOException {
    Routes routes = new Routes();
    new Metrics(new PrometheusRegistry()).addTo(routes);
    try (Session session = Session.inMemory()) {
      ServeCommand.resources(session, new Health(List.of(), () -> false, ""), new AtomicBoolean())
          .forEach(resource -> resource.addTo(routes));
    }
    Set<String> served = new TreeSet<>();
    routes.table().forEach((path, methods) -> methods.forEach(it -> served.add(it + " " + path)));
    Set<String> documented = new TreeSet<>();
    Set<String> operations = new TreeSet<>();
    document()
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation -> {
                          if (!operation.getKey().equals("parameters")) {
                            documented.add(
                                operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
                            assertThat(
                                    operations.add(
                                        operation.getValue().path("operationId").stringValue()))
                                .isTrue();
                          }
                        }));

    assertThat(documented).isEqualTo(served);
  }

  @Test
  void hasEveryPartThatItRefersToAndNoOther() throws IOException {
    JsonNode document = document();
    Set<String> parts = new TreeSet<>();
    document
        .path("components")
        .properties()
        .forEach(
            kind ->
                kind.getValue()
                    .propertyNames()
                    .forEach(name -> parts.add("#/components/" + kind.getKey() + "/" + name)));

    Set<String> references = new TreeSet<>(document.findValuesAsString("$ref"));
    document
        .path("security")
        .forEach(
            choice ->
                choice
                    .propertyNames()
                    .forEach(name -> references.add("#/components/securitySchemes/" + name)));
    assertThat(references).isEqualTo(parts);
  }

  @Test
  void givesAnExampleOfEveryBodyOfJson() throws IOException {
    document()
        .path("paths")
        .forEach(
            path ->
                path.forEach(
                    operation -> {
                      JsonNode json =
                          operation.path("requestBody").path("content").path("application/json");
                      assertThat(json.isMissingNode() || json.has("example"))
                          .as("%s", operation.path("operationId"))
                          .isTrue();
                    }));
  }
}
