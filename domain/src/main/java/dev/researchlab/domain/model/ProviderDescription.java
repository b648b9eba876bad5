package dev.researchlab.domain.model;

import java.util.Map;
import java.util.Set;

/**
 * A kind of model provider, for people and for forms.
 *
 * @param name by which specifications choose it
 * @param summary one line
 * @param options what its specifications may say beyond the common fields, each with one line; an
 *     option named {@code file} is a path
 * @param capabilities what it can do
 */
public record ProviderDescription(
    String name, String summary, Map<String, String> options, Set<Capability> capabilities) {

  public ProviderDescription {
    options = Map.copyOf(options);
    capabilities = Set.copyOf(capabilities);
  }
}
