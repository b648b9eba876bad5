package dev.researchlab.adapters.clickhouse;

import dev.researchlab.domain.CodePointOrder;
import dev.researchlab.domain.evaluation.VariantTotals;
import dev.researchlab.domain.evaluation.VariantTotals.ScoreTotal;
import dev.researchlab.domain.model.TokenUsage;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Adds up the evaluations of a run at the server. */
final class TotalsQuery {

  // Costs are added as whole numbers, those of each scale for themselves: so no digit is lost.
  private static final String EVALUATIONS =
      "SELECT variant, outcome, cost_scale, count(), countIf(answered), countIf(cached),"
          + " sum(attempts - 1), ifNull(sum(input_tokens), 0), ifNull(sum(output_tokens), 0),"
          + " sum(cost_unscaled)"
          + " FROM evaluations WHERE "
          + RunRange.OF_RUN
          + " GROUP BY variant, outcome, cost_scale";
  private static final String SCORES =
      "SELECT variant, metric, count(), sum(assumeNotNull(score))"
          + " FROM evaluations ARRAY JOIN metrics AS metric, scores AS score WHERE "
          + RunRange.OF_RUN
          + " AND score IS NOT NULL GROUP BY variant, metric";

  /** What one variant adds up to so far. */
  private static final class Variant {
    final Map<String, Long> outcomes = new HashMap<>();
    final Map<String, ScoreTotal> scores = new HashMap<>();
    long answered;
    long cached;
    long retries;
    TokenUsage usage = new TokenUsage(0, 0);
    BigDecimal cost = BigDecimal.ZERO;
  }

  private final Map<String, Variant> variants = new TreeMap<>(CodePointOrder.COMPARATOR);

  private TotalsQuery() {}

  static List<VariantTotals> totals(ClickHouse clickHouse, RunRange run) {
    TotalsQuery totals = new TotalsQuery();
    clickHouse.query(EVALUATIONS, run.parameters(), totals::evaluations);
    clickHouse.query(SCORES, run.parameters(), totals::scores);
    return totals.variants.entrySet().stream()
        .filter(variant -> !variant.getValue().outcomes.isEmpty())
        .map(
            entry -> {
              Variant variant = entry.getValue();
              return new VariantTotals(
                  entry.getKey(),
                  variant.outcomes,
                  variant.answered,
                  variant.cached,
                  variant.retries,
                  variant.usage,
                  variant.cost,
                  variant.scores);
            })
        .toList();
  }

  private boolean evaluations(RowBinaryReader rows) throws IOException {
    while (rows.hasNext()) {
      Variant variant = variant(rows);
      String outcome = rows.readText();
      Integer costScale = rows.readNullableInt();
      variant.outcomes.merge(outcome, rows.readLong(), Long::sum);
      variant.answered += rows.readLong();
      variant.cached += rows.readLong();
      variant.retries += rows.readLong();
      variant.usage = variant.usage.plus(new TokenUsage(rows.readLong(), rows.readLong()));
      BigInteger cost = rows.readNullableInt128();
      if (cost != null && costScale != null) {
        variant.cost = variant.cost.add(new BigDecimal(cost, costScale));
      }
    }
    return true;
  }

  private boolean scores(RowBinaryReader rows) throws IOException {
    while (rows.hasNext()) {
      Variant variant = variant(rows);
      variant.scores.put(rows.readText(), new ScoreTotal(rows.readLong(), rows.readDouble()));
    }
    return true;
  }

  private Variant variant(RowBinaryReader rows) throws IOException {
    return variants.computeIfAbsent(rows.readText(), name -> new Variant());
  }
}
