package dev.researchlab.domain.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.model.ChatMessage;
import dev.researchlab.domain.model.Role;
import dev.researchlab.domain.model.ToolCall;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DatasetHasherTest {

  private static ContentHash hash(Sample... samples) {
    DatasetHasher hasher = new DatasetHasher();
    Stream.of(samples).forEach(hasher::add);
    return hasher.hash();
  }

  private static Sample conversation(String id, ChatMessage... messages) {
    return new Sample(id, Map.of(), List.of(), Map.of(), List.of(messages));
  }

  @Test
  void hashesSamplesWithoutMessagesAsBeforeThereWereMessages() {
    assertThat(hash(Sample.of("1", "1+1?", "2")).hex())
        .isEqualTo("6e55dcf2dcb8daf77ba377a736da930e008bedb097b91b2e13669cedd3e1c4ac");
  }

  @Test
  void tellsMessagesApartByEverythingTheySay() {
    ChatMessage plain = new ChatMessage(Role.USER, "x");
    ToolCall call = new ToolCall("c", "f", "{}");
    assertThat(
            Stream.of(
                    conversation("1"),
                    conversation("1", plain),
                    conversation("1", plain, plain),
                    conversation("1", new ChatMessage(Role.ASSISTANT, "x")),
                    conversation(
                        "1", new ChatMessage(Role.USER, "x", List.of("data:,"), List.of(), null)),
                    conversation(
                        "1", new ChatMessage(Role.ASSISTANT, "x", List.of(), List.of(call), null)),
                    conversation("1", new ChatMessage(Role.TOOL, "x", List.of(), List.of(), "c")))
                .map(DatasetHasherTest::hash))
        .doesNotHaveDuplicates();
    assertThat(hash(conversation("1", plain), conversation("2")))
        .isNotEqualTo(hash(conversation("1"), conversation("2", plain)));
  }
}
