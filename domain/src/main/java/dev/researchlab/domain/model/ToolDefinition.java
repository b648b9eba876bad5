package dev.researchlab.domain.model;

/**
 * A tool that a model may ask to have called.
 *
 * @param description what it does, for the model; possibly empty
 * @param parameters the JSON Schema of its arguments, an object
 */
public record ToolDefinition(String name, String description, String parameters) {

  public ToolDefinition {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a tool has a name");
    }
  }
}
