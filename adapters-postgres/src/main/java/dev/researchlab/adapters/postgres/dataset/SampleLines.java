package dev.researchlab.adapters.postgres.dataset;

import dev.researchlab.adapters.postgres.document.Documents;
import dev.researchlab.domain.UnavailableException;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.artifact.VerifiedInputStream;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.artifact.BlobStore;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The samples of a dataset version as a blob: a line of JSON for each, in their order. */
final class SampleLines {

  private SampleLines() {}

  /** The samples of a blob, read while they are consumed; the caller closes the stream. */
  static Stream<Sample> read(BlobStore blobs, ProjectId project, ContentHash content) {
    InputStream pieces = new BlobPieces(blobs, project, content);
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new VerifiedInputStream(pieces, content), StandardCharsets.UTF_8));
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(
            new Lines(reader), Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  private static UnavailableException unavailable(IOException cause) {
    return new UnavailableException(
        "the samples of a dataset cannot be read: " + cause.getMessage(), cause);
  }

  private static final class Lines implements Iterator<Sample> {

    private final BufferedReader reader;
    private @Nullable String next;

    Lines(BufferedReader reader) {
      this.reader = reader;
    }

    @Override
    public boolean hasNext() {
      return peek() != null;
    }

    @Override
    public Sample next() {
      String line = peek();
      if (line == null) {
        throw new NoSuchElementException();
      }
      next = null;
      return Documents.read(line, Sample.class);
    }

    private @Nullable String peek() {
      if (next == null) {
        try {
          next = reader.readLine();
        } catch (IOException e) {
          throw unavailable(e);
        }
      }
      return next;
    }
  }

  /** Collects samples in a file of its own until it is known that they are all there. */
  static final class Writer implements AutoCloseable {

    private final Path file;
    private final BufferedWriter lines;
    private long count;
    private boolean open = true;

    Writer() {
      try {
        file = Files.createTempFile("research-lab-samples", ".jsonl");
        lines = Files.newBufferedWriter(file);
      } catch (IOException e) {
        throw notWritten(e);
      }
    }

    void append(Sample sample) {
      requireOpen();
      try {
        lines.write(Documents.write(sample));
        lines.write('\n');
        count++;
      } catch (IOException e) {
        throw notWritten(e);
      }
    }

    long count() {
      return count;
    }

    /** Puts the lines into the blob store; nothing more can be appended. */
    ContentHash putInto(BlobStore blobs, ProjectId project) {
      requireOpen();
      try {
        lines.close();
        try (InputStream content = Files.newInputStream(file)) {
          return blobs.put(project, content);
        }
      } catch (IOException e) {
        throw notWritten(e);
      } finally {
        close();
      }
    }

    @Override
    public void close() {
      open = false;
      try {
        lines.close();
        Files.deleteIfExists(file);
      } catch (IOException e) {
        // A file in the folder for temporary ones stays behind.
      }
    }

    private void requireOpen() {
      if (!open) {
        throw new IllegalStateException("this version was committed or closed already");
      }
    }

    private static UnavailableException notWritten(IOException cause) {
      return new UnavailableException(
          "the samples cannot be written to the folder for temporary files: " + cause.getMessage(),
          cause);
    }
  }
}
