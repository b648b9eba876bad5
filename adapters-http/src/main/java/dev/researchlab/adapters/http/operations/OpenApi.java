package dev.researchlab.adapters.http.operations;

import dev.researchlab.adapters.http.web.Call;
import dev.researchlab.adapters.http.web.Reply;
import dev.researchlab.adapters.http.web.Routes;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** {@code /openapi}: the contract, as OpenAPI 3.1. */
public final class OpenApi implements Routes.Resource {

  private final byte[] document;

  public OpenApi() {
    try (InputStream in =
        Objects.requireNonNull(OpenApi.class.getResourceAsStream("openapi.json"))) {
      document = in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("the jar is damaged: openapi.json", e);
    }
  }

  @Override
  public void addTo(Routes routes) {
    routes.get("/openapi", this::document).get("/openapi.json", this::document);
  }

  private Reply document(Call call) {
    return Reply.of(200, "application/json", document);
  }
}
