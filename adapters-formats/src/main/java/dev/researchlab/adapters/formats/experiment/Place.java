package dev.researchlab.adapters.formats.experiment;

import dev.researchlab.domain.InvalidException;

/** Where a value was written, so that a problem with it can be mended there. */
sealed interface Place {

  /** A line of the file, counting from 1. */
  record Line(String file, int number) implements Place {}

  /**
   * A {@code --set key=value}.
   *
   * @param path of the key, as problems name it
   * @param key as it was given
   * @param value as it was given
   */
  record Setting(String path, String key, String value) implements Place {}

  /** The place for people. */
  default String shown() {
    return switch (this) {
      case Line line -> line.file() + ":" + line.number();
      case Setting setting -> "--set " + setting.key() + "=" + concealed(setting);
    };
  }

  /** Somebody may give a key where the name of its variable belongs; it is not repeated. */
  private static String concealed(Setting setting) {
    return setting.key().contains("api_key") ? "***" : setting.value();
  }

  /** What is wrong with the value of the key path, in one line. */
  default InvalidException problem(String path, String what) {
    boolean said =
        path.isEmpty() || (this instanceof Setting setting && setting.path().equals(path));
    String line = shown() + ": " + (said ? "" : path + ": ") + what;
    return new InvalidException(line.replaceAll("\\R", " "));
  }
}
