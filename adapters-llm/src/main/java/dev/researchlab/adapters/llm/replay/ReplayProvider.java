package dev.researchlab.adapters.llm.replay;

import dev.researchlab.adapters.llm.specification.Options;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.model.Capability;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.model.ProviderDescription;
import dev.researchlab.ports.driven.model.LanguageModel;
import dev.researchlab.ports.driven.model.ModelProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Set;

/** Models whose answers were produced earlier and stand in a file of JSON lines. */
public final class ReplayProvider implements ModelProvider {

  private static final ProviderDescription DESCRIPTION =
      new ProviderDescription(
          "replay",
          "Answers recorded earlier, from a file with one JSON object per line.",
          Map.of(
              "file", "the file of recorded answers, required",
              "file_sha256", "the SHA-256 that the file must have; taken from the file unless said",
              "answer", "field of the answer, such as output.text, required",
              "key", "field that says which sample a record belongs to; id unless said",
              "matches", "what the key is equal to: id, or the name of a variable; id unless said"),
          Set.of(Capability.CHAT));

  /** A provider; it holds nothing. */
  public ReplayProvider() {}

  @Override
  public ProviderDescription description() {
    return DESCRIPTION;
  }

  @Override
  public void check(ModelSpecification specification) {
    Options options = Options.of(specification, DESCRIPTION);
    file(options);
    options.required("answer");
  }

  @Override
  public LanguageModel open(ModelSpecification specification) {
    Options options = Options.of(specification, DESCRIPTION);
    Path file = file(options);
    requireHash(file, options.text(ModelSpecification.FILE_HASH_OPTION, ""));
    Recording recording =
        Recording.read(
            file,
            new FieldPath(options.text("key", "id")),
            new FieldPath(options.required("answer")));
    return new ReplayModel(recording, options.text("matches", ReplayModel.SAMPLE_ID));
  }

  /** A recording that changed would give other answers under the same manifest. */
  private static void requireHash(Path file, String expected) {
    if (expected.isEmpty()) {
      return;
    }
    MessageDigest digest = ContentHash.sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new InvalidException("file", "cannot read " + file + ": " + e.getMessage(), e);
    }
    String found = ContentHash.of(digest).hex();
    if (!found.equals(expected)) {
      throw new InvalidException(
          "file",
          "%s is not the file that was meant: its SHA-256 is %s, not %s"
              .formatted(file, found, expected));
    }
  }

  private static Path file(Options options) {
    String text = options.required("file");
    Path file;
    try {
      file = Path.of(text);
    } catch (InvalidPathException e) {
      throw new InvalidException("file", "is not a path: " + e.getMessage(), e);
    }
    if (Files.isDirectory(file) || !Files.isReadable(file)) {
      throw new InvalidException("file", "there is no readable file " + file);
    }
    return file;
  }
}
