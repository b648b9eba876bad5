package dev.researchlab.domain.run;

/**
 * Draws the seed of each trial from the seed of the run, so that a trial's chance does not depend
 * on the order in which trials are run.
 */
public final class TrialSeed {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private TrialSeed() {}

  /**
   * The seed of one trial: FNV-1a over variant, sample and epoch, mixed with the run's seed by the
   * finalizer of SplitMix64 (Steele, Lea and Flood, 2014). Stable between versions and machines.
   */
  public static long of(long runSeed, TrialKey trial) {
    long hash = add(FNV_OFFSET, trial.variant());
    hash = add(hash, trial.sample());
    hash = (hash ^ trial.epoch()) * FNV_PRIME;
    return mix(mix(runSeed) ^ hash);
  }

  private static long add(long hash, String text) {
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    return (hash ^ 0xffff_ffffL) * FNV_PRIME;
  }

  private static long mix(long z) {
    z += 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
