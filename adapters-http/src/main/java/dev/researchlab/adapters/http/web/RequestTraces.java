package dev.researchlab.adapters.http.web;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.function.Supplier;

/**
 * A span for each request, as the semantic conventions for HTTP name things. It goes on with the
 * trace that a client's {@code traceparent} names.
 */
public final class RequestTraces {

  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
  private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
  private static final AttributeKey<String> REQUEST_ID =
      AttributeKey.stringKey("http.request.header.x-request-id");
  private static final AttributeKey<Long> STATUS =
      AttributeKey.longKey("http.response.status_code");

  private static final TextMapGetter<Call> HEADERS =
      (call, name) -> call == null ? null : call.header(name).orElse(null);

  private final Tracer tracer;
  private final TextMapPropagator propagator;

  /** Spans go where that one sends them. */
  public RequestTraces(OpenTelemetry telemetry) {
    this.tracer = telemetry.getTracer("dev.researchlab.http");
    this.propagator = telemetry.getPropagators().getTextMapPropagator();
  }

  /** Answers within a span; gives the status. */
  int answer(Call call, String route, Supplier<Integer> answer) {
    Context parent = propagator.extract(Context.root(), call, HEADERS);
    Span span =
        tracer
            .spanBuilder(call.method() + " " + route)
            .setSpanKind(SpanKind.SERVER)
            .setParent(parent)
            .startSpan();
    if (!span.isRecording()) {
      return answer.get();
    }
    span.setAttribute(METHOD, call.method());
    span.setAttribute(ROUTE, route);
    span.setAttribute(PATH, call.rawPath());
    span.setAttribute(REQUEST_ID, call.requestId());
    try {
      int status = parent.with(span).wrapSupplier(answer).get();
      span.setAttribute(STATUS, status);
      if (status >= 500) {
        span.setStatus(StatusCode.ERROR);
      }
      return status;
    } finally {
      span.end();
    }
  }
}
