package dev.researchlab.domain.dataset;

/**
 * Numbers samples by their ids: 0, 1, 2 and so on as they are first seen. An id costs 30 to 55
 * bytes however long it is, as only a hash of 128 bits is kept; that two of a billion ids share one
 * has the probability 2^-69. Not thread-safe, except that several threads may find while none adds.
 */
public final class SampleNumbers {

  /** No sample has it. */
  public static final int UNKNOWN = -1;

  private static final long FIRST_FACTOR = 0x9E3779B97F4A7C15L;
  private static final long SECOND_FACTOR = 0xC2B2AE3D27D4EB4FL;

  /** A power of two; each slot has two halves of a hash, and one more than a number, or 0. */
  private int slots = 64;

  private long[] hashes = new long[2 * slots];
  private int[] numbers = new int[slots];
  private int size;

  /** The number of that id: the one that it has, or else the next. */
  public int add(String id) {
    if (size >= slots - slots / 4) {
      grow();
    }
    int slot = slot(hash(id, FIRST_FACTOR), hash(id, SECOND_FACTOR));
    if (numbers[slot] == 0) {
      hashes[2 * slot] = hash(id, FIRST_FACTOR);
      hashes[2 * slot + 1] = hash(id, SECOND_FACTOR);
      numbers[slot] = ++size;
    }
    return numbers[slot] - 1;
  }

  /** The number of that id, or {@link #UNKNOWN}. */
  public int find(String id) {
    return numbers[slot(hash(id, FIRST_FACTOR), hash(id, SECOND_FACTOR))] - 1;
  }

  /** Where that hash is, or may be put. */
  private int slot(long first, long second) {
    int slot = (int) first & slots - 1;
    while (numbers[slot] != 0 && (hashes[2 * slot] != first || hashes[2 * slot + 1] != second)) {
      slot = slot + 1 & slots - 1;
    }
    return slot;
  }

  private void grow() {
    long[] oldHashes = hashes;
    int[] oldNumbers = numbers;
    slots = Math.multiplyExact(slots, 2);
    hashes = new long[Math.multiplyExact(2, slots)];
    numbers = new int[slots];
    for (int old = 0; old < oldNumbers.length; old++) {
      if (oldNumbers[old] != 0) {
        int slot = slot(oldHashes[2 * old], oldHashes[2 * old + 1]);
        hashes[2 * slot] = oldHashes[2 * old];
        hashes[2 * slot + 1] = oldHashes[2 * old + 1];
        numbers[slot] = oldNumbers[old];
      }
    }
  }

  /** Every step and the last one can be undone, so that no texts of one length are favoured. */
  private static long hash(String id, long factor) {
    long hash = id.length();
    for (int i = 0; i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * factor;
      hash ^= hash >>> 32;
    }
    hash *= factor;
    return hash ^ hash >>> 29;
  }
}
