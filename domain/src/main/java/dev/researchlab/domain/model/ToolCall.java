package dev.researchlab.domain.model;

/**
 * A model's wish to have a tool called.
 *
 * @param id by which the tool's answer refers to it, possibly empty where the provider gives none
 * @param name of the tool
 * @param arguments a JSON object as the model wrote it, which may be malformed
 */
public record ToolCall(String id, String name, String arguments) {}
