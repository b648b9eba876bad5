package dev.researchlab.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ProvidersCommandTest {

  @Test
  void tellsWhatEachProviderSupportsWithoutAnyStore() {
    CommandLineCall call = CommandLineCall.of("providers");

    assertThat(call.exitCode()).isZero();
    assertThat(call.err()).isEmpty();
    assertThat(call.out().lines().findFirst()).get().asString().startsWith("provider");
    assertThat(call.out().lines().filter(line -> line.startsWith("openai ")).findFirst())
        .get()
        .asString()
        .contains("chat", "seed", "endpoint");
  }

  @Test
  void writesThemWithTheirOptionsForPrograms() {
    JsonNode providers = CommandLineCall.of("providers", "--format", "json").json();

    List<String> names = new ArrayList<>();
    providers.forEach(provider -> names.add(provider.path("name").asString()));
    assertThat(names).contains("openai", "replay", "simulated").isSorted();
    JsonNode replay = providers.get(names.indexOf("replay"));
    assertThat(replay.path("capabilities").get(0).asString()).isEqualTo("chat");
    assertThat(replay.path("options").path("file").asString()).contains("required");
    assertThat(replay.path("summary").asString()).isNotBlank();
  }
}
