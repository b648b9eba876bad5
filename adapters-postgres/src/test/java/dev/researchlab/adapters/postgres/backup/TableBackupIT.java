package dev.researchlab.adapters.postgres.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.adapters.postgres.TestDatabase;
import dev.researchlab.adapters.postgres.database.Database;
import dev.researchlab.adapters.postgres.model.PostgresModelStore;
import dev.researchlab.adapters.postgres.project.PostgresApiKeyStore;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.model.Model;
import dev.researchlab.domain.project.ApiKey;
import dev.researchlab.domain.project.ApiKeyId;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.testkit.model.Models;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TableBackupIT {

  /** Files in memory. */
  private static final class Kept implements TableBackup.Files {

    private final Map<String, ByteArrayOutputStream> files = new HashMap<>();

    @Override
    public OutputStream create(String name) {
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      files.put(name, file);
      return file;
    }

    @Override
    public boolean has(String name) {
      return files.containsKey(name);
    }

    @Override
    public InputStream open(String name) throws IOException {
      if (!has(name)) {
        throw new IOException("there is no " + name);
      }
      return new ByteArrayInputStream(Objects.requireNonNull(files.get(name)).toByteArray());
    }
  }

  private final Kept files = new Kept();
  private final Model model = Models.named(ProjectId.DEFAULT, "m");
  private final ApiKey key =
      new ApiKey(
          new ApiKeyId(UUID.randomUUID()),
          ProjectId.DEFAULT,
          "k",
          ApiKey.Scope.LAB,
          ContentHash.of("k"),
          Instant.EPOCH,
          null);

  private void write() throws IOException {
    try (Database database = Database.open(TestDatabase.fresh())) {
      new PostgresModelStore(database).add(model);
      new PostgresApiKeyStore(database).add(key);
      assertThat(new TableBackup(database).write(files)).containsOnlyKeys(ProjectId.DEFAULT);
    }
  }

  @Test
  void bringsTheRowsOfEveryTableToAnotherDatabase() throws IOException {
    write();
    try (Database database = Database.open(TestDatabase.fresh())) {
      new TableBackup(database).read(List.of(ProjectId.DEFAULT), files);

      assertThat(new PostgresModelStore(database).list(ProjectId.DEFAULT)).containsExactly(model);
      assertThat(new PostgresApiKeyStore(database).list(ProjectId.DEFAULT)).containsExactly(key);
    }
  }

  @Test
  void readsABackupThatIsOlderThanATable() throws IOException {
    write();
    files.files.remove(ProjectId.DEFAULT + "/api_keys");
    try (Database database = Database.open(TestDatabase.fresh())) {
      new TableBackup(database).read(List.of(ProjectId.DEFAULT), files);

      assertThat(new PostgresModelStore(database).list(ProjectId.DEFAULT)).containsExactly(model);
    }
  }
}
