package dev.researchlab.adapters.formats.experiment;

import dev.researchlab.domain.InvalidException;
import java.util.Optional;

/** Where the keys of an experiment file stand. */
public final class Locations {

  private final Yaml document;

  Locations(Yaml document) {
    this.document = document;
  }

  /**
   * Where the key stands, or the nearest key above it: {@code FILE:LINE}, or the setting.
   *
   * @param keyPath such as {@code models.NAME.base_url} or {@code metrics[0]}
   */
  public String of(String keyPath) {
    return nearest(keyPath).place().shown();
  }

  /** A problem with the value of a key, in one line with its place. */
  public InvalidException problem(String keyPath, String what) {
    return nearest(keyPath).place().problem(keyPath, what);
  }

  /** The mapping at the key path, which is there. */
  Section section(String keyPath) {
    return Section.of(keyPath, nearest(keyPath));
  }

  private Yaml nearest(String keyPath) {
    Yaml value = document;
    String rest = keyPath;
    for (Optional<Yaml.Step> step = Yaml.step(value, "", rest);
        step.isPresent();
        step = Yaml.step(value, "", rest)) {
      value = step.get().child();
      rest = step.get().rest();
    }
    return value;
  }
}
