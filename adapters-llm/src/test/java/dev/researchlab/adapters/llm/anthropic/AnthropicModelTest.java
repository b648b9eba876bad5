package dev.researchlab.adapters.llm.anthropic;

import dev.researchlab.adapters.llm.http.WireServer;
import dev.researchlab.ports.driven.model.LanguageModel;
import dev.researchlab.ports.testkit.model.LanguageModelContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

class AnthropicModelTest extends LanguageModelContract {

  private final List<WireServer> servers = new ArrayList<>();

  @AfterEach
  void closeServers() {
    servers.forEach(WireServer::close);
  }

  @Override
  protected LanguageModel answering() {
    return model(WireServer.answering(Anthropic.ANSWER), Duration.ofSeconds(30));
  }

  @Override
  protected Optional<LanguageModel> stalling(Duration timeout) {
    return Optional.of(model(WireServer.running(socket -> {}), timeout));
  }

  private LanguageModel model(WireServer server, Duration timeout) {
    servers.add(server);
    return Anthropic.provider().open(Anthropic.specification(server.baseUrl(), timeout, Map.of()));
  }
}
