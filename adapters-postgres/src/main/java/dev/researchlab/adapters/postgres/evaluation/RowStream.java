package dev.researchlab.adapters.postgres.evaluation;

import dev.researchlab.adapters.postgres.database.Database;
import dev.researchlab.domain.project.ProjectId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads the rows of a query while they are consumed; holds a connection until it is closed. */
final class RowStream<T> extends Spliterators.AbstractSpliterator<T> {

  private static final int ROWS_AT_A_TIME = 1_000;

  /** What a row means. */
  @FunctionalInterface
  interface Mapper<T> {
    T read(ResultSet row) throws SQLException;
  }

  private final Database database;
  private final Mapper<T> mapper;
  private final Connection connection;
  private final ResultSet rows;

  private RowStream(Database database, Mapper<T> mapper, Connection connection, ResultSet rows) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
    this.database = database;
    this.mapper = mapper;
    this.connection = connection;
    this.rows = rows;
  }

  /** The rows of the query as a stream that has to be closed. */
  static <T> Stream<T> open(
      Database database, ProjectId project, String sql, Mapper<T> mapper, Object... parameters) {
    Connection connection = database.connection(project);
    try {
      connection.setAutoCommit(false); // else the driver reads all rows at once
      PreparedStatement statement = connection.prepareStatement(sql);
      statement.setFetchSize(ROWS_AT_A_TIME);
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i].toString());
      }
      RowStream<T> stream = new RowStream<>(database, mapper, connection, statement.executeQuery());
      return StreamSupport.stream(stream, false).onClose(stream::close);
    } catch (SQLException e) {
      try {
        connection.close(); // and with it the statement
      } catch (SQLException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw database.translate(e);
    }
  }

  @Override
  public boolean tryAdvance(Consumer<? super T> action) {
    T value;
    try {
      if (!rows.next()) {
        return false;
      }
      value = mapper.read(rows);
    } catch (SQLException e) {
      throw database.translate(e);
    }
    action.accept(value);
    return true;
  }

  private void close() {
    try {
      connection.close(); // closes the statement, ends the transaction, goes back to the pool
    } catch (SQLException e) {
      throw database.translate(e);
    }
  }
}
