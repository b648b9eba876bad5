package dev.researchlab.client;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One execution of an experiment.
 *
 * @param status pending, running, paused, completed, stopped or failed
 * @param progress null in lists
 */
public record Run(
    String id,
    String experimentId,
    String experimentName,
    int number,
    String status,
    @Nullable Failure failure,
    List<String> variants,
    long trials,
    String manifestSha256,
    Instant createdAt,
    Instant changedAt,
    @Nullable Progress progress) {
  public Run {
    variants = variants == null ? List.of() : List.copyOf(variants);
  }

  /** Whether it goes on no more. */
  public boolean isOver() {
    return List.of("completed", "stopped", "failed").contains(status);
  }
}
