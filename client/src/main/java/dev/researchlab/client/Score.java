package dev.researchlab.client;

import org.jspecify.annotations.Nullable;

/** What a metric gave, or why it gave nothing. */
public record Score(
    @Nullable Double value, @Nullable String extracted, @Nullable String unscored) {}
