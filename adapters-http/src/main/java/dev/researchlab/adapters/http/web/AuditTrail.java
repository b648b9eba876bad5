package dev.researchlab.adapters.http.web;

import dev.researchlab.ports.driving.audit.ForKeepingTheAuditLog;
import java.util.Map;
import java.util.Optional;

/** Enters every change that was made over HTTP into the audit log. */
final class AuditTrail {

  private static final String PREFIX = "/api/v1/";
  private static final System.Logger LOG = System.getLogger(AuditTrail.class.getName());

  private static final Map<String, String> NOUNS =
      Map.of(
          "projects", "project",
          "api-keys", "api_key",
          "models", "model",
          "datasets", "dataset",
          "prompts", "prompt",
          "experiments", "experiment",
          "runs", "run",
          "evaluations", "evaluations");

  /** By the last part of a path; what only looks is not among them. */
  private static final Map<String, String> VERBS =
      Map.of(
          "start", "started",
          "stop", "stopped",
          "pause", "paused",
          "resume", "resumed",
          "archive", "archived",
          "retune", "retuned",
          "rescore", "rescored",
          "upload", "uploaded",
          "versions", "written",
          "runs", "opened");

  private final ForKeepingTheAuditLog log;

  AuditTrail(ForKeepingTheAuditLog log) {
    this.log = log;
  }

  /** The change is made already: a log that cannot be written is told, and does not undo it. */
  void enter(Call call, String route, Reply reply) {
    Optional<String> action = action(call.method(), route);
    boolean again = reply.headers().containsKey(RepeatedRequests.REPLAYED);
    if (action.isEmpty() || reply.status() >= 400 || again) {
      return;
    }
    try {
      log.record(
          call.project(),
          call.actor(),
          action.get(),
          subject(call, route, reply),
          "request " + call.requestId());
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "not in the audit log: " + action.get(), e);
    }
  }

  /** Noun and verb of what a request of that route does; empty where it changes nothing. */
  static Optional<String> action(String method, String route) {
    if (!route.startsWith(PREFIX) || method.equals("GET") || method.equals("HEAD")) {
      return Optional.empty();
    }
    String[] parts = route.substring(PREFIX.length()).split("/", -1);
    String noun = NOUNS.getOrDefault(parts[0], parts[0]);
    String last = parts[parts.length - 1];
    String verb =
        switch (method) {
          case "PUT" -> parts.length > 2 ? "labelled" : "replaced";
          case "DELETE" -> "deleted";
          default ->
              parts.length > 1
                  ? VERBS.get(last)
                  : noun.equals("evaluations") ? "recorded" : "created";
        };
    return Optional.ofNullable(verb).map(it -> noun + "." + it);
  }

  private static String subject(Call call, String route, Reply reply) {
    if (route.contains("{id}")) {
      return call.path("id");
    }
    String location = reply.headers().getOrDefault("Location", "");
    return location.substring(location.lastIndexOf('/') + 1);
  }
}
