package dev.researchlab.client;

import org.jspecify.annotations.Nullable;

/**
 * What a model wants called.
 *
 * @param arguments JSON
 */
public record ToolCall(@Nullable String id, String name, String arguments) {}
