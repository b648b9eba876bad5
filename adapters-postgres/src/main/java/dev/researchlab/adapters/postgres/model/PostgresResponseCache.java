package dev.researchlab.adapters.postgres.model;

import dev.researchlab.adapters.postgres.database.Database;
import dev.researchlab.adapters.postgres.database.Rows;
import dev.researchlab.domain.WellFormedText;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.model.FinishReason;
import dev.researchlab.domain.model.GenerationResult.Completion;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.model.ResponseCache;
import io.helidon.dbclient.DbRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Keeps answers in the table {@code responses}. */
public final class PostgresResponseCache implements ResponseCache {

  private final Database database;

  public PostgresResponseCache(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Completion> find(ProjectId project, ContentHash request) {
    return database.find(
        project,
        "SELECT * FROM responses WHERE project_id = ?::uuid AND request = ?",
        PostgresResponseCache::completion,
        project,
        request.hex());
  }

  @Override
  public void put(ProjectId project, ContentHash request, Completion answer, Instant now) {
    TokenUsage usage = answer.usage();
    Duration latency = answer.latency();
    database.execute(
        project,
        """
        INSERT INTO responses (project_id, request, text, finish_reason, input_tokens,
          output_tokens, latency_ns, kept_at)
        VALUES (?::uuid, ?, ?, ?, ?::bigint, ?::bigint, ?::bigint, ?)
        ON CONFLICT DO NOTHING
        """,
        project,
        request.hex(),
        WellFormedText.encode(answer.text()),
        answer.finishReason().name(),
        usage == null ? null : usage.inputTokens(),
        usage == null ? null : usage.outputTokens(),
        latency == null ? null : latency.toNanos(),
        Rows.time(now));
  }

  private static Completion completion(DbRow row) {
    Long input = Rows.nullableBigint(row, "input_tokens");
    Long output = Rows.nullableBigint(row, "output_tokens");
    Long latency = Rows.nullableBigint(row, "latency_ns");
    return new Completion(
        Rows.text(row, "text"),
        FinishReason.valueOf(Rows.text(row, "finish_reason")),
        input == null || output == null ? null : new TokenUsage(input, output),
        latency == null ? null : Duration.ofNanos(latency));
  }
}
