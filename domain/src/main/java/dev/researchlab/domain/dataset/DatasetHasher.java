package dev.researchlab.domain.dataset;

import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.artifact.ContentHasher;

/** Hashes samples while they stream; the same samples in the same order give the same hash. */
public final class DatasetHasher {

  private final ContentHasher hasher = new ContentHasher();

  /** Adds the next sample. */
  public void add(Sample sample) {
    hasher.add(sample.id()).add(sample.variables()).add(sample.expected()).add(sample.metadata());
    if (!sample.messages().isEmpty()) {
      // No id is null: this cannot be the next sample.
      hasher.add((String) null).add(sample.messages().size());
      sample.messages().forEach(message -> message.addTo(hasher));
    }
  }

  /** The hash of the samples added so far; the hasher starts anew. */
  public ContentHash hash() {
    return hasher.hash();
  }
}
