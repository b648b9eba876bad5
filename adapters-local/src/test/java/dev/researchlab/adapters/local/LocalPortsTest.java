package dev.researchlab.adapters.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.DrivenPorts;
import dev.researchlab.ports.testkit.model.Models;
import dev.researchlab.ports.testkit.project.Projects;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LocalPortsTest {

  @Test
  void givesEmptyStoresOfTheirOwnEachTime() {
    ProjectId project = Projects.fresh();
    DrivenPorts used = LocalPorts.inMemory();
    used.models().add(Models.named(project, "small"));

    assertThat(LocalPorts.inMemory().models().list(project)).isEmpty();
    assertThat(used.models().list(project)).hasSize(1);
  }

  @Test
  void tellsTheTimeAndMakesIdsOfIt() {
    DrivenPorts ports = LocalPorts.inMemory();
    Instant before = Instant.now();

    assertThat(Duration.between(before, ports.clock().instant()))
        .isBetween(Duration.ZERO, Duration.ofMinutes(1));
    assertThat(ports.ids().get().version()).isEqualTo(7);
    assertThat(ports.ids().get()).isNotEqualTo(ports.ids().get());
  }

  @Test
  void leavesModelsAndMetricsToTheCaller() {
    assertThat(LocalPorts.inMemory().providers()).isEmpty();
    assertThat(LocalPorts.inMemory().metricTypes()).isEmpty();
  }
}
