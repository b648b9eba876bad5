package dev.researchlab.adapters.clickhouse;

import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.evaluation.EvaluationId;
import dev.researchlab.domain.evaluation.EvaluationOutcome;
import dev.researchlab.domain.metric.Score;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.TrialKey;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Measures writing, pages, totals and streams of one large run; started by benchmarks/clickhouse.
 */
final class EvaluationsBenchmark {

  private static final int BLOCK = 20_000;
  private static final int VARIANTS = 4;
  private static final int PAGE = 100;
  private static final int PAGES = 500;
  private static final int TOTALS = 20;
  private static final Instant START = Instant.parse("2026-03-01T09:00:00Z");

  private final ProjectId project = new ProjectId(UUID.randomUUID());
  private final int rows;

  private EvaluationsBenchmark(int rows) {
    this.rows = rows;
  }

  public static void main(String[] args) {
    EvaluationsBenchmark benchmark = new EvaluationsBenchmark(Integer.parseInt(args[0]));
    ClickHouseUrl url = ClickHouseUrl.parse(Databases.fresh());
    try (ClickHouseEvaluationStore store = ClickHouseEvaluationStore.open(Databases.fresh());
        ClickHouse client = new ClickHouse(url, rows -> {})) {
      Migrations.run(client, url.database());
      benchmark.write(store, new RunId(UUID.randomUUID()), 10);
      benchmark.writeByTheClientAlone(client, 10);

      RunId run = new RunId(UUID.randomUUID());
      int blocks = benchmark.rows / BLOCK;
      double alone = benchmark.writeByTheClientAlone(client, blocks);
      double store1 = benchmark.write(store, run, blocks);
      System.out.printf(
          "written: %,.0f evaluations/s by the store, %,.0f by the client alone (factor %.2f)%n",
          store1, alone, alone / store1);
      benchmark.page(store, run);
      benchmark.total(store, run);
      benchmark.stream(store, run);
    }
    System.exit(0);
  }

  /** In the order of a plan: sample by sample, all variants of each. */
  private List<Evaluation> block(RunId run, int number) {
    List<Evaluation> block = new ArrayList<>(BLOCK);
    for (int i = number * BLOCK; i < (number + 1) * BLOCK; i++) {
      block.add(evaluation(run, i));
    }
    return block;
  }

  private Evaluation evaluation(RunId run, int i) {
    Random random = new Random(i);
    boolean correct = random.nextInt(3) > 0;
    return new Evaluation(
        new EvaluationId(new UUID(i * 0x9e3779b97f4a7c15L, random.nextLong())),
        project,
        run,
        new TrialKey("variant " + i % VARIANTS, "q" + i / VARIANTS, 1),
        new EvaluationOutcome.Answered(
            "The answer to question " + i + " is " + HexFormat.of().toHexDigits(random.nextLong())),
        Map.of(
            "exact_match",
            Score.correct(correct, Integer.toString(i)),
            "similarity",
            new Score.Value(random.nextDouble(), null)),
        new TokenUsage(random.nextInt(2_000), random.nextInt(500)),
        Duration.ofNanos(random.nextLong(2_000_000_000L)),
        new BigDecimal(random.nextInt(10_000)).movePointLeft(7),
        1,
        START.plusMillis(i),
        Duration.ofNanos(random.nextLong(500_000_000L)),
        Duration.ofNanos(random.nextLong(100_000_000L)),
        List.of(),
        false);
  }

  private double write(ClickHouseEvaluationStore store, RunId run, int blocks) {
    long nanos = 0;
    for (int i = 0; i < blocks; i++) {
      List<Evaluation> block = block(run, i);
      long start = System.nanoTime();
      store.record(block);
      nanos += System.nanoTime() - start;
    }
    return (double) blocks * BLOCK / nanos * 1e9;
  }

  /** The same rows in the same blocks, with no look at what is there. */
  private double writeByTheClientAlone(ClickHouse client, int blocks) {
    RunId run = new RunId(UUID.randomUUID());
    long nanos = 0;
    for (int i = 0; i < blocks; i++) {
      List<Evaluation> block = block(run, i);
      long start = System.nanoTime();
      RowBinaryWriter rows = new RowBinaryWriter();
      block.forEach(evaluation -> EvaluationRow.write(evaluation, rows));
      client.insert("evaluations", EvaluationRow.COLUMNS, rows, run + " " + i);
      nanos += System.nanoTime() - start;
    }
    return (double) blocks * BLOCK / nanos * 1e9;
  }

  private void page(ClickHouseEvaluationStore store, RunId run) {
    Random random = new Random(1);
    double[] millis = new double[PAGES];
    for (int i = 0; i < PAGES; i++) {
      int place = random.nextInt(rows);
      TrialKey after = new TrialKey("variant " + place % VARIANTS, "q" + place / VARIANTS, 1);
      long start = System.nanoTime();
      store.page(project, run, after, PAGE);
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(millis);
    System.out.printf(
        "page of %d: median %.1f ms, 95 %% under %.1f ms, slowest %.1f ms%n",
        PAGE, millis[PAGES / 2], millis[PAGES * 95 / 100], millis[PAGES - 1]);
  }

  private void total(ClickHouseEvaluationStore store, RunId run) {
    double[] millis = new double[TOTALS];
    for (int i = 0; i < TOTALS; i++) {
      long start = System.nanoTime();
      store.totals(project, run);
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(millis);
    System.out.printf(
        "totals: median %.0f ms, slowest %.0f ms%n", millis[TOTALS / 2], millis[TOTALS - 1]);
  }

  private void stream(ClickHouseEvaluationStore store, RunId run) {
    long start = System.nanoTime();
    long count;
    try (Stream<Evaluation> evaluations = store.stream(project, run)) {
      count = evaluations.mapToLong(evaluation -> evaluation.attempts()).sum();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "streamed: %,d evaluations at %,.0f/s with a heap of at most %d MB%n",
        count, count / seconds, Runtime.getRuntime().maxMemory() >> 20);
  }
}
