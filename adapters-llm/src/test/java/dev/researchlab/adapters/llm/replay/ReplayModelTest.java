package dev.researchlab.adapters.llm.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.model.CallFailure;
import dev.researchlab.domain.model.ChatMessage;
import dev.researchlab.domain.model.FinishReason;
import dev.researchlab.domain.model.GenerationParameters;
import dev.researchlab.domain.model.GenerationResult;
import dev.researchlab.domain.model.GenerationResult.Completion;
import dev.researchlab.domain.model.GenerationResult.Failure;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.model.Role;
import dev.researchlab.ports.driven.model.GenerationRequest;
import dev.researchlab.ports.driven.model.LanguageModel;
import dev.researchlab.ports.testkit.model.LanguageModelContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayModelTest extends LanguageModelContract {

  @TempDir private Path folder;

  @Override
  protected LanguageModel answering() {
    return model("{\"id\": \"q1\", \"answer\": \"Paris\"}", Map.of());
  }

  @Override
  protected Optional<LanguageModel> stalling(Duration timeout) {
    return Optional.empty();
  }

  @Test
  void answersByTheSamplesIdWithoutLatencyAndUsage() throws InterruptedException {
    assertThat(ask(model("{\"id\": \"q1\", \"answer\": \" Paris\\n\"}", Map.of()), "q1", 1))
        .isEqualTo(new Completion(" Paris\n", FinishReason.STOP, null, null));
  }

  @Test
  void answersEachEpochWithTheRecordOfThatNumber() throws InterruptedException {
    LanguageModel model =
        model(
            """
            \uFEFF{"id": "q1", "answer": "one"}
            {"id": "q2", "answer": "other"}

            {"id": "q1", "answer": "two"}\r
            {"id": "q1", "answer": null}
            {"id": "q1"}
            {"id": "q1", "answer": ""}\
            """,
            Map.of());

    assertThat(text(ask(model, "q1", 1))).isEqualTo("one");
    assertThat(text(ask(model, "q1", 2))).isEqualTo("two");
    assertThat(message(ask(model, "q1", 3))).contains(file() + ":5", "no answer");
    assertThat(message(ask(model, "q1", 4))).contains(file() + ":6", "no answer");
    assertThat(text(ask(model, "q1", 5))).isEmpty();
    assertThat(message(ask(model, "q1", 6)))
        .isEqualTo("no recorded answer for sample q1 epoch 6 in " + file());
    assertThat(text(ask(model, "q2", 1))).isEqualTo("other");
    assertThat(message(ask(model, "q3", 1)))
        .isEqualTo("no recorded answer for sample q3 epoch 1 in " + file());
  }

  @Test
  void findsARecordByAVariableOfTheSample() throws InterruptedException {
    LanguageModel model =
        model(
            "{\"question\": \"Janet\\u2019s ducks?\", \"answer\": \"18\"}",
            Map.of("key", "question", "matches", "question"));

    assertThat(text(ask(model, Map.of("question", "Janet\u2019s ducks?")))).isEqualTo("18");
    assertThat(message(ask(model, Map.of("question", "Janet's ducks?"))))
        .contains("no recorded answer");
    assertThat(message(ask(model, Map.of("text", "x")))).contains("no variable 'question'");
  }

  @ParameterizedTest
  @CsvSource({
    "text, plain",
    "a.text, path",
    "a.b.text, literal",
    "gpt-3.5.text, dotted",
    "choices.1.message, second",
    "number, 0.10",
    "flag, true"
  })
  void findsTheAnswerWhereverItStands(String path, String answer) throws InterruptedException {
    String line =
        """
        {"id": 7, "text": "plain", "a": {"text": "path", "b": {"text": "deep"}},
         "a.b.text": "literal", "gpt-3.5": {"text": "dotted"}, "number": 0.10, "flag": true,
         "choices": [{"message": "first"}, {"message": "second"}]}\
        """
            .replace("\n", " ");

    assertThat(text(ask(model(line, Map.of("answer", path)), "7", 1))).isEqualTo(answer);
  }

  private Path file() {
    return folder.resolve("answers.jsonl");
  }

  private LanguageModel model(String lines, Map<String, String> options) {
    try {
      Files.writeString(file(), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> all = new HashMap<>(options);
    all.put("file", file().toString());
    all.putIfAbsent("answer", "answer");
    return new ReplayProvider().open(ModelSpecification.of("replay", "recorded").withOptions(all));
  }

  private static GenerationResult ask(LanguageModel model, String id, int epoch)
      throws InterruptedException {
    return ask(model, new Sample(id, Map.of(), List.of(), Map.of()), epoch);
  }

  private static GenerationResult ask(LanguageModel model, Map<String, String> variables)
      throws InterruptedException {
    return ask(model, new Sample("s", variables, List.of(), Map.of()), 1);
  }

  private static GenerationResult ask(LanguageModel model, Sample sample, int epoch)
      throws InterruptedException {
    return model.generate(
        new GenerationRequest(
            List.of(new ChatMessage(Role.USER, "?")),
            GenerationParameters.PROVIDER_DEFAULTS,
            sample,
            epoch,
            42));
  }

  private static String text(GenerationResult result) {
    assertThat(result).isInstanceOf(Completion.class);
    return ((Completion) result).text();
  }

  private static String message(GenerationResult result) {
    assertThat(result).isInstanceOf(Failure.class);
    Failure failure = (Failure) result;
    assertThat(failure.kind()).isEqualTo(CallFailure.BAD_REQUEST);
    return failure.message();
  }
}
