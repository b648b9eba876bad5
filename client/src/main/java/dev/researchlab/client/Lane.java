package dev.researchlab.client;

import org.jspecify.annotations.Nullable;

/** How calls to a provider go. */
public record Lane(
    String lane,
    int inFlight,
    int limit,
    int waiting,
    long sent,
    long refused,
    double pauseSeconds,
    @Nullable String pauseReason,
    @Nullable Double requestsPerSecond) {}
