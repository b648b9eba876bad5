package dev.researchlab.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What happened to a lane of a run. */
public record LaneEvent(
    long number, Instant at, String lane, String kind, int limit, @Nullable String reason) {}
