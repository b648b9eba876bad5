package dev.researchlab.adapters.postgres.dataset;

import dev.researchlab.adapters.local.artifact.DirectoryBlobStore;
import dev.researchlab.adapters.postgres.TestDatabase;
import dev.researchlab.ports.driven.dataset.DatasetStore;
import dev.researchlab.ports.testkit.dataset.DatasetStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class PostgresDatasetStoreIT extends DatasetStoreContract {

  @TempDir private Path folder;
  private DatasetStore store;

  @BeforeEach
  void open() {
    store = new PostgresDatasetStore(TestDatabase.shared(), new DirectoryBlobStore(folder));
  }

  @Override
  protected DatasetStore store() {
    return store;
  }
}
