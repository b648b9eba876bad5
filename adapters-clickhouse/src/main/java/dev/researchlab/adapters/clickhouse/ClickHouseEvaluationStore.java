package dev.researchlab.adapters.clickhouse;

import dev.researchlab.domain.WellFormedText;
import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.evaluation.EvaluationId;
import dev.researchlab.domain.evaluation.VariantTotals;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.TrialKey;
import dev.researchlab.ports.driven.evaluation.EvaluationStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps evaluations in a table of ClickHouse, which is sorted by project, run, variant, sample and
 * epoch.
 *
 * <p>ClickHouse has no unique keys, and nothing is de-duplicated when it is read. That a trial has
 * one row is seen to when rows are written: threads of this process write to a run one after the
 * other, each looks first which of its trials are there, and an insert bears a token by which the
 * server knows one that it has had already, in case its answer got lost. Two processes are kept
 * from writing to the same run by {@code RunStore.claim}.
 *
 * <p>A stream is read page by page: it holds no connection while its reader thinks, and none when
 * its reader stops half way. Evaluations that are recorded meanwhile are in it if their place is
 * still to come. Texts are kept as {@link WellFormedText}, and it is the order of that form in
 * which they are sorted.
 */
public final class ClickHouseEvaluationStore implements EvaluationStore, AutoCloseable {

  private record RunKey(ProjectId project, RunId run) {}

  private static final String TABLE = "evaluations";
  private static final String TRIAL = "SELECT variant, sample_id, epoch FROM evaluations WHERE ";
  private static final String EVALUATION =
      "SELECT " + String.join(", ", EvaluationRow.COLUMNS) + " FROM evaluations WHERE ";
  private static final String IN_ORDER =
      " ORDER BY project_id, run_id, variant, sample_id, epoch LIMIT {limit:Int32}";

  /** Each is inserted as a whole, and one part of the table. */
  private static final int INSERT_BYTES = 32 << 20;

  /** The server takes no parameter of more than 128 KiB. */
  private static final int LOOKUP_BYTES = 100_000;

  private static final int STREAMED_EVALUATIONS = 10_000;
  private static final int STREAMED_TRIALS = 50_000;
  private static final int STREAMED_BYTES = 16 << 20;
  private static final int LOCKS = 64;

  private final ClickHouse clickHouse;
  private final List<Lock> locks =
      IntStream.range(0, LOCKS).<Lock>mapToObj(i -> new ReentrantLock()).toList();

  private ClickHouseEvaluationStore(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  /**
   * Opens the database, which is created and brought up to date if need be.
   *
   * @param url {@code http://user:password@host:port/database}, also with {@code https}, {@code
   *     clickhouse} and {@code jdbc:clickhouse}; without a database, {@code research_lab}
   * @throws dev.researchlab.domain.InvalidException if the URL has another form, or the database
   *     belongs to a newer program
   * @throws dev.researchlab.domain.UnavailableException if there is no such server, or it does not
   *     let this user in
   */
  public static ClickHouseEvaluationStore open(String url) {
    return open(url, rows -> {});
  }

  static ClickHouseEvaluationStore open(String url, LongConsumer rowsRead) {
    ClickHouseUrl parsed = ClickHouseUrl.parse(url);
    ClickHouse clickHouse = new ClickHouse(parsed, rowsRead);
    try {
      Migrations.run(clickHouse, parsed.database());
    } catch (RuntimeException | Error e) {
      clickHouse.close();
      throw e;
    }
    return new ClickHouseEvaluationStore(clickHouse);
  }

  @Override
  public void close() {
    clickHouse.close();
  }

  @Override
  public void record(Collection<Evaluation> evaluations) {
    Map<RunKey, Map<TrialKey, Evaluation>> runs = new LinkedHashMap<>();
    for (Evaluation evaluation : evaluations) {
      runs.computeIfAbsent(
              new RunKey(evaluation.project(), evaluation.run()), key -> new LinkedHashMap<>())
          .putIfAbsent(evaluation.trial(), evaluation);
    }
    runs.forEach(this::record);
  }

  private void record(RunKey run, Map<TrialKey, Evaluation> block) {
    Lock lock = locks.get(Math.floorMod(run.hashCode(), LOCKS));
    lock.lock();
    try {
      removeRecorded(run, block);
      insert(run, block.values());
    } finally {
      lock.unlock();
    }
  }

  private void removeRecorded(RunKey run, Map<TrialKey, Evaluation> block) {
    Set<String> variants = new HashSet<>();
    Set<String> samples = new HashSet<>();
    int bytes = 0;
    for (TrialKey trial : List.copyOf(block.keySet())) {
      String variant = WellFormedText.encode(trial.variant());
      String sample = WellFormedText.encode(trial.sample());
      bytes += variants.add(variant) ? parameterBytes(variant) : 0;
      bytes += samples.add(sample) ? parameterBytes(sample) : 0;
      if (bytes > LOOKUP_BYTES) {
        recorded(run, variants, samples).forEach(block::remove);
        variants.clear();
        samples.clear();
        bytes = 0;
      }
    }
    if (bytes > 0) {
      recorded(run, variants, samples).forEach(block::remove);
    }
  }

  /** At most so many bytes of a parameter, with quotes and what escapes them. */
  private static int parameterBytes(String text) {
    int bytes = 3;
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      bytes += unit < ' ' || unit == '\'' || unit == '\\' ? 4 : unit < 0x80 ? 1 : 3;
    }
    return bytes;
  }

  private List<TrialKey> recorded(RunKey key, Set<String> variants, Set<String> samples) {
    RunRange run = new RunRange(key.project(), key.run());
    Map<String, Object> parameters = run.parameters();
    parameters.put("variants", List.copyOf(variants));
    parameters.put("samples", List.copyOf(samples));
    return clickHouse.query(
        TRIAL
            + run.condition()
            + " AND variant IN {variants:Array(String)} AND sample_id IN {samples:Array(String)}",
        parameters,
        ClickHouseEvaluationStore::readTrials);
  }

  private void insert(RunKey run, Collection<Evaluation> block) {
    RowBinaryWriter rows = new RowBinaryWriter();
    MessageDigest ids = sha256();
    for (Evaluation evaluation : block) {
      EvaluationRow.write(evaluation, rows);
      ids.update(bytes(evaluation.id().value()));
      if (rows.size() >= INSERT_BYTES) {
        insert(run, rows, ids);
      }
    }
    if (rows.size() > 0) {
      insert(run, rows, ids);
    }
  }

  private void insert(RunKey run, RowBinaryWriter rows, MessageDigest ids) {
    ids.update(bytes(run.project().value()));
    ids.update(bytes(run.run().value()));
    String token = HexFormat.of().formatHex(ids.digest());
    clickHouse.insert(TABLE, EvaluationRow.COLUMNS, rows, token);
    rows.clear();
  }

  private static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public Optional<Evaluation> find(ProjectId project, EvaluationId id) {
    return clickHouse.query(
        EVALUATION + "project_id = {project:UUID} AND id = {id:UUID} LIMIT 1",
        Map.of("project", project.toString(), "id", id.toString()),
        rows -> rows.hasNext() ? Optional.of(EvaluationRow.read(rows)) : Optional.empty());
  }

  @Override
  public Stream<Evaluation> stream(ProjectId project, RunId run) {
    return Pages.stream(
        after ->
            evaluations(
                new RunRange(project, run, after, null), STREAMED_EVALUATIONS, STREAMED_BYTES),
        Evaluation::trial);
  }

  @Override
  public List<Evaluation> page(ProjectId project, RunId run, @Nullable TrialKey after, int limit) {
    // First which ones, so that texts are read of these alone.
    List<TrialKey> trials = trials(new RunRange(project, run, after, null), limit);
    return trials.isEmpty()
        ? List.of()
        : evaluations(new RunRange(project, run, after, trials.getLast()), limit, Long.MAX_VALUE);
  }

  @Override
  public List<VariantTotals> totals(ProjectId project, RunId run) {
    return TotalsQuery.totals(clickHouse, new RunRange(project, run));
  }

  @Override
  public Stream<TrialKey> trials(ProjectId project, RunId run) {
    return Pages.stream(
        after -> trials(new RunRange(project, run, after, null), STREAMED_TRIALS), trial -> trial);
  }

  @Override
  public long count(ProjectId project, RunId run) {
    RunRange all = new RunRange(project, run);
    return clickHouse.query(
        "SELECT count() FROM evaluations WHERE " + all.condition(),
        all.parameters(),
        RowBinaryReader::readLong);
  }

  private List<TrialKey> trials(RunRange range, int limit) {
    Map<String, Object> parameters = range.parameters();
    parameters.put("limit", limit);
    return clickHouse.query(
        TRIAL + range.condition() + IN_ORDER, parameters, ClickHouseEvaluationStore::readTrials);
  }

  private static List<TrialKey> readTrials(RowBinaryReader rows) throws IOException {
    List<TrialKey> trials = new ArrayList<>();
    while (rows.hasNext()) {
      trials.add(EvaluationRow.readTrial(rows));
    }
    return trials;
  }

  /** The first of the range, up to the limit or the first one that makes them so many bytes. */
  private List<Evaluation> evaluations(RunRange range, int limit, long bytes) {
    Map<String, Object> parameters = range.parameters();
    parameters.put("limit", limit);
    return clickHouse.query(
        EVALUATION + range.condition() + IN_ORDER,
        parameters,
        rows -> {
          List<Evaluation> evaluations = new ArrayList<>();
          while (rows.consumed() < bytes && rows.hasNext()) {
            evaluations.add(EvaluationRow.read(rows));
          }
          return evaluations;
        });
  }
}
