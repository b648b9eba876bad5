package dev.researchlab.adapters.formats.experiment;

import dev.researchlab.domain.InvalidException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;

/**
 * The files that an experiment file names.
 *
 * @param experiment the experiment file, from whose folder paths of prompts and schemas start
 * @param data the folder from which paths of datasets and of providers start
 */
record NamedFiles(Path experiment, Path data) {

  static NamedFiles of(Path experiment, Section top) {
    Path folder = experiment.resolveSibling("");
    Path data = top.name("data").map(name -> dataFolder(folder, top, name)).orElse(folder);
    return new NamedFiles(experiment, data);
  }

  private static Path dataFolder(Path folder, Section top, String name) {
    Path named = path(top, "data", name);
    boolean fromShell = top.place("data") instanceof Place.Setting;
    Path data = (fromShell ? named : folder.resolve(named)).normalize();
    if (!Files.isDirectory(data)) {
      throw top.problem("data", "there is no folder " + data + "; check the path");
    }
    return data;
  }

  /** The data file that the key names. */
  Path data(Section section, String key, String name) {
    return existing(section, key, data.resolve(path(section, key, name)));
  }

  /** What the text file says that the key names. */
  String text(Section section, String key, String name) {
    Path file = experiment.resolveSibling(path(section, key, name));
    return text(existing(section, key, file));
  }

  /** The JSON that the file holds which the key names. */
  String json(Section section, String key, String name) {
    String text = text(section, key, name);
    try {
      return JsonText.of(text);
    } catch (JacksonException e) {
      Path file = experiment.resolveSibling(path(section, key, name)).normalize();
      throw new InvalidException(
          "%s:%d: not valid JSON: %s"
              .formatted(
                  file,
                  Math.max(1, e.getLocation().getLineNr()),
                  e.getOriginalMessage().replaceAll("\\s+", " ")),
          e);
    }
  }

  private static Path path(Section section, String key, String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw section.problem(key, "is not a path: " + e.getReason());
    }
  }

  private static Path existing(Section section, String key, Path named) {
    Path file = named.normalize();
    if (Files.isRegularFile(file)) {
      return file;
    }
    throw section.problem(
        key,
        Files.exists(file)
            ? "'" + named + "' is not a file"
            : "there is no file "
                + file
                + "; check the path, and the folder 'data' if it is there");
  }

  /**
   * The content of a UTF-8 file, without a byte order mark.
   *
   * @throws InvalidException if it is not there, cannot be read or is not UTF-8
   */
  static String text(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidException(
          file
              + (Files.exists(file)
                  ? ": is not a file"
                  : ": there is no such file; check the path"));
    }
    ByteBuffer bytes = ByteBuffer.allocate(0);
    try {
      bytes = ByteBuffer.wrap(Files.readAllBytes(file));
      String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      String before = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
      long line = before.chars().filter(c -> c == '\n').count() + 1;
      throw new InvalidException(file + ":" + line + ": is not UTF-8; save the file as UTF-8", e);
    } catch (IOException e) {
      throw new InvalidException(file + ": cannot be read (" + e + ")", e);
    }
  }
}
