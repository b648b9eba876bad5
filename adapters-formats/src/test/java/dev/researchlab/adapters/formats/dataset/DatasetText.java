package dev.researchlab.adapters.formats.dataset;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.dataset.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;

/** A dataset file of one test. */
record DatasetText(Path file, DatasetFormat format, String content, Charset charset) {

  static DatasetText of(Path folder, DatasetFormat format, String content) {
    return new DatasetText(folder.resolve("data"), format, content, StandardCharsets.UTF_8);
  }

  List<Sample> read(FieldMapping mapping) {
    write();
    List<Sample> samples = new ArrayList<>();
    try (SampleFile opened = SampleFile.open(file, format, mapping)) {
      opened.forEachRemaining(samples::add);
    }
    return samples;
  }

  /** The message that reading ends with, without the name of the folder. */
  String problem(FieldMapping mapping) {
    InvalidException problem =
        Assertions.catchThrowableOfType(InvalidException.class, () -> read(mapping));
    Assertions.assertThat(problem).isNotNull();
    return String.valueOf(problem.getMessage()).replace(file.getParent() + "/", "");
  }

  void write() {
    try {
      Files.writeString(file, content, charset);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
