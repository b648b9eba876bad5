package dev.researchlab.domain;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that a mistyped one was probably meant to be. */
public final class NearestName {

  private NearestName() {}

  /**
   * The name with the fewest slips from the given one: letters added, left out, replaced, or
   * swapped with their neighbour (Damerau, Communications of the ACM 7, 1964), upper and lower case
   * alike. Empty if every name is more than a third of its letters away; the first one of equals.
   */
  public static Optional<String> of(String name, Collection<String> names) {
    String nearest = null;
    int fewest = Integer.MAX_VALUE;
    for (String candidate : names) {
      int allowed = Math.max(1, Math.max(name.length(), candidate.length()) / 3);
      if (Math.abs(name.length() - candidate.length()) > allowed) {
        continue;
      }
      int slips = slips(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (slips <= allowed && slips < fewest) {
        nearest = candidate;
        fewest = slips;
      }
    }
    return Optional.ofNullable(nearest);
  }

  private static int slips(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] current = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, Math.min(last[j], current[j - 1]) + 1);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          current[j] = Math.min(current[j], beforeLast[j - 2] + 1);
        }
      }
      int[] reused = beforeLast;
      beforeLast = last;
      last = current;
      current = reused;
    }
    return last[b.length()];
  }
}
