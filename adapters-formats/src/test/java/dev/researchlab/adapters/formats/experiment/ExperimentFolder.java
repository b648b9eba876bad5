package dev.researchlab.adapters.formats.experiment;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.model.ProviderDescription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.Assertions;

/** A folder with an experiment file and what it names. */
record ExperimentFolder(Path path) {

  static final List<ProviderDescription> PROVIDERS =
      List.of(
          new ProviderDescription("openai", "an endpoint", Map.of(), Set.of()),
          new ProviderDescription(
              "replay",
              "recorded answers",
              Map.of("file", "path", "answer", "field", "key", "field", "matches", "variable"),
              Set.of()),
          new ProviderDescription(
              "simulated",
              "made up",
              Map.of("accuracy", "of answers", "file", "", "file_sha256", ""),
              Set.of()));

  /** The shortest experiment file: 10 lines. */
  static final String SHORT =
      """
      name: short
      models:
        - name: m
          provider: openai
      prompts:
        - name: p
          text: "{{question}}"
      dataset:
        file: questions.jsonl
      metrics: [exact_match]
      """;

  static final String QUESTIONS =
      """
      {"id": "a", "question": "1+1?", "answer": 2}
      {"id": "b", "question": "What is {{question}}?", "answer": "a variable"}
      """;

  static ExperimentFolder in(Path path) {
    ExperimentFolder folder = new ExperimentFolder(path);
    folder.write("questions.jsonl", QUESTIONS);
    return folder;
  }

  Path write(String name, String content) {
    return write(name, content.getBytes(StandardCharsets.UTF_8));
  }

  Path write(String name, byte[] content) {
    try {
      Path file = path.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ExperimentFile read(String yaml, String... settings) {
    return ExperimentFile.read(write("experiment.yaml", yaml), List.of(settings), PROVIDERS);
  }

  /** The message that reading ends with, without the name of this folder. */
  String problem(String yaml, String... settings) {
    return problem(() -> read(yaml, settings));
  }

  String problem(Runnable action) {
    InvalidException problem = Assertions.catchThrowableOfType(InvalidException.class, action::run);
    Assertions.assertThat(problem).isNotNull();
    return String.valueOf(problem.getMessage()).replace(path + "/", "");
  }
}
