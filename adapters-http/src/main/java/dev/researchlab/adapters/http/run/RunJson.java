package dev.researchlab.adapters.http.run;

import dev.researchlab.adapters.http.web.Json;
import dev.researchlab.domain.lane.LaneStatus;
import dev.researchlab.domain.run.LaneProgress;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunEvent;
import dev.researchlab.domain.run.RunFailure;
import dev.researchlab.domain.run.RunProgress;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Runs as JSON. */
public final class RunJson {

  /** Where runs are. */
  public static final String PATH = "/api/v1/runs";

  private RunJson() {}

  /** A run without its progress. */
  public static ObjectNode write(Run run) {
    ObjectNode node = Json.object();
    node.put("id", run.id().toString());
    node.put("experiment_id", run.experiment().toString());
    node.put("experiment_name", run.manifest().experimentName());
    node.put("number", run.number());
    node.put("status", lower(run.status()));
    RunFailure failure = run.failure();
    if (failure == null) {
      node.putNull("failure");
    } else {
      node.putObject("failure").put("model", failure.model()).put("message", failure.message());
    }
    var variants = node.putArray("variants");
    run.manifest().variants().forEach(variant -> variants.add(variant.name()));
    node.put("trials", run.manifest().trials());
    node.put("manifest_sha256", run.manifest().hash().hex());
    node.put("created_at", run.createdAt().toString());
    node.put("changed_at", run.changedAt().toString());
    return node;
  }

  /** A run and how far it has come. */
  public static JsonNode write(Run run, RunProgress progress) {
    ObjectNode node = write(run);
    node.set("progress", write(progress));
    return node;
  }

  static ObjectNode write(RunProgress progress) {
    ObjectNode node = Json.object();
    node.put("status", lower(progress.status()));
    node.put("planned", progress.planned());
    node.put("done", progress.done());
    node.put("answered", progress.answered());
    node.put("missing", progress.missing());
    node.put("in_flight", progress.inFlight());
    node.put("retries", progress.retries());
    node.put("input_tokens", progress.usage().inputTokens());
    node.put("output_tokens", progress.usage().outputTokens());
    Json.putMoney(node, "cost_usd", progress.cost());
    Json.putSeconds(node, "elapsed_seconds", progress.elapsed());
    node.put("waiting_for", progress.waitingFor());
    var lanes = node.putArray("lanes");
    for (LaneProgress lane : progress.lanes()) {
      LaneStatus status = lane.status();
      ObjectNode one = lanes.addObject();
      one.put("lane", lane.lane());
      one.put("in_flight", status.inFlight());
      one.put("limit", status.limit());
      one.put("waiting", lane.waiting());
      one.put("sent", status.sent());
      one.put("refused", status.refused());
      Json.putSeconds(one, "pause_seconds", status.pause());
      one.put("pause_reason", status.pauseReason());
      one.put("requests_per_second", status.requestsPerSecond());
    }
    return node;
  }

  static JsonNode write(RunEvent event) {
    ObjectNode node = Json.object();
    node.put("number", event.number());
    node.put("at", event.at().toString());
    node.put("lane", event.lane());
    node.put("kind", lower(event.event().kind()));
    node.put("limit", event.event().limit());
    node.put("reason", event.event().reason());
    return node;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
