package dev.researchlab.domain.dataset;

import dev.researchlab.domain.artifact.ContentHash;
import java.time.Instant;

/**
 * One immutable content of a dataset, identified by its hash.
 *
 * @param hash of the samples in their order, see {@link DatasetHasher}
 * @param samples how many, at least 1
 */
public record DatasetVersion(
    DatasetId dataset, ContentHash hash, long samples, Instant importedAt) {

  public DatasetVersion {
    if (samples < 1) {
      throw new IllegalArgumentException("a dataset version has at least one sample");
    }
  }
}
