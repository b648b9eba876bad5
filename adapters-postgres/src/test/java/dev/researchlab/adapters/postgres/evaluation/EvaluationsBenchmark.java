package dev.researchlab.adapters.postgres.evaluation;

import dev.researchlab.adapters.postgres.TestDatabase;
import dev.researchlab.adapters.postgres.database.Database;
import dev.researchlab.adapters.postgres.embedded.EmbeddedPostgres;
import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.evaluation.EvaluationId;
import dev.researchlab.domain.evaluation.EvaluationOutcome;
import dev.researchlab.domain.metric.Score;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.TrialKey;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.file.Path;
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
 * Measures writing, pages, totals and streams of one large run in a durable PostgreSQL; started by
 * benchmarks/postgres.
 */
final class EvaluationsBenchmark {

  private static final int LARGE_BLOCK = 20_000;

  /** As the engine sends them. */
  private static final int SMALL_BLOCK = 250;

  private static final int VARIANTS = 4;
  private static final int PAGE = 100;
  private static final int PAGES = 200;
  private static final int TOTALS = 5;
  private static final Instant START = Instant.parse("2026-03-01T09:00:00Z");

  private final ProjectId project = new ProjectId(UUID.randomUUID());
  private final PostgresEvaluationStore store;

  private EvaluationsBenchmark(PostgresEvaluationStore store) {
    this.store = store;
  }

  public static void main(String[] args) throws InterruptedException {
    int rows = Integer.parseInt(args[0]);
    try (EmbeddedPostgres postgres =
            EmbeddedPostgres.start(Path.of(args[1]), TestDatabase.cache());
        Database database = Database.open(postgres.url())) {
      EvaluationsBenchmark benchmark =
          new EvaluationsBenchmark(new PostgresEvaluationStore(database));
      benchmark.write(new RunId(UUID.randomUUID()), rows / 10, LARGE_BLOCK);
      RunId run = new RunId(UUID.randomUUID());
      benchmark.write(run, rows, LARGE_BLOCK);
      benchmark.write(new RunId(UUID.randomUUID()), rows / 10, SMALL_BLOCK);
      benchmark.writeTwoRunsAtOnce(rows / 4);
      benchmark.page(run, rows);
      benchmark.total(run);
      benchmark.stream(run);
    }
    System.exit(0);
  }

  private Evaluation evaluation(RunId run, int i) {
    Random random = new Random(i);
    return new Evaluation(
        new EvaluationId(new UUID(run.value().getMostSignificantBits() + i, random.nextLong())),
        project,
        run,
        new TrialKey("variant " + i % VARIANTS, "q" + i / VARIANTS, 1),
        new EvaluationOutcome.Answered(
            "The answer to question " + i + " is " + HexFormat.of().toHexDigits(random.nextLong())),
        Map.of(
            "exact_match",
            Score.correct(random.nextInt(3) > 0, Integer.toString(i)),
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

  private void write(RunId run, int rows, int blockSize) {
    long nanos = 0;
    long cpu = 0;
    for (int from = 0; from < rows; from += blockSize) {
      List<Evaluation> block = new ArrayList<>(blockSize);
      for (int i = from; i < Math.min(from + blockSize, rows); i++) {
        block.add(evaluation(run, i));
      }
      long start = System.nanoTime();
      long cpuStart = cpuNanos();
      store.record(block);
      nanos += System.nanoTime() - start;
      cpu += cpuNanos() - cpuStart;
    }
    System.out.printf(
        "written: %,d evaluations in blocks of %,d: %,.0f/s, %.1f us CPU of the client each%n",
        rows, blockSize, rows / (nanos / 1e9), cpu / 1e3 / rows);
  }

  private void writeTwoRunsAtOnce(int rowsOfEach) throws InterruptedException {
    long start = System.nanoTime();
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      writers.add(
          Thread.ofPlatform()
              .start(() -> write(new RunId(UUID.randomUUID()), rowsOfEach, LARGE_BLOCK)));
    }
    for (Thread writer : writers) {
      writer.join();
    }
    System.out.printf(
        "two runs at once, with the making of their rows: %,.0f/s together%n",
        2.0 * rowsOfEach / ((System.nanoTime() - start) / 1e9));
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private void page(RunId run, int rows) {
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

  private void total(RunId run) {
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

  private void stream(RunId run) {
    long start = System.nanoTime();
    long count;
    try (Stream<Evaluation> evaluations = store.stream(project, run)) {
      count = evaluations.mapToLong(Evaluation::attempts).sum();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "streamed: %,d evaluations at %,.0f/s with a heap of at most %d MB%n",
        count, count / seconds, Runtime.getRuntime().maxMemory() >> 20);
  }
}
