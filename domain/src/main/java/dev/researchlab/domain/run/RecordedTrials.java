package dev.researchlab.domain.run;

import dev.researchlab.domain.artifact.ContentHash;
import java.nio.ByteBuffer;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Which trials of a run have their evaluation already, in 16.5 bytes for each, so that a run of
 * millions can be resumed in a small heap. Immutable.
 *
 * <p>A key is kept as the first 128 bits of the SHA-256 of its parts. To take a trial for recorded
 * that is not would leave it out of the run, so this must not happen: among ten million recorded
 * and ten million other trials the probability of one such pair is 10<sup>14</sup> /
 * 2<sup>128</sup>, less than 10<sup>-24</sup>, and nobody can choose names that make it likelier.
 */
public final class RecordedTrials {

  private static final int KEYS_IN_A_BUCKET = 8;

  /** Two numbers for each key, bucket by bucket. */
  private final long[] hashes;

  /** Where each bucket begins in the hashes, and where the last one ends. */
  private final int[] starts;

  private RecordedTrials(long[] unordered) {
    hashes = new long[unordered.length];
    starts = new int[unordered.length / (2 * KEYS_IN_A_BUCKET) + 2];
    for (int i = 0; i < unordered.length; i += 2) {
      starts[bucket(unordered[i])] += 2;
    }
    int end = 0;
    for (int bucket = 0; bucket < starts.length; bucket++) {
      end += starts[bucket];
      starts[bucket] = end;
    }
    // Each bucket is filled from its end, which so becomes its start.
    for (int i = 0; i < unordered.length; i += 2) {
      int bucket = bucket(unordered[i]);
      starts[bucket] -= 2;
      hashes[starts[bucket]] = unordered[i];
      hashes[starts[bucket] + 1] = unordered[i + 1];
    }
  }

  /** Those trials, in whatever order; the caller closes the stream. */
  public static RecordedTrials of(Stream<TrialKey> trials) {
    return new RecordedTrials(trials.mapMultiToLong(RecordedTrials::hash).toArray());
  }

  /** Whether the trial is one of them; by any number of threads at once. */
  public boolean contains(TrialKey trial) {
    if (hashes.length == 0) {
      return false; // nothing to hash for: most runs were never interrupted
    }
    ByteBuffer hash = hash(trial);
    long first = hash.getLong();
    long second = hash.getLong();
    int bucket = bucket(first);
    for (int i = starts[bucket]; i < starts[bucket + 1]; i += 2) {
      if (hashes[i] == first && hashes[i + 1] == second) {
        return true;
      }
    }
    return false;
  }

  /** Hashes are evenly spread, so that equal ranges of them are buckets of about equal size. */
  private int bucket(long first) {
    return (int) Math.unsignedMultiplyHigh(first, starts.length - 1);
  }

  private static void hash(TrialKey trial, LongConsumer parts) {
    ByteBuffer hash = hash(trial);
    parts.accept(hash.getLong());
    parts.accept(hash.getLong());
  }

  /** UTF-16, as UTF-8 has no form for unpaired surrogates and would take them for each other. */
  private static ByteBuffer hash(TrialKey trial) {
    String variant = trial.variant();
    String sample = trial.sample();
    ByteBuffer parts =
        ByteBuffer.allocate(
            2 * Integer.BYTES + Character.BYTES * (variant.length() + sample.length()));
    parts.putInt(trial.epoch()).putInt(variant.length());
    parts.asCharBuffer().put(variant).put(sample);
    return ByteBuffer.wrap(ContentHash.sha256().digest(parts.array()));
  }
}
