package dev.researchlab.bootstrap.telemetry;

import dev.researchlab.ports.driven.DrivenPorts;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.URI;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Where figures and traces of one process go. Closing it sends what is left of the traces. */
public final class Telemetry implements AutoCloseable {

  private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");
  private static final AttributeKey<String> SERVICE_VERSION =
      AttributeKey.stringKey("service.version");

  private final PrometheusRegistry figures;
  private final OpenTelemetry traces;
  private final @Nullable OpenTelemetrySdk sdk;

  private Telemetry(PrometheusRegistry figures, @Nullable OpenTelemetrySdk sdk) {
    this.figures = figures;
    this.sdk = sdk;
    this.traces = sdk == null ? OpenTelemetry.noop() : sdk;
  }

  /**
   * Figures into that registry, traces to that address.
   *
   * @param otlpEndpoint without the path, such as {@code http://127.0.0.1:4318}; null for no traces
   */
  public static Telemetry to(
      @Nullable URI otlpEndpoint, PrometheusRegistry figures, String version) {
    return new Telemetry(figures, otlpEndpoint == null ? null : sdk(otlpEndpoint, version));
  }

  private static OpenTelemetrySdk sdk(URI endpoint, String version) {
    String base = endpoint.toString().replaceFirst("/+$", "");
    Resource resource =
        Resource.getDefault().toBuilder()
            .put(SERVICE_NAME, "research-lab")
            .put(SERVICE_VERSION, version)
            .build();
    OtlpHttpSpanExporter exporter =
        OtlpHttpSpanExporter.builder().setEndpoint(base + "/v1/traces").build();
    return OpenTelemetrySdk.builder()
        .setTracerProvider(
            SdkTracerProvider.builder()
                .setResource(resource)
                .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
                .build())
        .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
        .build();
  }

  /** Where spans are made. */
  public OpenTelemetry traces() {
    return traces;
  }

  /** The same ports, each call of which is counted, timed and traced. */
  public DrivenPorts observed(DrivenPorts ports) {
    ObservedStores stores = new ObservedStores(figures, traces);
    ObservedModels models = new ObservedModels(figures, traces);
    return stores
        .observed(ports)
        .withProviders(ports.providers().stream().map(models::observed).toList());
  }

  /** Shows how many runs go on. */
  public void showRuns(IntSupplier goingOn) {
    GaugeWithCallback unused =
        GaugeWithCallback.builder()
            .name("research_lab_runs_active")
            .help("Runs that go on in this process.")
            .callback(callback -> callback.call(goingOn.getAsInt()))
            .register(figures);
  }

  @Override
  public void close() {
    if (sdk != null) {
      sdk.close();
    }
  }
}
