package dev.researchlab.adapters.http.operations;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Files that come with the lab. */
final class ClassPathFile {

  private ClassPathFile() {}

  /**
   * @param name beside this class, or from the root where it begins with a slash
   */
  static byte[] bytes(String name) {
    try (InputStream in =
        Objects.requireNonNull(ClassPathFile.class.getResourceAsStream(name), name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("the jar is damaged: " + name, e);
    }
  }

  static String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }
}
