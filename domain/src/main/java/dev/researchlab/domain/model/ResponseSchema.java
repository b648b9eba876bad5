package dev.researchlab.domain.model;

/**
 * The JSON that a model is asked to answer with.
 *
 * @param name of the schema, which some providers want
 * @param schema a JSON Schema
 */
public record ResponseSchema(String name, String schema) {

  public ResponseSchema {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a response schema has a name");
    }
  }
}
