package dev.researchlab.adapters.llm.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import dev.researchlab.adapters.llm.http.Answer;
import dev.researchlab.adapters.llm.http.Json;
import dev.researchlab.adapters.llm.http.MalformedAnswerException;
import dev.researchlab.adapters.llm.http.ProviderClient;
import dev.researchlab.domain.model.GenerationResult.Failure;
import dev.researchlab.domain.model.QuotaReading;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The transport of one call of the library. It keeps what the library does not hand on: how the
 * call failed, how long it took, and what was said of quotas.
 */
final class Exchange implements HttpClient, HttpClientBuilder {

  private static final int OK = 200;

  private final ProviderClient client;
  private final Runnable firstByte;
  private @Nullable Failure failure;
  private @Nullable InterruptedException interrupt;
  private @Nullable String body;
  private @Nullable Duration latency;
  private @Nullable Duration timeToFirstByte;
  private List<QuotaReading> quotas = List.of();

  Exchange(ProviderClient client, Runnable firstByte) {
    this.client = client;
    this.firstByte = firstByte;
  }

  /** The call ended without an answer; the exchange knows why. */
  private static final class NoAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public SuccessfulHttpResponse execute(HttpRequest request) {
    boolean answered;
    try {
      answered =
          client.post(
              URI.create(request.url()),
              request.body().getBytes(UTF_8),
              firstByte,
              this::read,
              this::fail);
    } catch (InterruptedException e) {
      interrupt = e;
      throw new NoAnswerException();
    }
    if (!answered) {
      throw new NoAnswerException();
    }
    return SuccessfulHttpResponse.builder().statusCode(OK).body(body).build();
  }

  private boolean read(Answer answer) throws IOException, MalformedAnswerException {
    String read;
    try (JsonParser json = answer.json()) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedAnswerException("not a JSON object");
      }
      read = Json.copy(json);
      if (json.nextToken() != null) {
        throw new MalformedAnswerException("followed by text after the JSON object");
      }
    }
    latency = answer.latency();
    timeToFirstByte = answer.timeToFirstByte();
    quotas = answer.quotas();
    body = read;
    return true;
  }

  private boolean fail(Failure why) {
    failure = why;
    return false;
  }

  /** Throws what interrupted the call, if something did. */
  void throwInterrupt() throws InterruptedException {
    if (interrupt != null) {
      throw interrupt;
    }
  }

  @Nullable Failure failure() {
    return failure;
  }

  /** The JSON of the answer, null where none came. */
  @Nullable String body() {
    return body;
  }

  int status() {
    return OK;
  }

  @Nullable Duration latency() {
    return latency;
  }

  @Nullable Duration timeToFirstByte() {
    return timeToFirstByte;
  }

  List<QuotaReading> quotas() {
    return quotas;
  }

  @Override
  public void execute(
      HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
    throw new UnsupportedOperationException("answers are asked for as a whole");
  }

  // The library sets time-outs of its own; those of the specification are the client's.

  @Override
  public @Nullable Duration connectTimeout() {
    return null;
  }

  @Override
  public HttpClientBuilder connectTimeout(Duration timeout) {
    return this;
  }

  @Override
  public @Nullable Duration readTimeout() {
    return null;
  }

  @Override
  public HttpClientBuilder readTimeout(Duration timeout) {
    return this;
  }

  @Override
  public HttpClient build() {
    return this;
  }
}
