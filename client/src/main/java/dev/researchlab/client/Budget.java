package dev.researchlab.client;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What a run may use up, null for no limit. */
public record Budget(
    @Nullable BigDecimal maxCost, @Nullable Long maxTokens, @Nullable Double maxDurationSeconds) {}
