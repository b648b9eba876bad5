package dev.researchlab.domain.comparison;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The answers of all epochs, of which the one given most often is found sample by sample. */
final class Votes {

  private static final int NONE = -1;

  /** For each sample its newest vote, and for each vote the one before it. */
  private int[] newest = {};

  private int[] older = new int[64];
  private long[] answers = new long[64];
  private double[] scores = new double[64];
  private int size;

  private static final class Tally {
    int votes;
    double scores;

    void add(int moreVotes, double moreScores) {
      votes += moreVotes;
      scores += moreScores;
    }
  }

  void add(int sample, long answer, double score) {
    if (sample >= newest.length) {
      int before = newest.length;
      newest = Arrays.copyOf(newest, Math.max(sample + 1, before * 2));
      Arrays.fill(newest, before, newest.length, NONE);
    }
    if (size == older.length) {
      older = Arrays.copyOf(older, size * 2);
      answers = Arrays.copyOf(answers, size * 2);
      scores = Arrays.copyOf(scores, size * 2);
    }
    older[size] = newest[sample];
    answers[size] = answer;
    scores[size] = score;
    newest[sample] = size++;
  }

  /**
   * The mean score of the answers that were given most often.
   *
   * @param missing epochs without an answer, which together count as one with the score 0
   */
  double majority(int sample, int missing) {
    Map<Long, Tally> tallies = new HashMap<>();
    int vote = sample < newest.length ? newest[sample] : NONE;
    for (; vote != NONE; vote = older[vote]) {
      tallies.computeIfAbsent(answers[vote], answer -> new Tally()).add(1, scores[vote]);
    }
    Tally winners = new Tally();
    int most = missing;
    for (Tally tally : tallies.values()) {
      most = Math.max(most, tally.votes);
    }
    for (Tally tally : tallies.values()) {
      if (tally.votes == most) {
        winners.add(tally.votes, tally.scores);
      }
    }
    if (missing == most) {
      winners.add(missing, 0);
    }
    return winners.scores / winners.votes;
  }
}
