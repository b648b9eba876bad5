package dev.researchlab.bootstrap;

import dev.researchlab.adapters.local.LocalPorts;
import dev.researchlab.adapters.local.artifact.DirectoryBlobStore;
import dev.researchlab.adapters.postgres.database.Database;
import dev.researchlab.adapters.postgres.database.DatabaseUrl;
import dev.researchlab.adapters.postgres.dataset.PostgresDatasetStore;
import dev.researchlab.adapters.postgres.embedded.EmbeddedPostgres;
import dev.researchlab.adapters.postgres.evaluation.PostgresEvaluationStore;
import dev.researchlab.adapters.postgres.experiment.PostgresExperimentStore;
import dev.researchlab.adapters.postgres.model.PostgresModelStore;
import dev.researchlab.adapters.postgres.prompt.PostgresPromptStore;
import dev.researchlab.adapters.postgres.run.PostgresRunStore;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.ports.driven.DrivenPorts;
import dev.researchlab.ports.driven.artifact.BlobStore;
import dev.researchlab.ports.driven.evaluation.EvaluationStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The stores that the settings name, opened; what was opened last is closed first. */
final class Stores implements AutoCloseable {

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final Database database;
  private final BlobStore blobs;
  private final EvaluationStore evaluations;

  private Stores(Settings settings) {
    try {
      database = opened(Database.open(databaseUrl(settings)));
      blobs = blobs(settings);
      evaluations = new PostgresEvaluationStore(database);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  static Stores open(Settings settings) {
    return new Stores(settings);
  }

  private DatabaseUrl databaseUrl(Settings settings) {
    String configured = settings.databaseUrl();
    if (configured == null) {
      return opened(EmbeddedPostgres.start(settings.dataDirectory(), settings.cacheDirectory()))
          .url();
    }
    try {
      return DatabaseUrl.parse(configured);
    } catch (InvalidException e) {
      throw e.in(Settings.DATABASE_URL);
    }
  }

  private BlobStore blobs(Settings settings) {
    return new DirectoryBlobStore(settings.dataDirectory().resolve("blobs"));
  }

  private <T extends AutoCloseable> T opened(T part) {
    opened.push(part);
    return part;
  }

  /** Ports on these stores, with no kinds of models or metrics. */
  DrivenPorts ports() {
    DrivenPorts local = LocalPorts.inMemory();
    return new DrivenPorts(
        new PostgresModelStore(database),
        new PostgresDatasetStore(database, blobs),
        new PostgresPromptStore(database),
        new PostgresExperimentStore(database),
        opened(new PostgresRunStore(database)),
        evaluations,
        List.of(),
        List.of(),
        local.clock(),
        local.ids());
  }

  Database database() {
    return database;
  }

  BlobStore blobs() {
    return blobs;
  }

  EvaluationStore evaluations() {
    return evaluations;
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
