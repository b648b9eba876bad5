package dev.researchlab.application;

import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.request.KeptRequest;
import dev.researchlab.ports.driven.DrivenPorts;
import dev.researchlab.ports.driving.request.ForRepeatingRequests;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

final class KeepRequests implements ForRepeatingRequests {

  private final DrivenPorts ports;
  private final AtomicReference<Instant> tidied = new AtomicReference<>(Instant.MIN);

  KeepRequests(DrivenPorts ports) {
    this.ports = ports;
  }

  @Override
  public Optional<KeptRequest> begin(ProjectId project, String key, ContentHash content) {
    Instant now = ports.clock().instant();
    tidy(now);
    return ports.requests().begin(project, key, content, now);
  }

  /** Once in an hour the keys go that are too old. */
  private void tidy(Instant now) {
    Instant last = tidied.get();
    if (now.minusSeconds(3_600).isAfter(last) && tidied.compareAndSet(last, now)) {
      ports.requests().forgetBefore(now.minus(KEPT));
    }
  }

  @Override
  public void finish(ProjectId project, String key, String reply) {
    ports.requests().finish(project, key, reply);
  }

  @Override
  public void forget(ProjectId project, String key) {
    ports.requests().forget(project, key);
  }
}
