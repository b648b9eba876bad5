package dev.researchlab.bootstrap;

import dev.researchlab.adapters.clickhouse.ClickHouseEvaluationStore;
import dev.researchlab.adapters.local.LocalPorts;
import dev.researchlab.adapters.local.artifact.DirectoryBlobStore;
import dev.researchlab.adapters.postgres.audit.PostgresAuditLog;
import dev.researchlab.adapters.postgres.database.Database;
import dev.researchlab.adapters.postgres.database.DatabaseUrl;
import dev.researchlab.adapters.postgres.dataset.PostgresDatasetStore;
import dev.researchlab.adapters.postgres.embedded.EmbeddedPostgres;
import dev.researchlab.adapters.postgres.evaluation.PostgresEvaluationStore;
import dev.researchlab.adapters.postgres.experiment.PostgresExperimentStore;
import dev.researchlab.adapters.postgres.model.PostgresModelStore;
import dev.researchlab.adapters.postgres.model.PostgresResponseCache;
import dev.researchlab.adapters.postgres.project.PostgresApiKeyStore;
import dev.researchlab.adapters.postgres.project.PostgresProjectStore;
import dev.researchlab.adapters.postgres.prompt.PostgresPromptStore;
import dev.researchlab.adapters.postgres.request.PostgresRequestStore;
import dev.researchlab.adapters.postgres.run.PostgresRunStore;
import dev.researchlab.adapters.s3.S3BlobStore;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.ports.driven.DrivenPorts;
import dev.researchlab.ports.driven.artifact.BlobStore;
import dev.researchlab.ports.driven.evaluation.EvaluationStore;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The stores that the settings name, opened; what was opened last is closed first. */
final class Stores implements AutoCloseable {

  private final Settings settings;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private @Nullable Database database;
  private @Nullable BlobStore blobs;
  private @Nullable EvaluationStore evaluations;

  private Stores(Settings settings) {
    this.settings = settings;
  }

  /** Each part is opened when it is first asked for. */
  static Stores unopened(Settings settings) {
    return new Stores(settings);
  }

  /** All parts open, or none. */
  static Stores open(Settings settings) {
    Stores stores = new Stores(settings);
    try {
      stores.database();
      stores.blobs();
      stores.evaluations();
      return stores;
    } catch (RuntimeException | Error e) {
      stores.close();
      throw e;
    }
  }

  Database database() {
    if (database == null) {
      database = opened(Database.open(databaseUrl()));
    }
    return database;
  }

  boolean databaseAnswers() {
    return !database().serverVersion().isEmpty();
  }

  /** There is no such run; that it is looked for is enough. */
  boolean evaluationsAnswer() {
    return evaluations().count(ProjectId.DEFAULT, new RunId(new UUID(0, 0))) == 0;
  }

  /** Whether there is such a blob does not matter. */
  boolean blobsAnswer() {
    Optional<Long> unused = blobs().size(ProjectId.DEFAULT, ContentHash.of(""));
    return true;
  }

  BlobStore blobs() {
    if (blobs == null) {
      blobs = openBlobs();
    }
    return blobs;
  }

  EvaluationStore evaluations() {
    if (evaluations == null) {
      evaluations = openEvaluations();
    }
    return evaluations;
  }

  private DatabaseUrl databaseUrl() {
    String configured = settings.databaseUrl();
    if (configured == null) {
      return opened(EmbeddedPostgres.start(settings.dataDirectory(), settings.cacheDirectory()))
          .url();
    }
    try {
      return DatabaseUrl.parse(configured);
    } catch (InvalidException e) {
      throw settings.at("database_url", e);
    }
  }

  private BlobStore openBlobs() {
    String bucket = settings.bucket();
    if (bucket == null) {
      return new DirectoryBlobStore(settings.dataDirectory().resolve("blobs"));
    }
    return opened(S3BlobStore.open(settings.s3(bucket)));
  }

  private EvaluationStore openEvaluations() {
    String configured = settings.clickHouseUrl();
    if (configured == null) {
      return new PostgresEvaluationStore(database());
    }
    try {
      return opened(ClickHouseEvaluationStore.open(configured));
    } catch (InvalidException e) {
      throw settings.at("clickhouse_url", e);
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    opened.push(part);
    return part;
  }

  /** Ports on these stores, with no kinds of models or metrics. */
  DrivenPorts ports() {
    DrivenPorts local = LocalPorts.inMemory();
    return new DrivenPorts(
        new PostgresProjectStore(database()),
        new PostgresApiKeyStore(database()),
        new PostgresModelStore(database()),
        new PostgresDatasetStore(database(), blobs()),
        new PostgresPromptStore(database()),
        new PostgresExperimentStore(database()),
        opened(new PostgresRunStore(database())),
        evaluations(),
        new PostgresResponseCache(database()),
        new PostgresRequestStore(database()),
        new PostgresAuditLog(database()),
        List.of(),
        List.of(),
        // As exact as the database keeps it: what is read is what was said.
        () -> local.clock().instant().truncatedTo(ChronoUnit.MICROS),
        local.ids(),
        local.chance());
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        System.getLogger(Stores.class.getName())
            .log(System.Logger.Level.WARNING, "a store could not be closed: " + e.getMessage());
      }
    }
  }
}
