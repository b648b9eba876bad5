package dev.researchlab.adapters.http.web;

import static java.util.stream.Collectors.joining;

import dev.researchlab.domain.project.ProjectId;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;

/** Brings requests to their handlers, and their replies and problems back. */
public final class Dispatcher {

  private static final HeaderName REQUEST_ID_HEADER = HeaderNames.create("X-Request-Id");
  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final System.Logger LOG = System.getLogger(Dispatcher.class.getName());

  /** Is told of every request that was answered. */
  @FunctionalInterface
  public interface Observer {
    /**
     * A request was answered.
     *
     * @param route the path with the names of its parts, {@code unmatched} where there is none
     */
    void answered(String method, String route, int status, long nanos);

    /** Tells this one first, and then the other. */
    default Observer andThen(Observer other) {
      return (method, route, status, nanos) -> {
        answered(method, route, status, nanos);
        other.answered(method, route, status, nanos);
      };
    }
  }

  private final Routes routes;
  private final Admission admission;
  private final RepeatedRequests repeated;
  private final AuditTrail audit;
  private final RequestTraces traces;
  private final Observer observer;
  private final int maxBody;
  private final BodyMemory memory;

  /**
   * Handlers of these routes.
   *
   * @param keysNeeded whether requests are let in by API keys alone
   */
  public Dispatcher(
      Routes routes,
      ServicePorts lab,
      boolean keysNeeded,
      RequestTraces traces,
      Observer observer,
      int maxBody,
      BodyMemory memory) {
    this.routes = routes;
    this.admission = new Admission(lab.projects(), lab.apiKeys(), keysNeeded);
    this.repeated = new RepeatedRequests(lab.requests());
    this.audit = new AuditTrail(lab.audit());
    this.traces = traces;
    this.observer = observer;
    this.maxBody = maxBody;
    this.memory = memory;
  }

  /** Adds all routes, and what answers where there is none. */
  public void addTo(HttpRouting.Builder routing) {
    routes
        .byPath()
        .forEach(
            (path, methods) ->
                routing.any(path, (request, response) -> answer(request, response, path, methods)));
    routing.any((request, response) -> answer(request, response, "unmatched", Map.of()));
    routing.error(Throwable.class, this::failed);
  }

  private void answer(
      ServerRequest request,
      ServerResponse response,
      String route,
      Map<String, Routes.Route> methods) {
    long began = System.nanoTime();
    Call call = new Call(request, ProjectId.DEFAULT, requestId(request), maxBody, memory);
    LogContext.begin(call.requestId());
    int status = 0;
    try {
      status = traces.answer(call, route, () -> answer(call, route, methods, response));
    } finally {
      call.end();
      observer.answered(call.method(), route, status, System.nanoTime() - began);
      LogContext.end();
    }
  }

  private int answer(
      Call call, String route, Map<String, Routes.Route> methods, ServerResponse response) {
    Reply reply = reply(call, route, methods);
    send(call, reply, response);
    return reply.status();
  }

  private static String requestId(ServerRequest request) {
    return request.headers().contains(REQUEST_ID_HEADER)
            && REQUEST_ID.matcher(request.headers().get(REQUEST_ID_HEADER).get()).matches()
        ? request.headers().get(REQUEST_ID_HEADER).get()
        : UUID.randomUUID().toString();
  }

  private Reply reply(Call call, String route, Map<String, Routes.Route> methods) {
    try {
      if (methods.isEmpty()) {
        throw Problem.of(404, "not_found", "there is nothing at this path; see /openapi")
            .asException();
      }
      String method = call.method().equals("HEAD") ? "GET" : call.method();
      Routes.Route found = methods.get(method);
      if (found == null) {
        throw notAllowed(methods.keySet());
      }
      requireAcceptable(call, found.types());
      admission.admit(call, route);
      Reply reply = repeated.handle(call, found.handler());
      audit.enter(call, route, reply);
      if (method.equals("GET")) {
        call.requireNoOtherQuery();
      }
      return reply;
    } catch (Throwable failure) {
      return Problems.reply(problem(failure, call.requestId()), call.rawPath(), call.requestId());
    }
  }

  private static ProblemException notAllowed(Collection<String> methods) {
    TreeSet<String> allowed = new TreeSet<>(methods);
    if (allowed.contains("GET")) {
      allowed.add("HEAD");
    }
    return Problem.of(405, "method_not_allowed", "this path takes " + String.join(", ", allowed))
        .withHeader("Allow", String.join(", ", allowed))
        .asException();
  }

  private static void requireAcceptable(Call call, List<String> types) {
    if (call.preferred(types).isEmpty()) {
      String answered =
          types.stream().filter(it -> !it.equals(Problem.MEDIA_TYPE)).collect(joining(", "));
      throw Problem.of(
              406,
              "not_acceptable",
              "this path answers %s, and Accept takes none of it".formatted(answered))
          .asException();
    }
  }

  private static Problem problem(Throwable failure, String requestId) {
    return switch (failure) {
      case HttpException http -> transport(http.status(), String.valueOf(http.getMessage()));
      // What follows on this connection cannot be told from the rest of the body.
      case RequestException http ->
          transport(http.status(), "the request is malformed").withHeader("Connection", "close");
      default -> Problems.of(failure, requestId);
    };
  }

  private static Problem transport(Status status, String message) {
    int code = status.code() >= 400 && status.code() < 500 ? status.code() : 400;
    return Problem.of(code, code == 413 ? "too_large" : "bad_request", message);
  }

  private static void send(Call call, Reply reply, ServerResponse response) {
    response.status(reply.status());
    reply.headers().forEach((name, value) -> response.header(name, value));
    response.header(REQUEST_ID_HEADER, call.requestId());
    response.header("X-Content-Type-Options", "nosniff");
    Reply.Body stream = reply.stream();
    if (stream == null) {
      sendBytes(call, reply, response);
      return;
    }
    if (call.method().equals("HEAD")) {
      response.send();
      return;
    }
    try (OutputStream out = response.outputStream()) {
      stream.writeTo(out);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "a client went away", e);
    }
  }

  private static void sendBytes(Call call, Reply reply, ServerResponse response) {
    if (call.method().equals("HEAD")) {
      response.contentLength(reply.body().length);
      response.send();
    } else if (reply.status() == 204) {
      response.send();
    } else {
      response.send(reply.body());
    }
  }

  /** What happened while a reply was sent, or before a handler was found. */
  private void failed(ServerRequest request, ServerResponse response, Throwable failure) {
    if (response.isSent()) {
      LOG.log(System.Logger.Level.DEBUG, "a reply broke off", failure);
      return;
    }
    String requestId = requestId(request);
    Call call = new Call(request, ProjectId.DEFAULT, requestId, maxBody, memory);
    send(call, Problems.reply(problem(failure, requestId), call.rawPath(), requestId), response);
  }
}
