package dev.researchlab.adapters.postgres.run;

import dev.researchlab.adapters.postgres.database.Database;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.ports.driven.run.RunStore.Claim;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Claims as advisory locks of one connection that lives as long as its process does: no clock has
 * to expire before another process may go on. Where the connection is lost, the claims are taken
 * again on the next one; until then another process could take a run, which would cost calls, but
 * no evaluation, as each trial is recorded once.
 */
final class RunClaims implements AutoCloseable {

  private static final int CHECK_SECONDS = 5;

  private final Database database;
  private final Set<String> held = new HashSet<>();
  private @Nullable Connection connection;

  RunClaims(Database database) {
    this.database = database;
  }

  synchronized Optional<Claim> claim(ProjectId project, RunId run) {
    String key = project + "/" + run;
    if (held.contains(key)) {
      return Optional.empty();
    }
    try {
      if (!lock(connection(), key)) {
        return Optional.empty();
      }
    } catch (SQLException e) {
      throw database.translate(e);
    }
    held.add(key);
    return Optional.of(() -> release(key));
  }

  private synchronized void release(String key) {
    if (!held.remove(key) || connection == null) {
      return;
    }
    try (PreparedStatement unlock =
        connection.prepareStatement("SELECT pg_advisory_unlock(hashtextextended(?, 0))")) {
      unlock.setString(1, key);
      unlock.execute();
    } catch (SQLException lost) {
      // With its connection the lock is gone as well.
    }
  }

  private Connection connection() throws SQLException {
    if (connection != null && connection.isValid(CHECK_SECONDS)) {
      return connection;
    }
    close();
    Connection fresh = Database.connect(database.url());
    for (String key : held) {
      boolean ignored = lock(fresh, key);
    }
    connection = fresh;
    return fresh;
  }

  private static boolean lock(Connection connection, String key) throws SQLException {
    try (PreparedStatement lock =
        connection.prepareStatement("SELECT pg_try_advisory_lock(hashtextextended(?, 0))")) {
      lock.setString(1, key);
      try (ResultSet locked = lock.executeQuery()) {
        locked.next();
        return locked.getBoolean(1);
      }
    }
  }

  @Override
  public synchronized void close() {
    if (connection == null) {
      return;
    }
    try {
      connection.close();
    } catch (SQLException e) {
      // It is gone either way.
    }
    connection = null;
  }
}
