package dev.researchlab.adapters.postgres.database;

import dev.researchlab.domain.WellFormedText;
import io.helidon.dbclient.DbRow;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads columns that are never null, in the types of the domain; texts as they were given. */
public final class Rows {

  private Rows() {}

  public static String text(DbRow row, String column) {
    return WellFormedText.decode(row.column(column).get(String.class));
  }

  /** A document, still in the form in which it is stored. */
  public static String document(DbRow row, String column) {
    return row.column(column).get(String.class);
  }

  public static UUID uuid(DbRow row, String column) {
    return row.column(column).get(UUID.class);
  }

  public static int integer(DbRow row, String column) {
    return row.column(column).get(Integer.class);
  }

  public static long bigint(DbRow row, String column) {
    return row.column(column).get(Long.class);
  }

  /** A number that may be missing. */
  @SuppressWarnings("NullAway") // the library gives null for NULL and does not say so
  public static @Nullable Long nullableBigint(DbRow row, String column) {
    return row.column(column).get(Long.class);
  }

  /** A document that may be missing. */
  @SuppressWarnings("NullAway") // as above
  public static @Nullable String nullableDocument(DbRow row, String column) {
    return row.column(column).get(String.class);
  }

  public static Instant time(DbRow row, String column) {
    return row.column(column).get(Timestamp.class).toInstant();
  }

  /** A time that may be missing. */
  @SuppressWarnings("NullAway") // as above
  public static @Nullable Instant nullableTime(DbRow row, String column) {
    Timestamp time = row.column(column).get(Timestamp.class);
    return time == null ? null : time.toInstant();
  }

  /** A time as a parameter. */
  public static OffsetDateTime time(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
