package dev.researchlab.domain.lane;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a lane stands at one moment.
 *
 * @param inFlight calls under way
 * @param limit calls under way at most
 * @param sent calls sent so far
 * @param refused of them that the provider refused as too many
 * @param pause for how much longer nothing is sent, zero for no pause
 * @param pauseReason why, empty without a pause
 * @param requestsPerSecond the rate that is kept to; null where none is known
 */
public record LaneStatus(
    int inFlight,
    int limit,
    long sent,
    long refused,
    Duration pause,
    String pauseReason,
    @Nullable Double requestsPerSecond) {}
