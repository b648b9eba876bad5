package dev.researchlab.adapters.postgres.database;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.UnavailableException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what a failure of the database means, without its classes. */
final class SqlFailures {

  private static final String UNIQUE_VIOLATION = "23505";
  private static final String WRONG_PASSWORD = "28P01";
  private static final String REFUSED_BY_RULES = "28000";
  private static final String REJECTED = "08004";
  private static final String NOT_PERMITTED = "42501";
  private static final String NO_SUCH_DATABASE = "3D000";
  private static final String DISK_FULL = "53100";
  private static final String TOO_LARGE = "54000";

  /** Connections, resources, the operator, the system, deadlocks: the same may work later. */
  private static final Set<String> PASSING_CLASSES = Set.of("08", "53", "57", "58", "40", "25");

  private final DatabaseUrl url;

  SqlFailures(DatabaseUrl url) {
    this.url = url;
  }

  /** The exception to throw: unavailable where the database is the reason, ours otherwise. */
  RuntimeException translate(SQLException failure) {
    String state = state(failure);
    return switch (state) {
      case WRONG_PASSWORD ->
          unavailable(
              "does not let user '" + url.user() + "' in; check user and password", failure);
      case REFUSED_BY_RULES, REJECTED ->
          unavailable("does not let user '" + url.user() + "' in: " + reason(failure), failure);
      case NOT_PERMITTED ->
          unavailable(
              "does not let user '" + url.user() + "' do what is needed: " + reason(failure),
              failure);
      case NO_SUCH_DATABASE ->
          unavailable("has no database '" + url.database() + "'; create it", failure);
      case DISK_FULL -> unavailable("has no space left on its disk; free some", failure);
      case TOO_LARGE ->
          new InvalidException(
              "PostgreSQL has no room for a name or text of this length ("
                  + reason(failure)
                  + "); use a shorter one",
              failure);
      default -> {
        if (state.isEmpty() || PASSING_CLASSES.contains(state.substring(0, 2))) {
          yield unavailable("does not answer: " + reason(failure), failure);
        }
        yield new IllegalStateException(
            "PostgreSQL refused a statement of ours (" + state + "): " + failure.getMessage(),
            failure);
      }
    };
  }

  /** The same where no connection was made, for which no statement of ours is the reason. */
  RuntimeException translateRefusal(SQLException failure) {
    RuntimeException translated = translate(failure);
    return translated instanceof IllegalStateException
        ? unavailable("cannot be asked: " + reason(failure), failure)
        : translated;
  }

  /** The failure of the database below an exception, or null where there is none. */
  static @Nullable SQLException below(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return sql;
      }
    }
    return null;
  }

  static boolean isDuplicate(SQLException failure) {
    return state(failure).equals(UNIQUE_VIOLATION);
  }

  private static String state(SQLException failure) {
    // The pool hides the driver's failure below its own, which has no state of its own.
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return "";
  }

  private static String reason(SQLException failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    if (deepest instanceof UnknownHostException) {
      return "there is no host '" + deepest.getMessage() + "'";
    }
    String message = deepest.getMessage() == null ? deepest.toString() : deepest.getMessage();
    return message.lines().findFirst().orElse("");
  }

  private UnavailableException unavailable(String what, SQLException cause) {
    return new UnavailableException(
        "PostgreSQL at %s:%d %s".formatted(url.host(), url.port(), what), cause);
  }
}
