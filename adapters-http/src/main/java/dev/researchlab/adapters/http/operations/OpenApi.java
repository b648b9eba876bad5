package dev.researchlab.adapters.http.operations;

import dev.researchlab.adapters.http.web.Call;
import dev.researchlab.adapters.http.web.Reply;
import dev.researchlab.adapters.http.web.Routes;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.json.JsonMapper;

/** {@code /openapi}: the contract as OpenAPI 3.1, in JSON, or in YAML where that is asked for. */
public final class OpenApi implements Routes.Resource {

  private static final String DOCUMENT = "openapi.yaml";

  /** The registered name, and those that were there before it. */
  private static final String[] YAML = {
    "application/yaml", "application/x-yaml", "text/yaml", "application/vnd.oai.openapi"
  };

  /** Made when it is first asked for: parsing takes longer than all else of the start. */
  private static final class AsJson {

    private static final byte[] BYTES =
        JsonMapper.shared()
            .writeValueAsBytes(
                new Load(LoadSettings.builder().build())
                    .loadFromString(ClassPathFile.text(DOCUMENT)));
  }

  @Override
  public void addTo(Routes routes) {
    routes
        .get("/openapi", call -> wantsYaml(call) ? yaml() : json(), YAML)
        .get("/openapi.yaml", call -> yaml(), YAML)
        .get("/openapi.json", call -> json());
  }

  private static boolean wantsYaml(Call call) {
    List<String> types = new ArrayList<>(List.of("application/json"));
    types.addAll(List.of(YAML));
    return call.preferred(types).filter(List.of(YAML)::contains).isPresent();
  }

  private static Reply json() {
    return Reply.of(200, "application/json", AsJson.BYTES).with("Vary", "Accept");
  }

  private static Reply yaml() {
    return Reply.of(200, "application/yaml", ClassPathFile.bytes(DOCUMENT)).with("Vary", "Accept");
  }
}
