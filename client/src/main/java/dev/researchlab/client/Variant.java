package dev.researchlab.client;

import org.jspecify.annotations.Nullable;

/**
 * A combination that is compared with others.
 *
 * @param parameters what differs from the model's own
 */
public record Variant(
    String name,
    String modelId,
    String promptId,
    int promptVersion,
    @Nullable Parameters parameters) {}
