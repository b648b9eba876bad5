package dev.researchlab.adapters.postgres.model;

import dev.researchlab.adapters.postgres.database.Database;
import dev.researchlab.adapters.postgres.database.Rows;
import dev.researchlab.adapters.postgres.document.Documents;
import dev.researchlab.domain.WellFormedText;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.model.FinishReason;
import dev.researchlab.domain.model.GenerationResult.Completion;
import dev.researchlab.domain.model.TokenLogprob;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.domain.model.ToolCall;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.model.ResponseCache;
import io.helidon.dbclient.DbRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
    database.execute(
        project,
        """
        INSERT INTO responses (project_id, request, text, finish_reason, input_tokens,
          output_tokens, latency_ns, time_to_first_byte_ns, tool_calls, logprobs, kept_at)
        VALUES (?::uuid, ?, ?, ?, ?::bigint, ?::bigint, ?::bigint, ?::bigint, ?::jsonb, ?::jsonb,
          ?)
        ON CONFLICT DO NOTHING
        """,
        project,
        request.hex(),
        WellFormedText.encode(answer.text()),
        answer.finishReason().name(),
        usage == null ? null : usage.inputTokens(),
        usage == null ? null : usage.outputTokens(),
        nanos(answer.latency()),
        nanos(answer.timeToFirstByte()),
        Documents.writeElements(answer.toolCalls()),
        Documents.writeElements(answer.logprobs()),
        Rows.time(now));
  }

  private static Completion completion(DbRow row) {
    Long input = Rows.nullableBigint(row, "input_tokens");
    Long output = Rows.nullableBigint(row, "output_tokens");
    return new Completion(
        Rows.text(row, "text"),
        FinishReason.valueOf(Rows.text(row, "finish_reason")),
        input == null || output == null ? null : new TokenUsage(input, output),
        duration(row, "latency_ns"),
        duration(row, "time_to_first_byte_ns"),
        Documents.readElements(Rows.nullableDocument(row, "tool_calls"), ToolCall[].class),
        Documents.readElements(Rows.nullableDocument(row, "logprobs"), TokenLogprob[].class),
        List.of());
  }

  private static @Nullable Long nanos(@Nullable Duration time) {
    return time == null ? null : time.toNanos();
  }

  private static @Nullable Duration duration(DbRow row, String column) {
    Long nanos = Rows.nullableBigint(row, column);
    return nanos == null ? null : Duration.ofNanos(nanos);
  }
}
