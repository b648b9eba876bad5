package dev.researchlab.adapters.postgres.evaluation;

import dev.researchlab.domain.WellFormedText;
import dev.researchlab.domain.evaluation.VariantTotals;
import dev.researchlab.domain.evaluation.VariantTotals.ScoreTotal;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.RunId;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds up evaluations by variant where they are kept. */
final class TotalsQuery {

  private static final String OUTCOMES =
      """
      SELECT variant, outcome, count(*) AS evaluations, count(output) AS answered,
        count(*) FILTER (WHERE cached) AS cached, sum(attempts - 1) AS retries, coalesce(sum(input_tokens), 0) AS input_tokens,
        coalesce(sum(output_tokens), 0) AS output_tokens, coalesce(sum(cost), 0) AS cost
      FROM evaluations WHERE project_id = ?::uuid AND run_id = ?::uuid
      GROUP BY variant, outcome ORDER BY variant
      """;

  private static final String SCORES =
      """
      SELECT variant, metric, count(*) AS scored, sum((score ->> 'value')::float8) AS sum
      FROM evaluations, jsonb_each(scores) AS each_score (metric, score)
      WHERE project_id = ?::uuid AND run_id = ?::uuid AND jsonb_exists(score, 'value')
      GROUP BY variant, metric
      """;

  private static final class Totals {
    private final Map<String, Long> outcomes = new HashMap<>();
    private final Map<String, ScoreTotal> scores = new HashMap<>();
    private long answered;
    private long cached;
    private long retries;
    private TokenUsage usage = new TokenUsage(0, 0);
    private BigDecimal cost = BigDecimal.ZERO;
  }

  private TotalsQuery() {}

  static List<VariantTotals> totals(Connection connection, ProjectId project, RunId run)
      throws SQLException {
    Map<String, Totals> variants = new LinkedHashMap<>();
    try (PreparedStatement query = connection.prepareStatement(OUTCOMES)) {
      query.setString(1, project.toString());
      query.setString(2, run.toString());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          Totals totals = variants.computeIfAbsent(row.getString("variant"), v -> new Totals());
          totals.outcomes.put(row.getString("outcome"), row.getLong("evaluations"));
          totals.answered += row.getLong("answered");
          totals.cached += row.getLong("cached");
          totals.retries += row.getLong("retries");
          totals.usage =
              totals.usage.plus(
                  new TokenUsage(row.getLong("input_tokens"), row.getLong("output_tokens")));
          totals.cost = totals.cost.add(row.getBigDecimal("cost"));
        }
      }
    }
    try (PreparedStatement query = connection.prepareStatement(SCORES)) {
      query.setString(1, project.toString());
      query.setString(2, run.toString());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          Totals totals = variants.computeIfAbsent(row.getString("variant"), v -> new Totals());
          totals.scores.put(
              WellFormedText.decode(row.getString("metric")),
              new ScoreTotal(row.getLong("scored"), row.getDouble("sum")));
        }
      }
    }
    return variants.entrySet().stream()
        .map(variant -> totals(WellFormedText.decode(variant.getKey()), variant.getValue()))
        .toList();
  }

  private static VariantTotals totals(String variant, Totals totals) {
    return new VariantTotals(
        variant,
        totals.outcomes,
        totals.answered,
        totals.cached,
        totals.retries,
        totals.usage,
        totals.cost,
        totals.scores);
  }
}
