package dev.researchlab.adapters.llm.replay;

import dev.researchlab.adapters.llm.specification.Options;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.model.ProviderDescription;
import dev.researchlab.ports.driven.model.LanguageModel;
import dev.researchlab.ports.driven.model.ModelProvider;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/** Models whose answers were produced earlier and stand in a file of JSON lines. */
public final class ReplayProvider implements ModelProvider {

  private static final ProviderDescription DESCRIPTION =
      new ProviderDescription(
          "replay",
          "Answers recorded earlier, from a file with one JSON object per line.",
          Map.of(
              "file", "the file of recorded answers, required",
              "answer", "field of the answer, such as output.text, required",
              "key", "field that says which sample a record belongs to; id unless said",
              "matches",
                  "what the key is equal to: id, or the name of a variable; id unless said"));

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
    Recording recording =
        Recording.read(
            file(options),
            new FieldPath(options.text("key", "id")),
            new FieldPath(options.required("answer")));
    return new ReplayModel(recording, options.text("matches", ReplayModel.SAMPLE_ID));
  }

  private static Path file(Options options) {
    String text = options.required("file");
    Path file;
    try {
      file = Path.of(text);
    } catch (InvalidPathException e) {
      throw new InvalidException("option 'file' is not a path: " + e.getMessage(), e);
    }
    if (Files.isDirectory(file) || !Files.isReadable(file)) {
      throw new InvalidException("option 'file': there is no readable file " + file);
    }
    return file;
  }
}
