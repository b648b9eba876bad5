package dev.researchlab.adapters.formats.dataset;

import dev.researchlab.domain.InvalidException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The images that a dataset names. A file becomes a data URI, so that the sample holds all of it.
 *
 * @param folder from which paths start; null where no files may be read
 */
record Images(@Nullable Path folder) {

  /** What providers take at most. */
  private static final int MAX_BYTES = 20_000_000;

  private static final Pattern URL = Pattern.compile("(?i)https?://\\S+");

  private static final Pattern DATA_URI = Pattern.compile("(?i)data:image/[\\w.+-]+;base64,");

  private static final Pattern OTHER_URI = Pattern.compile("(?i)data:.*|[a-z][\\w.+-]*://.*");

  /**
   * The URL or data URI of an image: the value itself, or the content of the file that it names.
   *
   * @throws InvalidException saying what is wrong with the value
   */
  String uri(String value) {
    if (URL.matcher(value).matches()) {
      return value;
    }
    if (DATA_URI.matcher(value).lookingAt()) {
      requireSize("the image", (value.length() - value.indexOf(',')) * 3L / 4);
      return value;
    }
    if (value.isBlank() || OTHER_URI.matcher(value).lookingAt()) {
      String shown = value.length() > 60 ? value.substring(0, 60) + "..." : value;
      throw new InvalidException(
          "expected an image: an http(s) URL, a data URI such as data:image/png;base64,... or the"
              + " path of a file, found '"
              + shown
              + "'");
    }
    if (folder == null) {
      throw new InvalidException(
          "an image must be an http(s) URL or a data URI here, not the path of a file");
    }
    return dataUri(folder, value);
  }

  private static String dataUri(Path folder, String name) {
    byte[] content = content(folder, name);
    String type =
        mediaType(content)
            .orElseThrow(
                () ->
                    new InvalidException(
                        "'%s' is no image of type png, jpeg, gif or webp".formatted(name)));
    return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(content);
  }

  private static byte[] content(Path folder, String name) {
    try {
      Path file = folder.resolve(name);
      if (!Files.isRegularFile(file)) {
        throw new InvalidException(
            "there is no image file '%s'; its path starts from the folder of the dataset file"
                .formatted(name));
      }
      requireSize("'" + name + "'", Files.size(file));
      try (InputStream in = Files.newInputStream(file)) {
        return in.readNBytes(MAX_BYTES);
      }
    } catch (InvalidPathException e) {
      throw new InvalidException("'%s' is not a path: %s".formatted(name, e.getReason()), e);
    } catch (IOException e) {
      throw new InvalidException("'%s' cannot be read (%s)".formatted(name, e), e);
    }
  }

  private static void requireSize(String image, long bytes) {
    if (bytes > MAX_BYTES) {
      throw new InvalidException(
          "%s has %d bytes; at most %d (20 MB) are allowed".formatted(image, bytes, MAX_BYTES));
    }
  }

  /** By the first bytes: names of files may lie, and providers look at the content too. */
  private static Optional<String> mediaType(byte[] content) {
    String head =
        new String(
            Arrays.copyOf(content, Math.min(content.length, 12)), StandardCharsets.ISO_8859_1);
    if (head.startsWith("\u0089PNG\r\n\u001a\n")) {
      return Optional.of("image/png");
    }
    if (head.startsWith("\u00ff\u00d8\u00ff")) {
      return Optional.of("image/jpeg");
    }
    if (head.startsWith("GIF87a") || head.startsWith("GIF89a")) {
      return Optional.of("image/gif");
    }
    return head.startsWith("RIFF") && head.endsWith("WEBP")
        ? Optional.of("image/webp")
        : Optional.empty();
  }
}
