package dev.researchlab.client;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a run has come.
 *
 * @param costUsd in US dollars
 */
public record Progress(
    String status,
    long planned,
    long done,
    long answered,
    long missing,
    int inFlight,
    long retries,
    long inputTokens,
    long outputTokens,
    BigDecimal costUsd,
    double elapsedSeconds,
    @Nullable String waitingFor,
    List<Lane> lanes) {
  public Progress {
    lanes = lanes == null ? List.of() : List.copyOf(lanes);
  }
}
