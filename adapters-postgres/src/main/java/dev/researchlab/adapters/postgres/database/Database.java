package dev.researchlab.adapters.postgres.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.UnavailableException;
import dev.researchlab.domain.project.ProjectId;
import io.helidon.dbclient.DbClient;
import io.helidon.dbclient.DbClientException;
import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.jdbc.JdbcClientBuilder;
import io.helidon.dbclient.jdbc.JdbcConnectionPool;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.WeakHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * A PostgreSQL database with the lab's tables. Ordinary statements go through Helidon's DbClient,
 * which this class keeps from leaking connections; what it cannot do (blocks of rows, streams,
 * locks) has a plain connection of the same pool. Every statement belongs to a project: the
 * database itself hides the rows of the others.
 */
public final class Database implements AutoCloseable {

  private static final int CONNECTIONS = 10;
  private static final int CONNECT_SECONDS = 5;
  private static final int SOCKET_SECONDS = 120;

  /**
   * Pages are read by the order of their index, also of a table that nobody has counted yet. The
   * server's default of 4 is that of a turning disk, on which it would read and sort a whole run
   * for each page.
   */
  private static final String PAGES_ANYWHERE = "SET random_page_cost = 1.1";

  /** How the client, which asks for its connection by itself, learns the project. */
  private static final ThreadLocal<Call> CURRENT = new ThreadLocal<>();

  private final DatabaseUrl url;
  private final SqlFailures failures;
  private final HikariDataSource pool;
  private final DbClient client;

  /** Which project each connection works for; setting it costs a round trip. */
  private final Map<PGConnection, ProjectId> projects =
      Collections.synchronizedMap(new WeakHashMap<>());

  private Database(DatabaseUrl url, SqlFailures failures, HikariDataSource pool) {
    this.url = url;
    this.failures = failures;
    this.pool = pool;
    this.client =
        JdbcClientBuilder.create()
            .connectionPool((JdbcConnectionPool) () -> CURRENT.get().connect(this))
            .build();
  }

  /**
   * Connects, and brings the tables to the form that this version knows.
   *
   * @throws UnavailableException if the database does not answer or lets nobody in
   * @throws InvalidException if it is of a newer version of the lab
   */
  public static Database open(DatabaseUrl url) {
    return open(url, Migrations.LOCATION);
  }

  static Database open(DatabaseUrl url, String migrations) {
    SqlFailures failures = new SqlFailures(url);
    Connection first;
    try {
      first = connect(url);
    } catch (SQLException e) {
      throw failures.translateRefusal(e);
    }
    try (first) {
      Migrations.run(first, url, migrations);
    } catch (SQLException e) {
      throw failures.translate(e);
    }
    HikariConfig config = new HikariConfig();
    config.setPoolName("postgresql");
    config.setJdbcUrl(url.jdbc());
    config.setDataSourceProperties(properties(url));
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(2 * CONNECT_SECONDS * 1000);
    config.setInitializationFailTimeout(-1);
    config.setConnectionInitSql(PAGES_ANYWHERE);
    return new Database(url, failures, new HikariDataSource(config));
  }

  /** A connection of its own, outside of any pool; the caller closes it. */
  public static Connection connect(DatabaseUrl url) throws SQLException {
    return DriverManager.getConnection(url.jdbc(), properties(url));
  }

  private static Properties properties(DatabaseUrl url) {
    Properties properties = new Properties();
    if (url.user() != null) {
      properties.setProperty("user", url.user());
    }
    if (url.password() != null) {
      properties.setProperty("password", url.password());
    }
    properties.setProperty("ApplicationName", "research-lab");
    properties.setProperty("connectTimeout", Integer.toString(CONNECT_SECONDS));
    properties.setProperty("socketTimeout", Integer.toString(SOCKET_SECONDS));
    properties.setProperty("tcpKeepAlive", "true");
    properties.putAll(url.options());
    return properties;
  }

  /** Where it is. */
  public DatabaseUrl url() {
    return url;
  }

  /** The version of the server, such as {@code 18.6}. */
  public String serverVersion() {
    return find(
            ProjectId.DEFAULT,
            "SELECT current_setting('server_version') AS version",
            row -> Rows.text(row, "version"))
        .orElseThrow();
  }

  /** Whether row-level security does not hold for the user, so that the queries alone do. */
  public boolean isPrivileged() {
    return !query(
            ProjectId.DEFAULT,
            """
            SELECT 1 AS privileged FROM pg_roles
            WHERE rolname = current_user AND (rolsuper OR rolbypassrls)
            """,
            row -> true)
        .isEmpty();
  }

  /** The rows of a query, each read by the mapper; parameters stand for the question marks. */
  public <T> List<T> query(
      ProjectId project, String sql, Function<DbRow, T> mapper, @Nullable Object... parameters) {
    return inProject(
        project,
        () -> {
          try (Stream<DbRow> rows = client.execute().query(sql, bindable(parameters))) {
            return rows.map(mapper).toList();
          }
        });
  }

  /** The first row of a query, or empty where there is none. */
  public <T> Optional<T> find(
      ProjectId project, String sql, Function<DbRow, T> mapper, @Nullable Object... parameters) {
    return query(project, sql, mapper, parameters).stream().findFirst();
  }

  /** Changes rows and says how many. */
  public long execute(ProjectId project, String sql, @Nullable Object... parameters) {
    return inProject(project, () -> client.execute().dml(sql, bindable(parameters)));
  }

  /**
   * Adds or changes rows of which the keys are unique, and says how many.
   *
   * @param conflict what is said where another row of that key is there already
   * @throws ConflictException where it is
   */
  public long insert(
      ProjectId project, String conflict, String sql, @Nullable Object... parameters) {
    try {
      return inProject(project, () -> client.execute().dml(sql, bindable(parameters)));
    } catch (DuplicateException e) {
      throw new ConflictException(conflict);
    }
  }

  /** The driver knows texts, numbers and times; an id is bound as its text. */
  private static @Nullable Object[] bindable(@Nullable Object[] parameters) {
    return Arrays.stream(parameters)
        .map(
            parameter ->
                parameter == null
                        || parameter instanceof Number
                        || parameter instanceof OffsetDateTime
                    ? parameter
                    : parameter.toString())
        .toArray();
  }

  private <T> T inProject(ProjectId project, Supplier<T> statement) {
    try (Call call = new Call(project)) {
      CURRENT.set(call);
      return statement.get();
    } catch (DbClientException | SQLException e) {
      throw translate(e);
    } finally {
      CURRENT.remove();
    }
  }

  /** A call of the client, which keeps the connections of some that fail. */
  private static final class Call implements AutoCloseable {

    private final ProjectId project;
    private @Nullable Connection connection;

    Call(ProjectId project) {
      this.project = project;
    }

    Connection connect(Database database) {
      Connection given = database.connection(project);
      connection = given;
      return given;
    }

    @Override
    public void close() throws SQLException {
      if (connection != null) {
        connection.close(); // nothing happens where the client has closed it
      }
    }
  }

  /** What is done with a plain connection. */
  @FunctionalInterface
  public interface Work<T extends @Nullable Object> {
    /** Does it. */
    T with(Connection connection) throws SQLException;
  }

  /** Does something with a plain connection, each statement a transaction of its own. */
  public <T extends @Nullable Object> T connected(ProjectId project, Work<T> work) {
    try (Connection connection = connection(project)) {
      return work.with(connection);
    } catch (SQLException e) {
      throw translate(e);
    }
  }

  /** A plain connection for the project; the caller closes it. */
  public Connection connection(ProjectId project) {
    Connection connection = null;
    try {
      connection = pool.getConnection();
      PGConnection physical = connection.unwrap(PGConnection.class);
      if (!project.equals(projects.get(physical))) {
        try (PreparedStatement set =
            connection.prepareStatement("SELECT set_config('lab.project', ?, false)")) {
          set.setString(1, project.toString());
          set.execute();
        }
        projects.put(physical, project);
      }
      return connection;
    } catch (SQLException e) {
      if (connection != null) {
        close(connection, e);
      }
      throw translate(e);
    }
  }

  private static void close(Connection connection, SQLException because) {
    try {
      connection.close();
    } catch (SQLException e) {
      because.addSuppressed(e);
    }
  }

  /** Whether a statement failed because a row of that key is there already. */
  public static boolean isDuplicate(SQLException failure) {
    return SqlFailures.isDuplicate(failure);
  }

  /** What to throw for a failure of a statement. */
  public RuntimeException translate(Exception failure) {
    SQLException cause = SqlFailures.below(failure);
    if (cause == null) {
      return failure instanceof RuntimeException unchecked
          ? unchecked
          : new IllegalStateException(failure);
    }
    return SqlFailures.isDuplicate(cause)
        ? new DuplicateException(cause)
        : failures.translate(cause);
  }

  @Override
  public void close() {
    pool.close();
  }

  /** A row of that key is there already, and whoever adds it has something to say about it. */
  private static final class DuplicateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DuplicateException(SQLException cause) {
      super(cause.getMessage(), cause);
    }
  }
}
