package dev.researchlab.bootstrap.telemetry;

import dev.researchlab.domain.model.GenerationResult;
import dev.researchlab.domain.model.GenerationResult.Completion;
import dev.researchlab.domain.model.GenerationResult.Failure;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.model.ProviderDescription;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.ports.driven.model.EmbeddingModel;
import dev.researchlab.ports.driven.model.GenerationRequest;
import dev.researchlab.ports.driven.model.LanguageModel;
import dev.researchlab.ports.driven.model.ModelProvider;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts, times and traces each call of a model, as the semantic conventions of OpenTelemetry for
 * generative AI name things (as of version 1.37). Neither prompts nor answers are told.
 */
final class ObservedModels {

  /** Names of models are chosen by users; beyond so many of them they are counted as one. */
  private static final int MODELS_WITH_FIGURES = 100;

  private static final AttributeKey<String> OPERATION =
      AttributeKey.stringKey("gen_ai.operation.name");
  private static final AttributeKey<String> PROVIDER =
      AttributeKey.stringKey("gen_ai.provider.name");
  private static final AttributeKey<String> MODEL = AttributeKey.stringKey("gen_ai.request.model");
  private static final AttributeKey<Double> TEMPERATURE =
      AttributeKey.doubleKey("gen_ai.request.temperature");
  private static final AttributeKey<Long> MAX_TOKENS =
      AttributeKey.longKey("gen_ai.request.max_tokens");
  private static final AttributeKey<List<String>> FINISH_REASONS =
      AttributeKey.stringArrayKey("gen_ai.response.finish_reasons");
  private static final AttributeKey<Long> INPUT_TOKENS =
      AttributeKey.longKey("gen_ai.usage.input_tokens");
  private static final AttributeKey<Long> OUTPUT_TOKENS =
      AttributeKey.longKey("gen_ai.usage.output_tokens");
  private static final AttributeKey<String> SERVER = AttributeKey.stringKey("server.address");
  private static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");
  private static final AttributeKey<Long> STATUS =
      AttributeKey.longKey("http.response.status_code");
  private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

  private final Histogram durations;
  private final Counter tokens;
  private final Gauge inFlight;
  private final Tracer tracer;
  private final Set<String> modelsWithFigures = ConcurrentHashMap.newKeySet();

  ObservedModels(PrometheusRegistry figures, OpenTelemetry traces) {
    this.durations =
        Histogram.builder()
            .name("gen_ai_client_operation_duration_seconds")
            .help("Time of the calls of models.")
            .labelNames("provider", "model", "outcome")
            .classicUpperBounds(
                .01, .02, .04, .08, .16, .32, .64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92)
            .classicOnly()
            .register(figures);
    this.tokens =
        Counter.builder()
            .name("gen_ai_client_tokens")
            .help("Tokens as the providers counted them.")
            .labelNames("provider", "model", "type")
            .register(figures);
    this.inFlight =
        Gauge.builder()
            .name("gen_ai_client_calls_in_flight")
            .help("Calls of models that wait for their answer.")
            .labelNames("provider", "model")
            .register(figures);
    this.tracer = traces.getTracer("dev.researchlab.models");
  }

  ModelProvider observed(ModelProvider provider) {
    return new ModelProvider() {
      @Override
      public ProviderDescription description() {
        return provider.description();
      }

      @Override
      public void check(ModelSpecification specification) {
        provider.check(specification);
      }

      @Override
      public LanguageModel open(ModelSpecification specification) {
        return observed(specification, provider.open(specification));
      }

      @Override
      public Optional<EmbeddingModel> openEmbeddings(ModelSpecification specification) {
        return provider.openEmbeddings(specification);
      }
    };
  }

  private LanguageModel observed(ModelSpecification specification, LanguageModel model) {
    String provider = specification.provider();
    String name = label(specification.modelIdentifier());
    return new LanguageModel() {
      @Override
      public GenerationResult generate(GenerationRequest request, Runnable firstByte)
          throws InterruptedException {
        Span span = span(specification, request);
        long began = System.nanoTime();
        String outcome = "interrupted";
        inFlight.labelValues(provider, name).inc();
        try {
          GenerationResult result = model.generate(request, firstByte);
          outcome = outcome(result);
          tell(span, result);
          count(provider, name, result);
          return result;
        } finally {
          inFlight.labelValues(provider, name).dec();
          durations.labelValues(provider, name, outcome).observe((System.nanoTime() - began) / 1e9);
          span.end();
        }
      }

      @Override
      public void close() {
        model.close();
      }
    };
  }

  private String label(String model) {
    if (modelsWithFigures.contains(model)
        || (modelsWithFigures.size() < MODELS_WITH_FIGURES && modelsWithFigures.add(model))) {
      return model;
    }
    return "other";
  }

  private Span span(ModelSpecification specification, GenerationRequest request) {
    SpanBuilder builder =
        tracer
            .spanBuilder("chat " + specification.modelIdentifier())
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute(OPERATION, "chat")
            .setAttribute(PROVIDER, specification.provider())
            .setAttribute(MODEL, specification.modelIdentifier());
    URI endpoint = specification.endpoint();
    if (endpoint != null && endpoint.getHost() != null) {
      builder.setAttribute(SERVER, endpoint.getHost());
      if (endpoint.getPort() > 0) {
        builder.setAttribute(PORT, endpoint.getPort());
      }
    }
    Double temperature = request.parameters().temperature();
    if (temperature != null) {
      builder.setAttribute(TEMPERATURE, temperature);
    }
    Integer maxTokens = request.parameters().maxOutputTokens();
    if (maxTokens != null) {
      builder.setAttribute(MAX_TOKENS, maxTokens.longValue());
    }
    return builder.startSpan();
  }

  private static String outcome(GenerationResult result) {
    return switch (result) {
      case Completion ignored -> "answered";
      case Failure failure -> failure.kind().name().toLowerCase(Locale.ROOT);
    };
  }

  private static void tell(Span span, GenerationResult result) {
    switch (result) {
      case Completion completion -> {
        span.setAttribute(
            FINISH_REASONS, List.of(completion.finishReason().name().toLowerCase(Locale.ROOT)));
        TokenUsage usage = completion.usage();
        if (usage != null) {
          span.setAttribute(INPUT_TOKENS, usage.inputTokens());
          span.setAttribute(OUTPUT_TOKENS, usage.outputTokens());
        }
      }
      case Failure failure -> {
        span.setStatus(StatusCode.ERROR);
        span.setAttribute(ERROR, outcome(failure));
        Integer status = failure.status();
        if (status != null) {
          span.setAttribute(STATUS, status.longValue());
        }
      }
    }
  }

  private void count(String provider, String model, GenerationResult result) {
    if (result instanceof Completion completion && completion.usage() != null) {
      TokenUsage usage = completion.usage();
      tokens.labelValues(provider, model, "input").inc(usage.inputTokens());
      tokens.labelValues(provider, model, "output").inc(usage.outputTokens());
    }
  }
}
