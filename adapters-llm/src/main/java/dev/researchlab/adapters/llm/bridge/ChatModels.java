package dev.researchlab.adapters.llm.bridge;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiChatModel;
import dev.langchain4j.model.mistralai.MistralAiChatModel;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.researchlab.domain.model.GenerationParameters;
import org.jspecify.annotations.Nullable;

/** Makes the library's models: without retries, and without a key, which the transport sends. */
final class ChatModels {

  private static final String SENT_BY_TRANSPORT = "none";

  private ChatModels() {}

  /**
   * @param parameters for the seed, which a request of the library cannot carry
   */
  static ChatModel of(
      Service service,
      String baseUrl,
      String modelName,
      GenerationParameters parameters,
      Exchange exchange) {
    @Nullable Integer seed = parameters.seed() == null ? null : Math.toIntExact(parameters.seed());
    return switch (service) {
      case GEMINI ->
          GoogleAiGeminiChatModel.builder()
              .httpClientBuilder(exchange)
              .baseUrl(baseUrl)
              .apiKey(SENT_BY_TRANSPORT)
              .modelName(modelName)
              .seed(seed)
              .maxRetries(0)
              .build();
      case MISTRAL ->
          MistralAiChatModel.builder()
              .httpClientBuilder(exchange)
              .baseUrl(baseUrl)
              .apiKey(SENT_BY_TRANSPORT)
              .modelName(modelName)
              .randomSeed(seed)
              .maxRetries(0)
              .build();
      case OLLAMA ->
          OllamaChatModel.builder()
              .httpClientBuilder(exchange)
              .baseUrl(baseUrl)
              .modelName(modelName)
              .seed(seed)
              .maxRetries(0)
              .build();
    };
  }
}
