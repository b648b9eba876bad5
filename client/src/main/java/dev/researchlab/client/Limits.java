package dev.researchlab.client;

import org.jspecify.annotations.Nullable;

/** What a provider allows, null where nothing is known. */
public record Limits(
    @Nullable Double requestsPerMinute,
    @Nullable Double inputTokensPerMinute,
    @Nullable Double outputTokensPerMinute,
    @Nullable Integer maxConcurrency) {}
