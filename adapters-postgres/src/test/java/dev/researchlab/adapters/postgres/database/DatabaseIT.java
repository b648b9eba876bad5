package dev.researchlab.adapters.postgres.database;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.researchlab.adapters.postgres.TestDatabase;
import dev.researchlab.domain.UnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is let in, and what is said where nobody is. */
class DatabaseIT {

  private static final DatabaseUrl SHARED = TestDatabase.shared().url();

  @Test
  void saysThatThePasswordIsWrong() {
    refuses(
        SHARED.withUser(String.valueOf(SHARED.user()), "s3cret"),
        " does not let user '" + SHARED.user() + "' in; check user and password");
  }

  @Test
  void saysThatThereIsNoPassword() {
    DatabaseUrl url = shared(null, Map.of());

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> Database.open(url))
        .withMessageStartingWith(at(url) + " does not let user '" + SHARED.user() + "' in: ")
        .withMessageContaining("no password was provided");
  }

  @Test
  void saysThatItDoesNotKnowTheUser() {
    refuses(
        SHARED.withUser("stranger", "s3cret"),
        " does not let user 'stranger' in; check user and password");
  }

  @Test
  void saysThatItHasNoSuchDatabase() {
    refuses(
        SHARED.withDatabase("no such/database+?"),
        " has no database 'no such/database+?'; create it");
  }

  @Test
  void saysThatNobodyListens() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    refuses(
        new DatabaseUrl("127.0.0.1", port, "lab", "me", "s3cret", Map.of()),
        " does not answer: Connection refused");
  }

  @Test
  void saysThatThereIsNoSuchHost() {
    refuses(
        new DatabaseUrl("no-such-host.invalid", 5432, "lab", "me", "s3cret", Map.of()),
        " does not answer: there is no host 'no-such-host.invalid'");
  }

  @Test
  void saysThatTheOtherSideIsSomethingElse() throws IOException, InterruptedException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread server =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (Socket connection = other.accept()) {
                      connection
                          .getOutputStream()
                          .write("HTTP/1.1 400 Bad Request\r\n".getBytes(UTF_8));
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  });
      DatabaseUrl url =
          new DatabaseUrl("127.0.0.1", other.getLocalPort(), "lab", "me", "s3cret", Map.of());

      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(() -> Database.open(url))
          .withMessageStartingWith(at(url) + " does not answer: ")
          .withMessageNotContaining("s3cret");
      server.join();
    }
  }

  @Test
  void saysThatTheUserMayNotMakeTables() {
    DatabaseUrl url = TestDatabase.fresh();
    TestDatabase.execute(url, "REVOKE CREATE ON SCHEMA public FROM pg_database_owner");

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> Database.open(url))
        .withMessageStartingWith(
            at(url) + " does not let user '" + url.user() + "' do what is needed: ");
  }

  @ParameterizedTest
  @CsvSource({
    "sslmode, sometimes",
    "connectTimeout, soon",
    "socketFactory, none.Such",
    "options, -c no.sense"
  })
  void saysWhichOptionIsWrong(String option, String value) {
    DatabaseUrl url = shared(SHARED.password(), Map.of(option, value));

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> Database.open(url))
        .withMessageStartingWith(at(url))
        .withMessageContaining(value);
  }

  private static void refuses(DatabaseUrl url, String message) {
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> Database.open(url))
        .withMessage(at(url) + message)
        .satisfies(
            failure -> {
              for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                assertThat(cause.toString()).doesNotContain("s3cret");
              }
            });
  }

  private static DatabaseUrl shared(@Nullable String password, Map<String, String> options) {
    return new DatabaseUrl(
        SHARED.host(), SHARED.port(), SHARED.database(), SHARED.user(), password, options);
  }

  private static String at(DatabaseUrl url) {
    return "PostgreSQL at " + url.host() + ":" + url.port();
  }
}
