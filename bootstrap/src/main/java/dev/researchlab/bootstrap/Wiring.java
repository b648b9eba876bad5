package dev.researchlab.bootstrap;

import dev.researchlab.adapters.formats.metric.JsonSchemaMetricType;
import dev.researchlab.adapters.llm.ModelProviders;
import dev.researchlab.adapters.local.LocalPorts;
import dev.researchlab.application.ResearchLab;
import java.time.InstantSource;
import java.util.List;

/** Which adapters the core gets. */
final class Wiring {

  private Wiring() {}

  /** A lab that keeps everything in memory and reaches every provider. */
  static ResearchLab inMemory() {
    return ResearchLab.with(
        LocalPorts.inMemory()
            .withProviders(ModelProviders.all(System::getenv, InstantSource.system()))
            .withMetricTypes(List.of(new JsonSchemaMetricType())));
  }
}
