package dev.researchlab.adapters.postgres.evaluation;

import dev.researchlab.adapters.postgres.database.Database;
import dev.researchlab.domain.WellFormedText;
import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.evaluation.EvaluationId;
import dev.researchlab.domain.evaluation.VariantTotals;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.TrialKey;
import dev.researchlab.ports.driven.evaluation.EvaluationStore;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps evaluations in the table {@code evaluations}, written in blocks and read as streams. */
public final class PostgresEvaluationStore implements EvaluationStore {

  private static final String OF_RUN =
      " FROM evaluations WHERE project_id = ?::uuid AND run_id = ?::uuid ";
  private static final String IN_ORDER = " ORDER BY variant, sample_id, epoch ";

  static final String FIND =
      "SELECT * FROM evaluations WHERE project_id = ?::uuid AND id = ?::uuid";
  static final String FIRST_PAGE = "SELECT *" + OF_RUN + IN_ORDER + "LIMIT ?";
  static final String NEXT_PAGE =
      "SELECT *" + OF_RUN + "AND (variant, sample_id, epoch) > (?, ?, ?)" + IN_ORDER + "LIMIT ?";

  private record RunKey(ProjectId project, RunId run) {}

  private final Database database;

  public PostgresEvaluationStore(Database database) {
    this.database = database;
  }

  @Override
  public void record(Collection<Evaluation> evaluations) {
    Map<RunKey, List<Evaluation>> runs = new LinkedHashMap<>();
    for (Evaluation evaluation : evaluations) {
      runs.computeIfAbsent(
              new RunKey(evaluation.project(), evaluation.run()), run -> new ArrayList<>())
          .add(evaluation);
    }
    runs.forEach(
        (run, block) ->
            database.connected(
                run.project(),
                connection -> {
                  EvaluationBlock.insert(connection, run.project(), run.run(), block);
                  return null;
                }));
  }

  @Override
  public Optional<Evaluation> find(ProjectId project, EvaluationId id) {
    return database.connected(
        project,
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(FIND)) {
            query.setString(1, project.toString());
            query.setString(2, id.toString());
            try (ResultSet rows = query.executeQuery()) {
              return rows.next()
                  ? Optional.of(EvaluationRow.read(project, rows))
                  : Optional.empty();
            }
          }
        });
  }

  @Override
  public Stream<Evaluation> stream(ProjectId project, RunId run) {
    return RowStream.open(
        database,
        project,
        "SELECT *" + OF_RUN + IN_ORDER,
        row -> EvaluationRow.read(project, row),
        project,
        run);
  }

  @Override
  public List<Evaluation> page(ProjectId project, RunId run, @Nullable TrialKey after, int limit) {
    return database.connected(
        project,
        connection -> {
          try (PreparedStatement query =
              connection.prepareStatement(after == null ? FIRST_PAGE : NEXT_PAGE)) {
            int parameter = 0;
            query.setString(++parameter, project.toString());
            query.setString(++parameter, run.toString());
            if (after != null) {
              query.setString(++parameter, WellFormedText.encode(after.variant()));
              query.setString(++parameter, WellFormedText.encode(after.sample()));
              query.setInt(++parameter, after.epoch());
            }
            query.setInt(++parameter, limit);
            List<Evaluation> page = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
              while (rows.next()) {
                page.add(EvaluationRow.read(project, rows));
              }
            }
            return List.copyOf(page);
          }
        });
  }

  @Override
  public List<VariantTotals> totals(ProjectId project, RunId run) {
    return database.connected(project, connection -> TotalsQuery.totals(connection, project, run));
  }

  @Override
  public Stream<TrialKey> trials(ProjectId project, RunId run) {
    return RowStream.open(
        database,
        project,
        "SELECT variant, sample_id, epoch" + OF_RUN + IN_ORDER,
        EvaluationRow::trial,
        project,
        run);
  }

  @Override
  public long count(ProjectId project, RunId run) {
    return database.connected(
        project,
        connection -> {
          try (PreparedStatement query = connection.prepareStatement("SELECT count(*)" + OF_RUN)) {
            query.setString(1, project.toString());
            query.setString(2, run.toString());
            return single(query);
          }
        });
  }

  private static long single(PreparedStatement query) throws SQLException {
    try (ResultSet rows = query.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
