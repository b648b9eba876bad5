package dev.researchlab.adapters.postgres.dataset;

import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.model.ChatMessage;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A sample as its line says it.
 *
 * @param messages null where there is no conversation, as in lines of before there were any
 */
record StoredSample(
    String id,
    Map<String, String> variables,
    List<String> expected,
    Map<String, String> metadata,
    @Nullable List<ChatMessage> messages) {

  static StoredSample of(Sample sample) {
    return new StoredSample(
        sample.id(),
        sample.variables(),
        sample.expected(),
        sample.metadata(),
        sample.messages().isEmpty() ? null : sample.messages());
  }

  Sample sample() {
    return new Sample(
        id, variables, expected, metadata, Objects.requireNonNullElse(messages, List.of()));
  }
}
