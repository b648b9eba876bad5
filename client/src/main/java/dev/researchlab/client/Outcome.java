package dev.researchlab.client;

import org.jspecify.annotations.Nullable;

/**
 * An outcome that was produced elsewhere.
 *
 * @param outcome answered where it is null
 */
public record Outcome(
    String variant,
    String sampleId,
    int epoch,
    @Nullable String outcome,
    @Nullable String output,
    @Nullable String reason,
    @Nullable Long inputTokens,
    @Nullable Long outputTokens,
    @Nullable Double latencySeconds) {
  /** An answer. */
  public static Outcome answered(String variant, String sampleId, int epoch, String output) {
    return new Outcome(variant, sampleId, epoch, null, output, null, null, null, null);
  }
}
