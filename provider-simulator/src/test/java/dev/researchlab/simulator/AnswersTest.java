package dev.researchlab.simulator;

import static dev.researchlab.simulator.JsonValue.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswersTest {

  @TempDir private Path folder;

  private RecordedAnswers recorded(String lines, String key, String answer) throws Exception {
    Path file = folder.resolve("answers.jsonl");
    Files.writeString(file, lines.replace('\'', '"'));
    return RecordedAnswers.read(new AnswerRule.Recorded(file, key, answer));
  }

  private static @Nullable Object ask(ProviderSimulator simulator, String message)
      throws Exception {
    try (Client client = new Client(simulator)) {
      return at(client.complete(message).body(), "choices.0.message.content");
    }
  }

  @Test
  void answersWithTheFixedText() throws Exception {
    SimulatorSettings settings =
        SimulatorSettings.builder().answers(new AnswerRule.Fixed("always this")).build();
    try (ProviderSimulator simulator = ProviderSimulator.start(settings)) {
      assertThat(ask(simulator, "anything")).isEqualTo("always this");
    }
  }

  @Test
  void makesTheSamePseudoTextOfTheSamePrompt() throws Exception {
    SimulatorSettings.Builder settings = SimulatorSettings.builder().answers(new AnswerRule.Hash());
    try (ProviderSimulator one = ProviderSimulator.start(settings.seed(1).build());
        ProviderSimulator two = ProviderSimulator.start(settings.seed(2).build())) {
      assertThat(ask(one, "a")).isEqualTo(ask(one, "a")).isEqualTo(ask(two, "a"));
      assertThat(ask(one, "a")).isNotEqualTo(ask(one, "b"));
      assertThat((String) ask(one, "a")).matches("([a-z]+ ){7,31}[a-z]+\\.");
    }
  }

  @Test
  void answersFromAFileAndCountsWhatIsNotInIt() throws Exception {
    Path file = folder.resolve("answers.jsonl");
    Files.writeString(file, "{\"q\":\"What is 6x7?\",\"a\":\"42\"}\n");
    SimulatorSettings settings =
        SimulatorSettings.builder().answers(new AnswerRule.Recorded(file, "q", "a")).build();
    try (ProviderSimulator simulator = ProviderSimulator.start(settings)) {
      assertThat(ask(simulator, "What is 6x7?")).isEqualTo("42");
      assertThat(ask(simulator, "Q: What is 6x7? A:")).isEqualTo("42");
      assertThat(simulator.stats().unmatched()).isZero();
      assertThat(ask(simulator, "What is 6x8?")).isEqualTo("no recorded answer");
      assertThat(simulator.stats().unmatched()).isEqualTo(1);
    }
  }

  @Test
  void findsKeysAndAnswersByDottedPaths() throws Exception {
    RecordedAnswers answers =
        recorded(
            """
            {'id': 1, 'input': {'skip': [{}], 'turns': [['x', 'q1']]}, 'outputs': [{'n': 7.50}]}

            {'outputs': [{'n': true}], 'input': {'turns': [['y', 'q2']]}}
            """,
            "input.turns.0.1",
            "outputs.0.n");

    assertThat(answers.find("q1")).isEqualTo("7.50");
    assertThat(answers.find("q2")).isEqualTo("true");
    assertThat(answers.find("q3")).isNull();
  }

  @Test
  void prefersTheEqualKeyThenTheLongestContainedThenTheFirstLine() throws Exception {
    RecordedAnswers answers =
        recorded(
            """
            {'k': 'cat', 'a': '1'}
            {'k': 'black cat', 'a': '2'}
            {'k': 'the black cat sat', 'a': '3'}
            {'k': 'cat', 'a': '4'}
            """,
            "k",
            "a");

    assertThat(answers.find("cat")).isEqualTo("1");
    assertThat(answers.find("a cat, a black cat")).isEqualTo("2");
    assertThat(answers.find("the black cat sat")).isEqualTo("3");
    assertThat(answers.find("ca")).isNull();
    assertThat(answers.find("")).isNull();
  }

  @Test
  void findsContainedKeysLikeAPlainScan() throws Exception {
    long seed = 77;
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder lines = new StringBuilder();
    String[] keys = new String[40];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = letters(random, 3 + random.nextInt(4));
      lines.append("{'k':'").append(keys[i]).append("','a':'").append(keys[i]).append("'}\n");
    }
    RecordedAnswers answers = recorded(lines.toString(), "k", "a");
    for (int i = 0; i < 2000; i++) {
      String message = letters(random, random.nextInt(40));
      int longest = -1;
      for (String key : keys) {
        if (message.contains(key)) {
          longest = Math.max(longest, key.length());
        }
      }
      @Nullable String found = answers.find(message);
      assertThat(found == null ? -1 : found.length())
          .as("seed %s, message %s", seed, message)
          .isEqualTo(longest);
      if (found != null) {
        assertThat(message).contains(found);
      }
    }
  }

  private static String letters(SplittableRandom random, int length) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < length; i++) {
      letters.append((char) ('a' + random.nextInt(3)));
    }
    return letters.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'k':'a','a':'b'}\\n{'k':'c'} | , line 2: there is no a",
        "{'k':'a','a':'b'}\\n\\n{'k':['c'],'a':'b'} | , line 3: k is not a text",
        "{'k':null,'a':'b'} | , line 1: k is not a text",
        "{'k':'','a':'b'} | , line 1: the key k is empty",
        "[1] | , line 1: there is no k",
        "{'k':'a','a':'b' | , line 1: not valid JSON",
        "{'k':'a','a':'b'}\\n{'k':oops} | , line 2: not valid JSON",
        "' ' | : the answer file holds no answers"
      })
  void saysWhereAFileIsWrong(String lines, String message) {
    assertThatThrownBy(() -> recorded(lines.replace("\\n", "\n"), "k", "a"))
        .isInstanceOf(SimulatorException.class)
        .hasMessageStartingWith(folder.resolve("answers.jsonl") + message)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void saysThatAFileIsMissingOrNotText() throws Exception {
    Path missing = folder.resolve("missing.jsonl");
    assertThatThrownBy(() -> RecordedAnswers.read(new AnswerRule.Recorded(missing, "k", "a")))
        .hasMessage(missing + ": the answer file does not exist");
    Path latin = folder.resolve("latin.jsonl");
    Files.write(latin, "{\"k\":\"é\",\"a\":\"b\"}".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> RecordedAnswers.read(new AnswerRule.Recorded(latin, "k", "a")))
        .isInstanceOf(SimulatorException.class)
        .hasMessageContaining("is not UTF-8");
  }
}
