package dev.researchlab.bootstrap;

import dev.researchlab.adapters.postgres.backup.EvaluationLine;
import dev.researchlab.adapters.postgres.backup.TableBackup;
import dev.researchlab.application.ResearchLab;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.RunId;
import java.io.BufferedReader;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Everything that a lab keeps as one ZIP file, wherever its parts are kept: {@code tables/} as
 * PostgreSQL copies them, {@code evaluations/PROJECT/RUN} a line of JSON for each, {@code
 * blobs/PROJECT/HASH}. The tables are of one moment and are read first: what they refer to is
 * written before them, never changed, and so is there when it is read after them.
 */
final class Backup {

  private static final String TABLES = "tables/";
  private static final String EVALUATIONS = "evaluations/";
  private static final String BLOBS = "blobs/";
  private static final String FORM = "research-lab-backup";
  private static final int BLOCK = 1_000;

  /** What was copied. */
  record Contents(int runs, long evaluations, long blobs) {}

  private final Stores stores;

  Backup(Stores stores) {
    this.stores = stores;
  }

  /** Writes the file, whole or not at all. */
  Contents write(Path file) {
    if (Files.exists(file)) {
      throw new InvalidException(file + " is there already; a backup is never overwritten");
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Contents contents;
      try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(part))) {
        contents = write(zip);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      return contents;
    } catch (IOException e) {
      throw new InvalidException(file + " cannot be written: " + e.getMessage(), e);
    } finally {
      deleteIfThere(part);
    }
  }

  private static void deleteIfThere(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      // Its name says that it is not whole.
    }
  }

  private Contents write(ZipOutputStream zip) throws IOException {
    try (OutputStream form = entry(zip, FORM)) {
      form.write(form().getBytes(StandardCharsets.UTF_8));
    }
    Map<ProjectId, List<RunId>> runs =
        new TableBackup(stores.database())
            .write(
                new TableBackup.Files() {
                  @Override
                  public OutputStream create(String name) throws IOException {
                    return entry(zip, TABLES + name);
                  }

                  @Override
                  public boolean has(String name) {
                    return false;
                  }

                  @Override
                  public InputStream open(String name) {
                    throw new UnsupportedOperationException("a backup is written");
                  }
                });
    long evaluations = 0;
    long blobs = 0;
    for (Map.Entry<ProjectId, List<RunId>> project : runs.entrySet()) {
      for (RunId run : project.getValue()) {
        evaluations += writeEvaluations(zip, project.getKey(), run);
      }
      blobs += writeBlobs(zip, project.getKey());
    }
    return new Contents(runs.values().stream().mapToInt(List::size).sum(), evaluations, blobs);
  }

  private static String form() {
    return "1 " + ResearchLab.version() + "\n";
  }

  private long writeEvaluations(ZipOutputStream zip, ProjectId project, RunId run)
      throws IOException {
    long count = 0;
    try (OutputStream lines = entry(zip, EVALUATIONS + project + "/" + run);
        Stream<Evaluation> evaluations = stores.evaluations().stream(project, run)) {
      for (Iterator<Evaluation> each = evaluations.iterator(); each.hasNext(); count++) {
        lines.write((EvaluationLine.write(each.next()) + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    return count;
  }

  private long writeBlobs(ZipOutputStream zip, ProjectId project) throws IOException {
    long count = 0;
    try (Stream<ContentHash> hashes = stores.blobs().list(project)) {
      for (Iterator<ContentHash> each = hashes.iterator(); each.hasNext(); ) {
        ContentHash hash = each.next();
        InputStream found = stores.blobs().get(project, hash).orElse(null);
        if (found == null) {
          continue; // deleted since it was listed
        }
        try (InputStream content = found;
            OutputStream copy = entry(zip, BLOBS + project + "/" + hash)) {
          content.transferTo(copy);
          count++;
        }
      }
    }
    return count;
  }

  private static OutputStream entry(ZipOutputStream zip, String name) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    return new FilterOutputStream(zip) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        zip.write(bytes, offset, length);
      }

      @Override
      public void close() throws IOException {
        zip.closeEntry();
      }
    };
  }

  /**
   * Reads the file into stores that hold nothing yet. The tables come last and all at once: of a
   * restore that was interrupted nothing is seen, and it can be begun again.
   */
  Contents read(Path file) {
    TableBackup tables = new TableBackup(stores.database());
    try (ZipFile zip = new ZipFile(file.toFile())) {
      requireForm(zip, file);
      if (!tables.isEmpty()) {
        throw new InvalidException(
            "this lab holds something already; a backup is restored into an empty one (name a new"
                + " directory in "
                + Settings.DATA_DIR
                + ", or an empty database)");
      }
      return read(zip, tables);
    } catch (ZipException | IllegalArgumentException e) {
      throw new InvalidException(file + " is not a whole backup of a lab: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new InvalidException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static void requireForm(ZipFile zip, Path file) throws IOException {
    ZipEntry form = zip.getEntry(FORM);
    if (form == null) {
      throw new InvalidException(file + " is not a backup of a lab");
    }
    try (InputStream content = zip.getInputStream(form)) {
      String text = new String(content.readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!text.startsWith("1 ")) {
        throw new InvalidException(
            "%s was written by a newer lab (%s); restore it with that one".formatted(file, text));
      }
    }
  }

  private Contents read(ZipFile zip, TableBackup tables) throws IOException {
    List<ProjectId> projects = new ArrayList<>();
    int runs = 0;
    long evaluations = 0;
    long blobs = 0;
    for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
      ZipEntry entry = all.nextElement();
      String[] path = entry.getName().split("/", -1);
      if (path.length < 3) {
        continue;
      }
      ProjectId project = new ProjectId(UUID.fromString(path[1]));
      switch (path[0] + "/") {
        case BLOBS -> {
          readBlob(zip, entry, project, new ContentHash(path[2]));
          blobs++;
        }
        case EVALUATIONS -> {
          evaluations += readEvaluations(zip, entry, project);
          runs++;
        }
        default -> {
          if (!projects.contains(project)) {
            projects.add(project);
          }
        }
      }
    }
    tables.read(projects, filesOf(zip));
    return new Contents(runs, evaluations, blobs);
  }

  private static TableBackup.Files filesOf(ZipFile zip) {
    return new TableBackup.Files() {
      @Override
      public OutputStream create(String name) {
        throw new UnsupportedOperationException("a backup is read");
      }

      @Override
      public boolean has(String name) {
        return zip.getEntry(TABLES + name) != null;
      }

      @Override
      public InputStream open(String name) throws IOException {
        ZipEntry entry = zip.getEntry(TABLES + name);
        if (entry == null) {
          throw new ZipException("the table " + name + " is missing");
        }
        return zip.getInputStream(entry);
      }
    };
  }

  private void readBlob(ZipFile zip, ZipEntry entry, ProjectId project, ContentHash hash)
      throws IOException {
    try (InputStream content = zip.getInputStream(entry)) {
      ContentHash stored = stores.blobs().put(project, content);
      if (!stored.equals(hash)) {
        throw new ZipException("the blob " + hash + " is damaged");
      }
    }
  }

  private long readEvaluations(ZipFile zip, ZipEntry entry, ProjectId project) throws IOException {
    long count = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(zip.getInputStream(entry), StandardCharsets.UTF_8))) {
      List<Evaluation> block = new ArrayList<>(BLOCK);
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        block.add(EvaluationLine.read(project, line));
        count++;
        if (block.size() == BLOCK) {
          stores.evaluations().record(block);
          block.clear();
        }
      }
      stores.evaluations().record(block);
    }
    return count;
  }
}
