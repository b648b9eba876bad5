package dev.researchlab.adapters.postgres.evaluation;

import dev.researchlab.adapters.postgres.database.Database;
import dev.researchlab.adapters.postgres.document.Documents;
import dev.researchlab.domain.WellFormedText;
import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.RunId;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Inserts many evaluations of one run in one statement: an array for each column. */
final class EvaluationBlock {

  private static final String INSERT =
      """
      INSERT INTO evaluations (project_id, run_id, variant, sample_id, epoch, id, outcome,
        attempts, input_tokens, output_tokens, latency_ns, time_to_first_byte_ns, queue_wait_ns,
        cost, cached, completed_at, output, reason, status, scores, tool_calls)
      SELECT ?::uuid, ?::uuid, variant, sample_id, epoch, id::uuid, outcome, attempts,
        input_tokens, output_tokens, latency_ns, time_to_first_byte_ns, queue_wait_ns,
        cost::numeric, cached, timestamptz 'epoch' + micros * interval '1 microsecond', output,
        reason, status, scores::jsonb, tool_calls::jsonb
      FROM unnest(?::text[], ?::text[], ?::int[], ?::text[], ?::text[], ?::int[], ?::bigint[],
        ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::boolean[], ?::bigint[],
        ?::text[], ?::text[], ?::int[], ?::text[], ?::text[])
        AS block (variant, sample_id, epoch, id, outcome, attempts, input_tokens, output_tokens,
          latency_ns, time_to_first_byte_ns, queue_wait_ns, cost, cached, micros, output, reason,
          status, scores, tool_calls)
      """;

  private static final String INSERT_WHAT_IS_NEW = INSERT + "ON CONFLICT DO NOTHING";

  private final Connection connection;
  private final PreparedStatement statement;
  private final List<Evaluation> block;
  private int parameter;

  private EvaluationBlock(
      Connection connection, PreparedStatement statement, List<Evaluation> block) {
    this.connection = connection;
    this.statement = statement;
    this.block = block;
  }

  static void insert(
      Connection connection, ProjectId project, RunId run, List<Evaluation> evaluations)
      throws SQLException {
    // Writers of the same trials take their locks in the same order, so that none waits for ever.
    List<Evaluation> block =
        evaluations.stream().sorted(Comparator.comparing(Evaluation::trial)).toList();
    try {
      insert(connection, INSERT, project, run, block);
    } catch (SQLException e) {
      if (!Database.isDuplicate(e)) {
        throw e;
      }
      // A block that is sent again is rare, and to look for its rows costs half as much again.
      insert(connection, INSERT_WHAT_IS_NEW, project, run, block);
    }
  }

  private static void insert(
      Connection connection, String sql, ProjectId project, RunId run, List<Evaluation> block)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new EvaluationBlock(connection, statement, block).insert(project, run);
    }
  }

  private void insert(ProjectId project, RunId run) throws SQLException {
    statement.setString(++parameter, project.toString());
    statement.setString(++parameter, run.toString());
    texts(evaluation -> WellFormedText.encode(evaluation.trial().variant()));
    texts(evaluation -> WellFormedText.encode(evaluation.trial().sample()));
    integers(evaluation -> evaluation.trial().epoch());
    texts(evaluation -> evaluation.id().toString());
    texts(evaluation -> evaluation.outcome().kind());
    integers(Evaluation::attempts);
    bigints(evaluation -> tokens(evaluation.usage(), TokenUsage::inputTokens));
    bigints(evaluation -> tokens(evaluation.usage(), TokenUsage::outputTokens));
    bigints(evaluation -> nanos(evaluation.latency()));
    bigints(evaluation -> nanos(evaluation.timeToFirstByte()));
    bigints(evaluation -> nanos(evaluation.queueWait()));
    texts(evaluation -> amount(evaluation.cost()));
    array("bool", new Boolean[block.size()], Evaluation::cached);
    bigints(evaluation -> micros(evaluation.completedAt()));
    texts(evaluation -> EvaluationRow.output(evaluation.outcome()));
    texts(evaluation -> EvaluationRow.reason(evaluation.outcome()));
    integers(evaluation -> EvaluationRow.status(evaluation.outcome()));
    texts(evaluation -> EvaluationRow.scores(evaluation.scores()));
    texts(evaluation -> Documents.writeElements(evaluation.toolCalls()));
    statement.executeUpdate();
  }

  private void texts(Function<Evaluation, @Nullable String> column) throws SQLException {
    array("text", new String[block.size()], column);
  }

  private void integers(Function<Evaluation, @Nullable Integer> column) throws SQLException {
    array("int4", new Integer[block.size()], column);
  }

  private void bigints(Function<Evaluation, @Nullable Long> column) throws SQLException {
    array("int8", new Long[block.size()], column);
  }

  private <T> void array(
      String type, @Nullable T[] values, Function<Evaluation, @Nullable T> column)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      values[i] = column.apply(block.get(i));
    }
    statement.setArray(++parameter, connection.createArrayOf(type, values));
  }

  private static @Nullable Long tokens(
      @Nullable TokenUsage usage, Function<TokenUsage, Long> kind) {
    return usage == null ? null : kind.apply(usage);
  }

  private static @Nullable Long nanos(@Nullable Duration time) {
    return time == null ? null : time.toNanos();
  }

  private static @Nullable String amount(@Nullable BigDecimal cost) {
    return cost == null ? null : cost.toPlainString();
  }

  private static long micros(Instant time) {
    return Math.addExact(
        Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1_000);
  }
}
