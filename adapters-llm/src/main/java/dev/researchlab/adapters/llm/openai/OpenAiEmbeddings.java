package dev.researchlab.adapters.llm.openai;

import dev.researchlab.adapters.llm.http.Json;
import dev.researchlab.adapters.llm.http.ProviderClient;
import dev.researchlab.ports.driven.model.EmbeddingModel;
import dev.researchlab.ports.driven.model.EmbeddingResult;
import java.net.URI;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** An embedding model behind one endpoint, with its connections. */
record OpenAiEmbeddings(ProviderClient client, URI target, String model) implements EmbeddingModel {

  @Override
  public EmbeddingResult embed(List<String> texts) throws InterruptedException {
    if (texts.isEmpty()) {
      throw new IllegalArgumentException("there is no text to embed");
    }
    return client.post(
        target,
        Json.object(json -> write(json, texts)),
        () -> {},
        answer -> EmbeddingsAnswer.read(answer, texts.size()),
        EmbeddingResult.Failed::new);
  }

  private void write(JsonGenerator json, List<String> texts) {
    json.writeStringProperty("model", model);
    json.writeName("input");
    json.writeStartArray();
    texts.forEach(json::writeString);
    json.writeEndArray();
    json.writeStringProperty("encoding_format", "float");
  }

  @Override
  public void close() {
    client.close();
  }
}
