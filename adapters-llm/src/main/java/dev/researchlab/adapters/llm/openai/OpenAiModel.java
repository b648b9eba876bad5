package dev.researchlab.adapters.llm.openai;

import dev.researchlab.adapters.llm.http.ProviderClient;
import dev.researchlab.domain.model.CallFailure;
import dev.researchlab.domain.model.ChatMessage;
import dev.researchlab.domain.model.GenerationResult;
import dev.researchlab.domain.model.GenerationResult.Failure;
import dev.researchlab.ports.driven.model.GenerationRequest;
import dev.researchlab.ports.driven.model.LanguageModel;
import java.net.URI;
import tools.jackson.core.JacksonException;

/** A model behind one endpoint, with its connections. */
record OpenAiModel(ProviderClient client, URI target, RequestWriter requests)
    implements LanguageModel {

  @Override
  public GenerationResult generate(GenerationRequest request, Runnable firstByte)
      throws InterruptedException {
    if (requests.dialect().completions() && !isText(request)) {
      return bad("completions take texts alone: no images, tools, tool calls or response schema");
    }
    byte[] body;
    try {
      body = requests.write(request);
    } catch (JacksonException e) {
      return bad("a schema of the request is not JSON: " + e.getOriginalMessage());
    }
    boolean stream = requests.dialect().stream();
    return client.post(
        target,
        body,
        firstByte,
        answer -> stream ? OpenAiAnswer.stream(answer) : OpenAiAnswer.whole(answer),
        failure -> failure);
  }

  private static boolean isText(GenerationRequest request) {
    return request.parameters().tools().isEmpty()
        && request.parameters().responseSchema() == null
        && request.messages().stream().allMatch(OpenAiModel::isText);
  }

  private static boolean isText(ChatMessage message) {
    return message.images().isEmpty()
        && message.toolCalls().isEmpty()
        && message.toolCallId() == null;
  }

  private static Failure bad(String message) {
    return new Failure(CallFailure.BAD_REQUEST, message, null, null);
  }

  @Override
  public void close() {
    client.close();
  }
}
