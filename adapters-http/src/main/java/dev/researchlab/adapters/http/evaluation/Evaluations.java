package dev.researchlab.adapters.http.evaluation;

import dev.researchlab.adapters.http.web.Call;
import dev.researchlab.adapters.http.web.Json;
import dev.researchlab.adapters.http.web.JsonInput;
import dev.researchlab.adapters.http.web.Page;
import dev.researchlab.adapters.http.web.ProblemException;
import dev.researchlab.adapters.http.web.Reply;
import dev.researchlab.adapters.http.web.Routes;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.evaluation.EvaluationId;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.TrialKey;
import dev.researchlab.ports.driving.evaluation.ForReadingEvaluations;
import dev.researchlab.ports.driving.evaluation.ForRecordingEvaluations;
import dev.researchlab.ports.driving.evaluation.ForRecordingEvaluations.Receipt;
import dev.researchlab.ports.driving.evaluation.OutcomeDraft;
import dev.researchlab.ports.driving.run.ForRunningExperiments;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /evaluations}. */
public final class Evaluations implements Routes.Resource {

  private static final String PATH = "/api/v1/evaluations";
  private static final int MAX_BATCH = 1_000;

  /** How many runs without an evaluation a page looks past. */
  private static final int RUNS = 100;

  private record Item(
      @Nullable OutcomeDraft draft, @Nullable String path, @Nullable String problem) {}

  private record Position(RunId run, TrialKey trial) {}

  private record Batch(RunId run, List<Item> items) {}

  private final ForReadingEvaluations evaluations;
  private final ForRecordingEvaluations recordings;
  private final ForRunningExperiments runs;

  public Evaluations(
      ForReadingEvaluations evaluations,
      ForRecordingEvaluations recordings,
      ForRunningExperiments runs) {
    this.evaluations = evaluations;
    this.recordings = recordings;
    this.runs = runs;
  }

  @Override
  public void addTo(Routes routes) {
    routes
        .get(PATH, this::list)
        .post(PATH, this::record)
        .get(
            PATH + "/{id}",
            call ->
                Reply.ok(
                    EvaluationJson.write(
                        evaluations.evaluation(call.project(), call.id(EvaluationId::new)))));
  }

  /** Those of one run, or of all runs, the newest run first. */
  private Reply list(Call call) {
    Page page = call.page("evaluations", "run_id");
    RunId only = call.queryId("run_id", RunId::new);
    Position after = page.after(Evaluations::position);
    int wanted = page.limit() + 1;
    List<Evaluation> found = new ArrayList<>();
    RunId run = after == null ? only : after.run();
    if (run != null) {
      TrialKey trial = after == null ? null : after.trial();
      found.addAll(evaluations.evaluations(call.project(), run, trial, wanted));
    }
    if (only == null) {
      addOlder(call.project(), run, wanted, found);
    }
    return page.reply(
        found,
        evaluation -> evaluation.run() + " " + EvaluationJson.position(evaluation.trial()),
        EvaluationJson::write);
  }

  private static Position position(String text) {
    String[] parts = text.split(" ", 2);
    return new Position(
        new RunId(UUID.fromString(parts[0])), EvaluationJson.position(parts[parts.length - 1]));
  }

  private void addOlder(
      ProjectId project, @Nullable RunId before, int wanted, List<Evaluation> found) {
    for (Run older : runs.recent(project, before, RUNS)) {
      if (found.size() >= wanted) {
        return;
      }
      found.addAll(evaluations.evaluations(project, older.id(), null, wanted - found.size()));
    }
  }

  /** Each item by itself: what is good is stored, whatever stands beside it. */
  private Reply record(Call call) {
    Batch batch = call.json(Evaluations::batch);
    List<OutcomeDraft> drafts = new ArrayList<>();
    for (Item item : batch.items()) {
      if (item.draft() != null) {
        drafts.add(item.draft());
      }
    }
    Iterator<Receipt> receipts = recordings.record(call.project(), batch.run(), drafts).iterator();
    ObjectNode node = Json.object();
    var results = node.putArray("results");
    int recorded = 0;
    for (Item item : batch.items()) {
      Receipt receipt =
          item.draft() == null
              ? new Receipt.Refused(String.valueOf(item.path()), String.valueOf(item.problem()))
              : receipts.next();
      recorded += receipt instanceof Receipt.Recorded ? 1 : 0;
      results.add(write(receipt));
    }
    node.put("recorded", recorded);
    node.put("refused", batch.items().size() - recorded);
    return Reply.json(207, node);
  }

  private static Batch batch(JsonInput json) {
    RunId run = new RunId(json.uuid("run_id"));
    List<Item> items = json.list("evaluations", Evaluations::item);
    if (items.isEmpty() || items.size() > MAX_BATCH) {
      throw json.problem(
          "evaluations", "must have 1 to " + MAX_BATCH + " items, not " + items.size());
    }
    return new Batch(run, items);
  }

  private static Item item(String path, JsonNode value) {
    try {
      JsonInput json = new JsonInput("", value);
      OutcomeDraft draft = EvaluationJson.draft(json);
      json.done();
      return new Item(draft, null, null);
    } catch (ProblemException e) {
      var issue = e.problem().issues().getFirst();
      return new Item(null, issue.path(), issue.message());
    } catch (InvalidException e) {
      return new Item(null, e.path(), e.problem());
    }
  }

  private static ObjectNode write(Receipt receipt) {
    return switch (receipt) {
      case Receipt.Recorded it -> Json.object().put("status", 201).put("id", it.id().toString());
      case Receipt.Refused it -> {
        ObjectNode node = Json.object().put("status", 400);
        node.putObject("error")
            .put("code", "invalid")
            .put("path", it.path())
            .put("message", it.problem());
        yield node;
      }
    };
  }
}
