package dev.researchlab.adapters.http.operations;

import dev.researchlab.adapters.http.web.Call;
import dev.researchlab.adapters.http.web.Dispatcher;
import dev.researchlab.adapters.http.web.Reply;
import dev.researchlab.adapters.http.web.Routes;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Set;

/** {@code /metrics}: figures of requests, runs and the process in the text format of Prometheus. */
public final class Metrics implements Routes.Resource, Dispatcher.Observer {

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH");

  private final PrometheusRegistry registry;
  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
  private final Histogram requests;

  /**
   * @param registry of all figures, those of other parts included
   */
  public Metrics(PrometheusRegistry registry) {
    this.registry = registry;
    this.requests =
        Histogram.builder()
            .name("http_server_request_duration_seconds")
            .help("Time from the head of a request to the end of its reply.")
            .labelNames("method", "route", "status")
            .classicOnly()
            .register(registry);
    JvmMetrics.builder().register(registry);
  }

  @Override
  public void addTo(Routes routes) {
    routes.get("/metrics", this::write, "text/plain", "application/openmetrics-text");
  }

  /** Methods and statuses are few, and routes are those of the contract. */
  @Override
  public void answered(String method, String route, int status, long nanos) {
    requests
        .labelValues(METHODS.contains(method) ? method : "other", route, Integer.toString(status))
        .observe(nanos / 1e9);
  }

  private Reply write(Call call) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.write(out, registry.scrape());
    return Reply.of(200, writer.getContentType(), out.toByteArray());
  }
}
