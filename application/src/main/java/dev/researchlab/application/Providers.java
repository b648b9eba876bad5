package dev.researchlab.application;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.model.ProviderDescription;
import dev.researchlab.ports.driven.model.ModelProvider;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The kinds of models that this lab can reach, by name. */
final class Providers {

  private final Map<String, ModelProvider> byName = new TreeMap<>();

  Providers(List<ModelProvider> providers) {
    for (ModelProvider provider : providers) {
      String name = provider.description().name();
      if (byName.put(name, provider) != null) {
        throw new IllegalArgumentException("two model providers have the name '" + name + "'");
      }
    }
  }

  List<ProviderDescription> descriptions() {
    return byName.values().stream()
        .map(ModelProvider::description)
        .sorted(Comparator.comparing(ProviderDescription::name))
        .toList();
  }

  ModelProvider of(ModelSpecification specification) {
    ModelProvider provider = byName.get(specification.provider());
    if (provider == null) {
      throw new InvalidException(
          "provider",
          "unknown provider '"
              + specification.provider()
              + "'; there are "
              + String.join(", ", byName.keySet()));
    }
    return provider;
  }
}
