package dev.researchlab.domain.run;

import dev.researchlab.domain.model.TokenUsage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a run has come; a consistent picture of one moment.
 *
 * @param planned trials of the whole plan
 * @param answered trials that ended with something the model said
 * @param missing trials that ended without
 * @param inFlight trials that are being asked or wait for their next attempt
 * @param retries calls made again after a failure
 * @param usage tokens of all answers
 * @param cost of all answers, in US dollars, where prices are known
 * @param elapsed since the run was started
 * @param waitingFor the store that does not answer now, and why, in one sentence; the run goes on
 *     when it does. Null where everything answers.
 * @param lanes the lanes to its models while it goes on
 */
public record RunProgress(
    RunStatus status,
    long planned,
    long answered,
    long missing,
    int inFlight,
    long retries,
    TokenUsage usage,
    BigDecimal cost,
    Duration elapsed,
    @Nullable String waitingFor,
    List<LaneProgress> lanes) {

  public RunProgress {
    lanes = List.copyOf(lanes);
  }

  /** Trials that have ended. */
  public long done() {
    return answered + missing;
  }
}
