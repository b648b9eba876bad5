package dev.researchlab.adapters.llm.bridge;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.researchlab.adapters.llm.http.Endpoint;
import dev.researchlab.adapters.llm.http.ProviderClient;
import dev.researchlab.domain.model.CallFailure;
import dev.researchlab.domain.model.GenerationResult;
import dev.researchlab.domain.model.GenerationResult.Failure;
import dev.researchlab.ports.driven.model.GenerationRequest;
import dev.researchlab.ports.driven.model.LanguageModel;
import org.jspecify.annotations.Nullable;

/**
 * A model whose requests and answers the library puts into the service's form; each call has its
 * own model of the library, which holds nothing but where to send it.
 */
record BridgedModel(Service service, Endpoint endpoint, String modelName, ProviderClient client)
    implements LanguageModel {

  @Override
  public GenerationResult generate(GenerationRequest request, Runnable firstByte)
      throws InterruptedException {
    ChatRequest chat;
    try {
      chat = Requests.of(request, service);
    } catch (RuntimeException e) {
      return new Failure(CallFailure.BAD_REQUEST, reason(e), null, null);
    }
    var exchange = new Exchange(client, firstByte);
    try {
      ChatResponse response =
          ChatModels.of(service, endpoint.base(), modelName, request.parameters(), exchange)
              .chat(chat);
      return Answers.completion(response, exchange);
    } catch (RuntimeException e) {
      exchange.throwInterrupt();
      return failure(exchange, e);
    }
  }

  /** The transport's failure; without one the library could not write the request or the answer. */
  private Failure failure(Exchange exchange, RuntimeException e) {
    @Nullable Failure failure = exchange.failure();
    if (failure != null) {
      return refined(failure);
    }
    @Nullable String body = exchange.body();
    if (body == null) {
      return new Failure(CallFailure.BAD_REQUEST, reason(e), null, null);
    }
    return Answers.isBlocked(body)
        ? new Failure(
            CallFailure.CONTENT_FILTER,
            endpoint.base() + " refused the prompt",
            exchange.status(),
            null,
            exchange.quotas())
        : new Failure(
            CallFailure.MALFORMED,
            endpoint.base() + " answered, but not with what its protocol promises",
            exchange.status(),
            null,
            exchange.quotas());
  }

  /** Gemini tells these two from other wrong requests by its words alone. */
  private static Failure refined(Failure failure) {
    CallFailure kind = failure.kind();
    if (kind == CallFailure.BAD_REQUEST && failure.message().contains("API key not valid")) {
      kind = CallFailure.AUTHENTICATION;
    } else if (kind == CallFailure.BAD_REQUEST
        && failure.message().contains("exceeds the maximum number of tokens")) {
      kind = CallFailure.CONTEXT_LENGTH;
    }
    return new Failure(
        kind, failure.message(), failure.status(), failure.retryAfter(), failure.quotas());
  }

  private String reason(RuntimeException e) {
    String message = String.valueOf(e.getMessage());
    // The library's word for a part of a schema that it has no type for.
    return message.contains("JsonRawSchema")
        ? service.key()
            + " takes tools whose parameters say type, description, properties, required, items and"
            + " enum alone"
        : "the request cannot be put into the form of %s: %s"
            .formatted(service.key(), message.lines().findFirst().orElse(message));
  }

  @Override
  public void close() {
    client.close();
  }
}
