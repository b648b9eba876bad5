package dev.researchlab.adapters.llm.anthropic;

import dev.researchlab.adapters.llm.http.ProviderClient;
import dev.researchlab.domain.model.CallFailure;
import dev.researchlab.domain.model.GenerationResult;
import dev.researchlab.domain.model.GenerationResult.Failure;
import dev.researchlab.ports.driven.model.GenerationRequest;
import dev.researchlab.ports.driven.model.LanguageModel;
import java.net.URI;
import tools.jackson.core.JacksonException;

/** A model behind one endpoint, with its connections. */
record AnthropicModel(ProviderClient client, URI target, RequestWriter requests)
    implements LanguageModel {

  @Override
  public GenerationResult generate(GenerationRequest request, Runnable firstByte)
      throws InterruptedException {
    byte[] body;
    try {
      body = requests.write(request);
    } catch (JacksonException e) {
      return bad("a schema or a tool call's arguments are not JSON: " + e.getOriginalMessage());
    } catch (RequestWriter.ImageException e) {
      return bad("an image must be an http(s) URL or a data URI in base64");
    }
    return client.post(
        target,
        body,
        firstByte,
        answer ->
            requests.stream() ? AnthropicAnswer.stream(answer) : AnthropicAnswer.whole(answer),
        failure -> failure);
  }

  private static Failure bad(String message) {
    return new Failure(CallFailure.BAD_REQUEST, message, null, null);
  }

  @Override
  public void close() {
    client.close();
  }
}
