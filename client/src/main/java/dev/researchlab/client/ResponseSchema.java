package dev.researchlab.client;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The form that an answer has to have.
 *
 * @param schema a JSON Schema
 */
public record ResponseSchema(@Nullable String name, JsonNode schema) {}
