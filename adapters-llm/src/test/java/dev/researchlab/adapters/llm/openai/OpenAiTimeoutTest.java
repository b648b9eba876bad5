package dev.researchlab.adapters.llm.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.adapters.llm.http.WireServer;
import dev.researchlab.domain.model.CallFailure;
import dev.researchlab.domain.model.GenerationParameters;
import dev.researchlab.domain.model.GenerationResult;
import dev.researchlab.domain.model.GenerationResult.Completion;
import dev.researchlab.domain.model.GenerationResult.Failure;
import dev.researchlab.domain.model.ModelLimits;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.ports.driven.model.LanguageModel;
import dev.researchlab.ports.testkit.Race;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which of the three times runs out, and when. */
@Timeout(60)
class OpenAiTimeoutTest {

  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SLACK = Duration.ofSeconds(2);
  private static final String STREAM =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
  private static final String TOKEN = "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n";

  @Test
  void saysThatTheAnswerDidNotBegin() throws InterruptedException {
    assertThat(late(WireServer.running(socket -> {}), SHORT, null, false))
        .contains("no beginning of an answer", "within 0.1 s");
  }

  @Test
  void takesTheFirstTokenOfAStreamForItsBeginning() throws InterruptedException {
    WireServer server =
        WireServer.running(
            socket -> {
              WireServer.send(socket, STREAM);
              while (true) {
                WireServer.send(socket, ": still waiting\n\n");
                Thread.sleep(10);
              }
            });

    assertThat(late(server, SHORT, LONG, true)).contains("no beginning of an answer");
  }

  @Test
  void saysThatTheBodyStalled() throws InterruptedException {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{";

    assertThat(late(WireServer.sending(head), LONG, SHORT, false))
        .contains("began, then nothing came for 0.1 s");
  }

  @Test
  void saysThatTheStreamStalled() throws InterruptedException {
    assertThat(late(WireServer.sending(STREAM + TOKEN), LONG, SHORT, true))
        .contains("began, then nothing came for 0.1 s");
  }

  @Test
  void waitsForAStreamThatIsSlowButNeverSilent() throws InterruptedException {
    try (WireServer server =
            WireServer.running(
                socket -> {
                  WireServer.send(socket, STREAM);
                  for (int i = 0; i < 30; i++) {
                    Thread.sleep(20);
                    WireServer.send(socket, TOKEN);
                  }
                  WireServer.send(socket, "data: [DONE]\n\n");
                  socket.close();
                });
        LanguageModel model = model(server, Duration.ofMillis(400), Duration.ofMillis(400), true)) {
      Completion completion = (Completion) model.generate(OpenAi.request());

      assertThat(completion.text()).hasSize(30);
      assertThat(completion.latency()).isGreaterThan(Duration.ofMillis(600));
    }
  }

  @Test
  void givesUpEveryOneOfManyCallsInTimeAndServesTheNext() throws Exception {
    try (WireServer server = WireServer.running(socket -> {});
        LanguageModel model = model(server, SHORT, null, false)) {
      for (int round = 0; round < 2; round++) {
        List<Duration> times =
            Race.run(
                100,
                racer ->
                    () -> {
                      long start = System.nanoTime();
                      assertThat(OpenAi.failure(model.generate(OpenAi.request())).kind())
                          .isEqualTo(CallFailure.TIMEOUT);
                      return Duration.ofNanos(System.nanoTime() - start);
                    });

        assertThat(times).allSatisfy(time -> assertThat(time).isBetween(SHORT, SHORT.plus(SLACK)));
        // Longer than the watch looks for calls where there are none: it must wake again.
        Thread.sleep(400);
      }
    }
  }

  private static String late(
      WireServer server,
      @Nullable Duration firstByteTimeout,
      @Nullable Duration idleTimeout,
      boolean stream)
      throws InterruptedException {
    try (server;
        LanguageModel model = model(server, firstByteTimeout, idleTimeout, stream)) {
      long start = System.nanoTime();
      GenerationResult result = model.generate(OpenAi.request());

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT, SHORT.plus(SLACK));
      Failure failure = OpenAi.failure(result);
      assertThat(failure.kind()).isEqualTo(CallFailure.TIMEOUT);
      assertThat(failure.status()).isNull();
      return failure.message();
    }
  }

  private static LanguageModel model(
      WireServer server,
      @Nullable Duration firstByteTimeout,
      @Nullable Duration idleTimeout,
      boolean stream) {
    return OpenAi.provider()
        .open(
            new ModelSpecification(
                "openai",
                "test-model",
                server.baseUrl(),
                "TEST_KEY",
                GenerationParameters.PROVIDER_DEFAULTS,
                null,
                LONG,
                firstByteTimeout,
                idleTimeout,
                ModelLimits.UNKNOWN,
                Map.of("stream", Boolean.toString(stream))));
  }
}
