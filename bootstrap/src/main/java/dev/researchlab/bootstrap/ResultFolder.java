package dev.researchlab.bootstrap;

import dev.researchlab.adapters.formats.comparison.RunSummaryJson;
import dev.researchlab.adapters.formats.evaluation.EvaluationJson;
import dev.researchlab.adapters.formats.run.RunManifestJson;
import dev.researchlab.application.ResearchLab;
import dev.researchlab.client.LabClient;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.comparison.RunComparison;
import dev.researchlab.domain.comparison.RunSummary;
import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.Run;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The folder that a run's results are written to; each file is there whole or not at all. */
final class ResultFolder {

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
  private static final JsonMapper PRETTY_JSON =
      JSON.rebuild()
          .defaultPrettyPrinter(new DefaultPrettyPrinter())
          .enable(tools.jackson.databind.SerializationFeature.INDENT_OUTPUT)
          .build();

  private final Path folder;

  ResultFolder(Path folder) {
    this.folder = folder;
  }

  /** Refuses, before anything is asked, a folder that holds something or cannot be made. */
  static void requireUsable(Path folder) {
    try {
      if (Files.exists(folder) && !Files.isDirectory(folder)) {
        throw new InvalidException("--out: " + folder + " is a file; name a new or empty folder");
      }
      if (Files.isDirectory(folder) && !isEmpty(folder)) {
        throw new InvalidException(
            "--out: " + folder + " is not empty; name a new folder, results are never overwritten");
      }
      Path present = folder.toAbsolutePath();
      while (present != null && !Files.exists(present)) {
        present = present.getParent();
      }
      if (present == null || !Files.isDirectory(present) || !Files.isWritable(present)) {
        throw new InvalidException("--out: " + folder + " cannot be made in " + present);
      }
    } catch (IOException e) {
      throw new InvalidException("--out: " + folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      return !entries.iterator().hasNext();
    }
  }

  /** Writes evaluations, summary and manifest. */
  void write(ResearchLab lab, Run run, RunSummary summary) {
    try {
      Files.createDirectories(folder);
      writeFile("evaluations.jsonl", writer -> writeEvaluations(writer, lab, run));
      writeFile("summary.json", writer -> writeSummary(writer, run, summary));
      writeFile("manifest.json", writer -> writeManifest(writer, run));
    } catch (IOException | UncheckedIOException e) {
      throw new InvalidException("--out: " + folder + " cannot be written: " + e.getMessage(), e);
    }
  }

  /** As above, from a lab that is served elsewhere. */
  void write(LabClient lab, String run) {
    try {
      Files.createDirectories(folder);
      Path part = folder.resolve("evaluations.jsonl.part");
      try (InputStream evaluations = lab.export(run, "jsonl")) {
        Files.copy(evaluations, part, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.move(part, folder.resolve("evaluations.jsonl"), StandardCopyOption.ATOMIC_MOVE);
      writeFile("summary.json", writer -> write(writer, lab.summary(run)));
      writeFile("manifest.json", writer -> write(writer, lab.manifest(run)));
    } catch (IOException | UncheckedIOException e) {
      throw new InvalidException("--out: " + folder + " cannot be written: " + e.getMessage(), e);
    }
  }

  /** Writes indented JSON. */
  static void write(Writer writer, JsonNode json) {
    PRETTY_JSON.writeValue(writer, json);
    endLine(writer);
  }

  private void writeFile(String name, Consumer<Writer> content) throws IOException {
    Path part = folder.resolve(name + ".part");
    try (Writer writer = Files.newBufferedWriter(part)) {
      content.accept(writer);
    }
    Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void writeEvaluations(Writer writer, ResearchLab lab, Run run) {
    try (JsonGenerator json = JSON.createGenerator(writer);
        Stream<Evaluation> evaluations =
            lab.evaluations().evaluations(ProjectId.DEFAULT, run.id())) {
      evaluations.forEach(
          evaluation -> {
            EvaluationJson.write(json, evaluation);
            json.writeRaw('\n');
          });
    }
  }

  private static void writeManifest(Writer writer, Run run) {
    try (JsonGenerator json = PRETTY_JSON.createGenerator(writer)) {
      RunManifestJson.write(json, run);
    }
    endLine(writer);
  }

  /** Writes the comparison as indented JSON. */
  static void writeComparison(Writer writer, RunComparison comparison) {
    try (JsonGenerator json = PRETTY_JSON.createGenerator(writer)) {
      RunSummaryJson.write(json, comparison);
    }
    endLine(writer);
  }

  /** Writes the summary as indented JSON. */
  static void writeSummary(Writer writer, Run run, RunSummary summary) {
    try (JsonGenerator json = PRETTY_JSON.createGenerator(writer)) {
      RunSummaryJson.write(json, run, summary);
    }
    endLine(writer);
  }

  private static void endLine(Writer writer) {
    new PrintWriter(writer, true).println();
  }
}
