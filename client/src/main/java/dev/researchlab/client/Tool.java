package dev.researchlab.client;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A tool that a model may call.
 *
 * @param parameters a JSON Schema
 */
public record Tool(String name, @Nullable String description, @Nullable JsonNode parameters) {}
