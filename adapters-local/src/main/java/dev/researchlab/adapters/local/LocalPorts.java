package dev.researchlab.adapters.local;

import dev.researchlab.adapters.local.audit.InMemoryAuditLog;
import dev.researchlab.adapters.local.dataset.InMemoryDatasetStore;
import dev.researchlab.adapters.local.evaluation.InMemoryEvaluationStore;
import dev.researchlab.adapters.local.experiment.InMemoryExperimentStore;
import dev.researchlab.adapters.local.model.InMemoryModelStore;
import dev.researchlab.adapters.local.model.InMemoryResponseCache;
import dev.researchlab.adapters.local.project.InMemoryApiKeyStore;
import dev.researchlab.adapters.local.project.InMemoryProjectStore;
import dev.researchlab.adapters.local.prompt.InMemoryPromptStore;
import dev.researchlab.adapters.local.request.InMemoryRequestStore;
import dev.researchlab.adapters.local.run.InMemoryRunStore;
import dev.researchlab.ports.driven.DrivenPorts;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/** Makes driven ports that need no server. */
public final class LocalPorts {

  private LocalPorts() {}

  /**
   * Empty stores that are gone when the program ends, the time of this machine, and no kinds of
   * models or metrics: those are added with {@link DrivenPorts#withProviders} and {@link
   * DrivenPorts#withMetricTypes}.
   */
  public static DrivenPorts inMemory() {
    return inMemory(InstantSource.system());
  }

  /** As {@link #inMemory()}, with the time of that clock. */
  public static DrivenPorts inMemory(InstantSource clock) {
    SecureRandom random = new SecureRandom();
    return new DrivenPorts(
        new InMemoryProjectStore(clock.instant()),
        new InMemoryApiKeyStore(),
        new InMemoryModelStore(),
        new InMemoryDatasetStore(),
        new InMemoryPromptStore(),
        new InMemoryExperimentStore(),
        new InMemoryRunStore(),
        new InMemoryEvaluationStore(),
        new InMemoryResponseCache(),
        new InMemoryRequestStore(),
        new InMemoryAuditLog(),
        List.of(),
        List.of(),
        clock,
        new TimeOrderedIds(clock, random),
        length -> bytes(random, length));
  }

  private static byte[] bytes(SecureRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
