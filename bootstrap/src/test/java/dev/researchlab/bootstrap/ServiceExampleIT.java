package dev.researchlab.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.simulator.AnswerRule;
import dev.researchlab.simulator.Latency;
import dev.researchlab.simulator.ProviderSimulator;
import dev.researchlab.simulator.SimulatorSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script of the README's service section. */
@Timeout(180)
class ServiceExampleIT {

  private static final Path SCRIPT =
      Path.of("..", "examples", "service", "run.sh").toAbsolutePath().normalize();

  @TempDir private Path folder;

  @Test
  void runsAndStopsExperimentsWithNothingButCurl() throws Exception {
    SimulatorSettings settings =
        SimulatorSettings.builder()
            .answers(new AnswerRule.Fixed("The answer is 42."))
            .latency(new Latency.Fixed(Duration.ofMillis(20)))
            .build();
    try (ProviderSimulator provider = ProviderSimulator.start(settings);
        ServiceProcess service = ServiceProcess.start(folder);
        LabProcess script =
            LabProcess.start(
                folder,
                Map.of(),
                List.of(SCRIPT.toString(), service.address(), provider.baseUrl().toString()))) {
      assertThat(script.await()).as(script.out() + script.err()).isZero();
      assertThat(script.out())
          .contains("\"samples\":300")
          .contains("event: end")
          .contains("\"sample_id\":\"q1\"")
          .contains("\"estimate\":1.0")
          .contains("\"status\":\"stopped\"");
      assertThat(service.end()).isIn(0, 143);
    }
  }
}
