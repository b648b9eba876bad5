package dev.researchlab.adapters.llm.replay;

import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.model.CallFailure;
import dev.researchlab.domain.model.FinishReason;
import dev.researchlab.domain.model.GenerationResult;
import dev.researchlab.ports.driven.model.GenerationRequest;
import dev.researchlab.ports.driven.model.LanguageModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers each epoch with the record of that number.
 *
 * @param matches what of a sample is the key: {@link #SAMPLE_ID}, or the name of a variable
 */
record ReplayModel(Recording recording, String matches) implements LanguageModel {

  /** Says that the key of a record is the id of a sample. */
  static final String SAMPLE_ID = "id";

  @Override
  public GenerationResult generate(GenerationRequest request, Runnable firstByte)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    Sample sample = request.sample();
    @Nullable String key =
        matches.equals(SAMPLE_ID) ? sample.id() : sample.variables().get(matches);
    if (key == null) {
      return failure(
          "sample %s has no variable '%s' (option 'matches')".formatted(sample.id(), matches));
    }
    List<Recording.Recorded> records = recording.byKey().getOrDefault(key, List.of());
    if (request.epoch() > records.size()) {
      return failure(
          "no recorded answer for sample %s epoch %d in %s"
              .formatted(sample.id(), request.epoch(), recording.file()));
    }
    Recording.Recorded recorded = records.get(request.epoch() - 1);
    @Nullable String answer = recorded.answer();
    return answer == null
        ? failure("%s:%d: the record has no answer".formatted(recording.file(), recorded.line()))
        : new GenerationResult.Completion(answer, FinishReason.STOP, null, null);
  }

  @Override
  public void close() {}

  private static GenerationResult.Failure failure(String message) {
    return new GenerationResult.Failure(CallFailure.BAD_REQUEST, message, null, null);
  }
}
