package dev.researchlab.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.model.ChatMessage;
import dev.researchlab.domain.model.Role;
import dev.researchlab.domain.model.ToolCall;
import dev.researchlab.ports.testkit.Texts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SampleSpoolTest {

  @Test
  void givesSamplesBackAsTheyWereInAnyOrder() {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      samples.add(
          new Sample(
              "q" + i,
              i % 3 == 0 ? Map.of() : Map.of("input", "What is " + i, "context", "x".repeat(i)),
              i % 5 == 0 ? List.of() : List.of("" + i, ""),
              i % 7 == 0 ? Map.of("source", "book " + i) : Map.of()));
    }
    try (SampleSpool spool = new SampleSpool(samples.stream())) {
      Collections.shuffle(samples, new Random(1));
      samples.forEach(sample -> assertThat(spool.find(sample.id())).isEqualTo(sample));
      assertThat(spool.find("q3000")).isNull();
    }
  }

  @Test
  void keepsEveryText() {
    List<Sample> samples = new ArrayList<>();
    for (String text : Texts.DIFFICULT) {
      samples.add(
          new Sample("q" + samples.size(), Map.of("v", text), List.of(text), Map.of("m", text)));
    }
    try (SampleSpool spool = new SampleSpool(samples.stream())) {
      samples.forEach(sample -> assertThat(spool.find(sample.id())).isEqualTo(sample));
    }
  }

  @Test
  void keepsConversations() {
    List<ChatMessage> messages =
        List.of(
            new ChatMessage(Role.SYSTEM, "Be brief."),
            new ChatMessage(
                Role.USER, "What is this?", List.of("https://example.org/a.png"), List.of(), null),
            new ChatMessage(
                Role.ASSISTANT, "", List.of(), List.of(new ToolCall("1", "look", "{}")), null),
            new ChatMessage(Role.TOOL, "a cat", List.of(), List.of(), "1"));
    Sample sample = new Sample("q", Map.of(), List.of(), Map.of(), messages);
    try (SampleSpool spool = new SampleSpool(Stream.of(sample, Sample.of("r", "a", "b")))) {
      assertThat(spool.find("q")).isEqualTo(sample);
    }
  }

  @Test
  void passesOnWhyTheSamplesCannotBeRead() {
    Stream<Sample> broken =
        Stream.of("q1")
            .map(
                id -> {
                  throw new IllegalStateException("gone");
                });
    assertThatThrownBy(() -> new SampleSpool(broken))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("gone");
  }
}
