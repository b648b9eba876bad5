package dev.researchlab.bootstrap.telemetry;

import dev.researchlab.domain.ResearchLabException;
import dev.researchlab.ports.driven.DrivenPorts;
import dev.researchlab.ports.driven.audit.AuditLog;
import dev.researchlab.ports.driven.dataset.DatasetStore;
import dev.researchlab.ports.driven.evaluation.EvaluationStore;
import dev.researchlab.ports.driven.experiment.ExperimentStore;
import dev.researchlab.ports.driven.model.ModelStore;
import dev.researchlab.ports.driven.model.ResponseCache;
import dev.researchlab.ports.driven.project.ApiKeyStore;
import dev.researchlab.ports.driven.project.ProjectStore;
import dev.researchlab.ports.driven.prompt.PromptStore;
import dev.researchlab.ports.driven.request.RequestStore;
import dev.researchlab.ports.driven.run.RunStore;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Times each call of a store, and makes a span of it within a traced request. What a store answers
 * as a stream is timed until the stream is there.
 */
final class ObservedStores {

  private static final AttributeKey<String> STORE = AttributeKey.stringKey("research_lab.store");

  private final Histogram durations;
  private final Tracer tracer;

  ObservedStores(PrometheusRegistry figures, OpenTelemetry traces) {
    this.durations =
        Histogram.builder()
            .name("research_lab_store_operation_duration_seconds")
            .help("Time of the calls of a store.")
            .labelNames("store", "operation", "outcome")
            .classicOnly()
            .register(figures);
    this.tracer = traces.getTracer("dev.researchlab.stores");
  }

  DrivenPorts observed(DrivenPorts ports) {
    return new DrivenPorts(
        observed(ProjectStore.class, "projects", ports.projects()),
        observed(ApiKeyStore.class, "api_keys", ports.apiKeys()),
        observed(ModelStore.class, "models", ports.models()),
        observed(DatasetStore.class, "datasets", ports.datasets()),
        observed(PromptStore.class, "prompts", ports.prompts()),
        observed(ExperimentStore.class, "experiments", ports.experiments()),
        observed(RunStore.class, "runs", ports.runs()),
        observed(EvaluationStore.class, "evaluations", ports.evaluations()),
        observed(ResponseCache.class, "responses", ports.responses()),
        observed(RequestStore.class, "requests", ports.requests()),
        observed(AuditLog.class, "audit", ports.audit()),
        ports.providers(),
        ports.metricTypes(),
        ports.clock(),
        ports.ids(),
        ports.chance());
  }

  private <T> T observed(Class<T> port, String name, T store) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> call(name, store, method, arguments)));
  }

  private Object call(String store, Object target, Method method, Object[] arguments)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return method.invoke(target, arguments);
    }
    long began = System.nanoTime();
    Span span = span(store, method);
    String outcome = "error";
    try {
      Object result = method.invoke(target, arguments);
      outcome = "done";
      return result;
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof ResearchLabException) {
        outcome = "refused";
      } else {
        span.setStatus(StatusCode.ERROR);
        span.recordException(e.getCause());
      }
      throw e.getCause();
    } finally {
      span.end();
      durations
          .labelValues(store, method.getName(), outcome)
          .observe((System.nanoTime() - began) / 1e9);
    }
  }

  /** Only within a request: what runs do all the time would drown everything else. */
  private Span span(String store, Method method) {
    if (!Span.fromContext(Context.current()).isRecording()) {
      return Span.getInvalid();
    }
    return tracer
        .spanBuilder(store + "." + method.getName())
        .setSpanKind(SpanKind.CLIENT)
        .setAttribute(STORE, store)
        .startSpan();
  }
}
