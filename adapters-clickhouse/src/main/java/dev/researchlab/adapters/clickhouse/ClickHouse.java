package dev.researchlab.adapters.clickhouse;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.CompressionMethod;
import com.clickhouse.client.api.ServerException;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.query.QueryResponse;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import dev.researchlab.domain.UnavailableException;
import java.io.IOException;
import java.net.SocketException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.LongConsumer;
import org.apache.hc.core5.http.NoHttpResponseException;

/**
 * A database of a ClickHouse server. Every call ends within about a minute; whatever keeps one from
 * its answer is told as an {@link UnavailableException}.
 */
final class ClickHouse implements AutoCloseable {

  /** Reads the rows of an answer. */
  interface Rows<T> {
    T read(RowBinaryReader rows) throws IOException;
  }

  private static final int CONNECT_SECONDS = 5;
  private static final int ANSWER_SECONDS = 60;

  /** Less than the patience above, so that nothing goes on at the server after it was given up. */
  private static final int EXECUTION_SECONDS = 50;

  private static final int CONNECTIONS = 64;
  private static final int LONGEST_QUOTE = 300;

  private final ClickHouseUrl url;
  private final Client client;
  private final LongConsumer rowsRead;

  /**
   * @param rowsRead is told after every query how many rows the server has read for it
   */
  ClickHouse(ClickHouseUrl url, LongConsumer rowsRead) {
    this.url = url;
    this.rowsRead = rowsRead;
    this.client =
        new Client.Builder()
            .addEndpoint(url.endpoint())
            .setUsername(url.user())
            .setPassword(url.password())
            .setDefaultDatabase(url.database())
            .setClientName("research-lab")
            .setMaxConnections(CONNECTIONS)
            .setConnectTimeout(CONNECT_SECONDS, ChronoUnit.SECONDS)
            .setConnectionRequestTimeout(ANSWER_SECONDS, ChronoUnit.SECONDS)
            .setSocketTimeout(ANSWER_SECONDS, ChronoUnit.SECONDS)
            .setExecutionTimeout(ANSWER_SECONDS, ChronoUnit.SECONDS)
            .setMaxRetries(0)
            .compressServerResponse(true)
            .compressClientRequest(true)
            .compressionMethod(CompressionMethod.LZ4)
            // Many keys are more than a URL may be long.
            .useHttpFormDataForQuery(true)
            .serverSetting("max_execution_time", Integer.toString(EXECUTION_SECONDS))
            .serverSetting("async_insert", "0")
            .build();
  }

  /** What the rows say that the query gives. */
  <T> T query(String sql, Map<String, Object> parameters, Rows<T> rows) {
    return query(sql, parameters, url.database(), rows);
  }

  /** As above, in another database of the server. */
  @SuppressWarnings("try") // an interruption is passed on, also one of the closing
  <T> T query(String sql, Map<String, Object> parameters, String database, Rows<T> rows) {
    QuerySettings settings =
        new QuerySettings().setFormat(ClickHouseFormat.RowBinary).setDatabase(database);
    try (QueryResponse response = send(() -> client.query(sql, parameters, settings).get())) {
      T read = rows.read(new RowBinaryReader(response.getInputStream()));
      rowsRead.accept(response.getReadRows());
      return read;
    } catch (Exception e) {
      throw unavailable(e);
    }
  }

  /** Changes the schema. */
  void execute(String sql, Map<String, Object> parameters, String database) {
    query(sql, parameters, database, rows -> rows.hasNext());
  }

  /**
   * Inserts rows, all or none.
   *
   * @param token the same for the same rows: of several inserts with it only the first has an
   *     effect
   */
  void insert(String table, List<String> columns, RowBinaryWriter rows, String token) {
    InsertSettings settings = new InsertSettings().setDeduplicationToken(token);
    try (InsertResponse response =
        send(
            () ->
                client
                    .insert(table, columns, rows::writeTo, ClickHouseFormat.RowBinary, settings)
                    .get())) {
      rowsRead.accept(response.getReadRows());
    } catch (Exception e) {
      throw unavailable(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }

  /**
   * Sends, and sends again where a connection was dead that had been kept open: after a restart of
   * the server all of them are. Nothing is done twice by it, thanks to the tokens of inserts.
   */
  private static <T> T send(Callable<T> request) throws Exception {
    for (int attempt = 1; ; attempt++) {
      try {
        return request.call();
      } catch (ExecutionException | RuntimeException e) {
        Throwable root = root(e);
        // Not its subclass that says that nobody listens.
        boolean dead =
            root instanceof NoHttpResponseException || root.getClass() == SocketException.class;
        if (!dead || attempt > CONNECTIONS || Thread.currentThread().isInterrupted()) {
          throw e;
        }
      }
    }
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private UnavailableException unavailable(Exception failure) {
    if (failure instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ServerException refusal) {
        return new UnavailableException(sentence(refusal), failure);
      }
    }
    return new UnavailableException(
        "ClickHouse at " + url + " does not answer (" + root(failure) + "); is it running there?",
        failure);
  }

  private String sentence(ServerException refusal) {
    return switch (refusal.getCode()) {
      case 192, 193, 194, 516 ->
          "ClickHouse at %s does not know the user '%s' with this password"
              .formatted(url, url.user());
      case 497 ->
          "ClickHouse at %s does not let the user '%s' do what is needed: %s"
              .formatted(url, url.user(), firstLine(refusal));
      case ServerException.CODE_UNKNOWN ->
          "what answers at %s is not ClickHouse, or does not let the user '%s' in (HTTP status %d)"
              .formatted(url, url.user(), refusal.getTransportProtocolCode());
      default -> "ClickHouse at %s has a problem: %s".formatted(url, firstLine(refusal));
    };
  }

  private static String firstLine(ServerException refusal) {
    String message = String.valueOf(refusal.getMessage());
    String line = message.lines().findFirst().orElse("");
    return line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "...";
  }
}
