package dev.researchlab.adapters.http.operations;

import dev.researchlab.adapters.http.web.Call;
import dev.researchlab.adapters.http.web.Problem;
import dev.researchlab.adapters.http.web.Reply;
import dev.researchlab.adapters.http.web.Routes;
import java.util.Map;

/**
 * {@code /docs}: the contract to be read and tried in a browser (Swagger UI). The page asks no
 * other host for anything.
 */
public final class ContractPage implements Routes.Resource {

  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final String HTML = "text/html; charset=utf-8";

  /** Styles of Swagger UI are set by its script, and its icons are in them. */
  private static final String POLICY =
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
          + " frame-ancestors 'none'";

  /** A file of the page and where it comes from. */
  private record Asset(String type, String resource) {}

  private static final Map<String, Asset> ASSETS =
      Map.of(
          "docs.js", new Asset(SCRIPT, "docs.js"),
          "swagger-ui.css", new Asset("text/css; charset=utf-8", swaggerUi("swagger-ui.css")),
          "swagger-ui-bundle.js", new Asset(SCRIPT, swaggerUi("swagger-ui-bundle.js")));

  /** The folder in the WebJar has the version in its name. */
  private static String swaggerUi(String file) {
    String version =
        ClassPathFile.text("/META-INF/maven/org.webjars/swagger-ui/pom.properties")
            .lines()
            .filter(line -> line.startsWith("version="))
            .map(line -> line.substring("version=".length()).strip())
            .findFirst()
            .orElseThrow();
    return "/META-INF/resources/webjars/swagger-ui/" + version + "/" + file;
  }

  @Override
  public void addTo(Routes routes) {
    routes
        .get("/docs", call -> reply(new Asset(HTML, "docs.html")), "text/html")
        .get("/docs/{file}", ContractPage::asset, "text/css", "text/javascript");
  }

  private static Reply asset(Call call) {
    Asset asset = ASSETS.get(call.path("file"));
    if (asset == null) {
      throw Problem.of(404, "not_found", "there is no such file; see /docs").asException();
    }
    return reply(asset);
  }

  private static Reply reply(Asset asset) {
    return Reply.of(200, asset.type(), ClassPathFile.bytes(asset.resource()))
        .with("Content-Security-Policy", POLICY)
        .with("Cache-Control", "max-age=3600");
  }
}
