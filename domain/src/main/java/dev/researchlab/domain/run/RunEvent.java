package dev.researchlab.domain.run;

import dev.researchlab.domain.lane.LaneEvent;
import java.time.Instant;

/**
 * Something that happened to a run while it went on.
 *
 * @param number counting from 1 in the order in which it happened
 * @param lane the model and where it is reached, for people
 */
public record RunEvent(long number, Instant at, String lane, LaneEvent event) {}
