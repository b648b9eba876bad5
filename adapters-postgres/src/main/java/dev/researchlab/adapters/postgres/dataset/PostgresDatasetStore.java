package dev.researchlab.adapters.postgres.dataset;

import dev.researchlab.adapters.postgres.database.Database;
import dev.researchlab.adapters.postgres.database.Rows;
import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.WellFormedText;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.dataset.Dataset;
import dev.researchlab.domain.dataset.DatasetId;
import dev.researchlab.domain.dataset.DatasetVersion;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.artifact.BlobStore;
import dev.researchlab.ports.driven.dataset.DatasetStore;
import io.helidon.dbclient.DbRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps datasets in the tables {@code datasets} and {@code dataset_versions}, and the samples of
 * each version in one blob, a line of JSON for each.
 */
public final class PostgresDatasetStore implements DatasetStore {

  private final Database database;
  private final BlobStore blobs;

  public PostgresDatasetStore(Database database, BlobStore blobs) {
    this.database = database;
    this.blobs = blobs;
  }

  @Override
  public void add(Dataset dataset) {
    database.insert(
        dataset.project(),
        "there is a dataset %s or named '%s' already".formatted(dataset.id(), dataset.name()),
        """
        INSERT INTO datasets (project_id, id, name, created_at)
        VALUES (?::uuid, ?::uuid, ?, ?)
        """,
        dataset.project(),
        dataset.id(),
        WellFormedText.encode(dataset.name()),
        Rows.time(dataset.createdAt()));
  }

  @Override
  public Optional<Dataset> find(ProjectId project, DatasetId id) {
    return database.find(
        project,
        "SELECT * FROM datasets WHERE project_id = ?::uuid AND id = ?::uuid",
        row -> dataset(project, row),
        project,
        id);
  }

  @Override
  public List<Dataset> list(ProjectId project) {
    return database.query(
        project,
        "SELECT * FROM datasets WHERE project_id = ?::uuid ORDER BY name",
        row -> dataset(project, row),
        project);
  }

  @Override
  public VersionWriter write(ProjectId project, DatasetId dataset) {
    if (find(project, dataset).isEmpty()) {
      throw new NotFoundException("dataset", dataset.toString());
    }
    return new Writer(project, dataset);
  }

  @Override
  public List<DatasetVersion> versions(ProjectId project, DatasetId dataset) {
    return database.query(
        project,
        """
        SELECT * FROM dataset_versions WHERE project_id = ?::uuid AND dataset_id = ?::uuid
        ORDER BY ordinal
        """,
        row -> version(dataset, row),
        project,
        dataset);
  }

  @Override
  public Stream<Sample> samples(ProjectId project, DatasetId dataset, ContentHash version) {
    ContentHash content =
        database
            .find(
                project,
                """
                SELECT content FROM dataset_versions
                WHERE project_id = ?::uuid AND dataset_id = ?::uuid AND hash = ?
                """,
                row -> new ContentHash(Rows.text(row, "content")),
                project,
                dataset,
                version.hex())
            .orElseThrow(
                () -> new NotFoundException("version of dataset " + dataset, version.toString()));
    return SampleLines.read(blobs, project, content);
  }

  @Override
  public Dataset rename(ProjectId project, DatasetId id, String from, String to) {
    long renamed =
        database.insert(
            project,
            "there is a dataset named '%s' already".formatted(to),
            """
            UPDATE datasets SET name = ? WHERE project_id = ?::uuid AND id = ?::uuid AND name = ?
            """,
            WellFormedText.encode(to),
            project,
            id,
            WellFormedText.encode(from));
    Dataset stored =
        find(project, id).orElseThrow(() -> new NotFoundException("dataset", id.toString()));
    if (renamed == 0) {
      throw new ConflictException(
          "dataset %s is named '%s' by now; read it again".formatted(id, stored.name()));
    }
    return stored;
  }

  /** The samples stay where they are: another dataset may have the same ones. */
  @Override
  public boolean delete(ProjectId project, DatasetId id) {
    return database.execute(
            project,
            """
            WITH versions AS (
              DELETE FROM dataset_versions WHERE project_id = ?::uuid AND dataset_id = ?::uuid)
            DELETE FROM datasets WHERE project_id = ?::uuid AND id = ?::uuid
            """,
            project,
            id,
            project,
            id)
        > 0;
  }

  private static Dataset dataset(ProjectId project, DbRow row) {
    return new Dataset(
        new DatasetId(Rows.uuid(row, "id")),
        project,
        Rows.text(row, "name"),
        Rows.time(row, "created_at"));
  }

  private static DatasetVersion version(DatasetId dataset, DbRow row) {
    return new DatasetVersion(
        dataset,
        new ContentHash(Rows.text(row, "hash")),
        Rows.bigint(row, "samples"),
        Rows.time(row, "imported_at"));
  }

  private final class Writer implements VersionWriter {

    private final ProjectId project;
    private final DatasetId dataset;
    private final SampleLines.Writer lines = new SampleLines.Writer();

    Writer(ProjectId project, DatasetId dataset) {
      this.project = project;
      this.dataset = dataset;
    }

    @Override
    public void append(Sample sample) {
      lines.append(sample);
    }

    @Override
    public DatasetVersion commit(ContentHash hash, Instant now) {
      long samples = lines.count();
      ContentHash content = lines.putInto(blobs, project);
      database.execute(
          project,
          """
          INSERT INTO dataset_versions (project_id, dataset_id, hash, samples, content, imported_at)
          VALUES (?::uuid, ?::uuid, ?, ?, ?, ?) ON CONFLICT DO NOTHING
          """,
          project,
          dataset,
          hash.hex(),
          samples,
          content.hex(),
          Rows.time(now));
      return database
          .find(
              project,
              """
              SELECT * FROM dataset_versions
              WHERE project_id = ?::uuid AND dataset_id = ?::uuid AND hash = ?
              """,
              row -> version(dataset, row),
              project,
              dataset,
              hash.hex())
          .orElseThrow();
    }

    @Override
    public void close() {
      lines.close();
    }
  }
}
