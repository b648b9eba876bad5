package dev.researchlab.domain.metric;

import dev.researchlab.domain.InvalidException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the scores that a metric gives in the epochs of a sample become the sample's one value, the
 * unit of every estimate.
 *
 * @param k of how many epochs pass@k and pass^k speak, at least 1; 0 for the others
 */
public record EpochReducer(Kind kind, int k) {

  /** The ways there are. */
  public enum Kind {
    /** The mean of the scores. */
    MEAN,
    /**
     * The score of the answer that is given most often; of several such answers the mean. Answers
     * are the same where the metric extracts the same from them, or, where it extracts nothing,
     * where they have the same score.
     */
    MAJORITY,
    /** The probability that of k epochs at least one is correct. */
    PASS_AT_K,
    /** The probability that of k epochs all are correct. */
    PASS_ALL_K
  }

  /** What is done where nothing is said. */
  public static final EpochReducer MEAN = new EpochReducer(Kind.MEAN, 0);

  /** The answer that is given most often. */
  public static final EpochReducer MAJORITY = new EpochReducer(Kind.MAJORITY, 0);

  private static final Pattern PASS = Pattern.compile("pass([@^])([1-9][0-9]{0,8})");

  public EpochReducer {
    boolean counts = kind == Kind.PASS_AT_K || kind == Kind.PASS_ALL_K;
    if (counts ? k < 1 : k != 0) {
      throw new IllegalArgumentException("pass@k and pass^k, and no other, have a k of 1 or more");
    }
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws InvalidException if it is none of {@code mean}, {@code majority}, {@code pass@k} and
   *     {@code pass^k} with a whole number for k
   */
  public static EpochReducer parse(String text) {
    Matcher pass = PASS.matcher(text);
    if (pass.matches()) {
      Kind kind = pass.group(1).equals("@") ? Kind.PASS_AT_K : Kind.PASS_ALL_K;
      return new EpochReducer(kind, Integer.parseInt(pass.group(2)));
    }
    return switch (text) {
      case "mean" -> MEAN;
      case "majority" -> MAJORITY;
      default ->
          throw new InvalidException(
              "reducer",
              "cannot be '" + text + "'; use mean, majority, pass@3 or pass^3, with your own k");
    };
  }

  /** Whether the scores must be 0 or 1. */
  public boolean needsBinaryScores() {
    return switch (kind) {
      case MEAN, MAJORITY -> false;
      case PASS_AT_K, PASS_ALL_K -> true;
    };
  }

  /** As experiment files and reports name it, such as {@code pass@3}. */
  @Override
  public String toString() {
    return switch (kind) {
      case MEAN -> "mean";
      case MAJORITY -> "majority";
      case PASS_AT_K -> "pass@" + k;
      case PASS_ALL_K -> "pass^" + k;
    };
  }
}
