package dev.researchlab.client;

import org.jspecify.annotations.Nullable;

/** Why a run failed or was stopped. */
public record Failure(@Nullable String model, String message) {}
