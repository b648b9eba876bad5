package dev.researchlab.domain.run;

import dev.researchlab.domain.lane.LaneStatus;

/**
 * How a lane that a run uses stands at one moment, with the calls of all runs that share it.
 *
 * @param lane the model and where it is reached, for people
 * @param waiting trials that wait to be sent
 */
public record LaneProgress(String lane, LaneStatus status, int waiting) {}
