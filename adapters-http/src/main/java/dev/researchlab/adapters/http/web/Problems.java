package dev.researchlab.adapters.http.web;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.ResearchLabException;
import java.util.Map;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** The one place where errors become problems. */
public final class Problems {

  private static final System.Logger LOG = System.getLogger(Problems.class.getName());

  private Problems() {}

  static Problem of(Throwable failure, String requestId) {
    return switch (failure) {
      case ProblemException known -> known.problem();
      case InvalidException invalid -> Problem.invalid(invalid.path(), invalid.problem());
      case ResearchLabException known -> of(known, requestId);
      case JacksonException malformed -> Problem.of(400, "malformed_json", where(malformed));
      default -> ours(failure, requestId);
    };
  }

  private static Problem of(ResearchLabException failure, String requestId) {
    String message = String.valueOf(failure.getMessage());
    return switch (failure.code()) {
      case NOT_FOUND -> Problem.of(404, "not_found", message);
      case CONFLICT -> Problem.of(409, "conflict", message);
      case INVALID -> Problem.invalid("", message);
      case UNAVAILABLE -> {
        // What a store says may name its hosts and statements: that is for the log.
        LOG.log(System.Logger.Level.WARNING, "request " + requestId + ": " + message, failure);
        yield Problem.of(503, "unavailable", "a store does not answer now; try again")
            .withHeader("Retry-After", "2");
      }
    };
  }

  private static Problem ours(Throwable failure, String requestId) {
    LOG.log(System.Logger.Level.ERROR, "request " + requestId + " failed", failure);
    return Problem.of(500, "internal", "the service failed; its log says why under the request_id");
  }

  private static String where(JacksonException malformed) {
    var location = malformed.getLocation();
    String message =
        Objects.requireNonNullElse(malformed.getOriginalMessage(), "it cannot be read")
            .lines()
            .findFirst()
            .orElse("");
    return location == null
        ? message
        : "line %d, column %d: %s".formatted(location.getLineNr(), location.getColumnNr(), message);
  }

  /** The body of a problem. */
  public static byte[] body(Problem problem, String path, String requestId) {
    ObjectNode node = Json.object();
    node.put("type", "urn:research-lab:problem:" + problem.code());
    node.put("title", Problem.title(problem.status()));
    node.put("status", problem.status());
    node.put("detail", problem.detail());
    node.put("instance", path);
    node.put("code", problem.code());
    node.put("request_id", requestId);
    if (!problem.issues().isEmpty()) {
      var issues = node.putArray("issues");
      for (Problem.Issue issue : problem.issues()) {
        issues
            .addObject()
            .put("path", issue.path())
            .put("code", issue.code())
            .put("message", issue.message());
      }
    }
    return Json.bytes(node);
  }

  static Reply reply(Problem problem, String path, String requestId) {
    return new Reply(
        problem.status(),
        with(problem.headers(), "Content-Type", Problem.MEDIA_TYPE),
        body(problem, path, requestId),
        null);
  }

  private static Map<String, String> with(Map<String, String> headers, String name, String value) {
    var all = new java.util.LinkedHashMap<>(headers);
    all.put(name, value);
    return all;
  }
}
