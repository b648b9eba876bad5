package dev.researchlab.ports.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.model.FinishReason;
import dev.researchlab.domain.model.GenerationResult.Completion;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.model.ResponseCache;
import dev.researchlab.ports.testkit.Race;
import dev.researchlab.ports.testkit.Texts;
import dev.researchlab.ports.testkit.project.Projects;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** What every {@link ResponseCache} does. */
public abstract class ResponseCacheContract {

  private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");
  private static final ContentHash REQUEST = ContentHash.of("request");

  private final ProjectId project = Projects.fresh();
  private final ProjectId otherProject = Projects.fresh();

  /** The cache under test, the same in all of one test; it may hold answers of other projects. */
  protected abstract ResponseCache cache();

  @Test
  void findsWhatWasPut() {
    for (FinishReason reason : FinishReason.values()) {
      ContentHash request = ContentHash.of(reason.name());
      Completion whole = Models.fullAnswer("Paris", reason);
      cache().put(project, request, whole, NOW);

      assertThat(cache().find(project, request)).contains(whole);
    }
  }

  @Test
  void keepsWhatIsNotKnownAsNotKnown() {
    Completion bare = new Completion("", FinishReason.STOP, null, null);
    cache().put(project, REQUEST, bare, NOW);

    assertThat(cache().find(project, REQUEST)).contains(bare);
  }

  @Test
  void findsNothingWhereNothingIs() {
    assertThat(cache().find(project, REQUEST)).isEmpty();
  }

  @Test
  void keepsEveryTextAsItIs() {
    for (String text : List.of(Texts.DIFFICULT.getLast(), Texts.large())) {
      Completion answer = Models.fullAnswer(text, FinishReason.STOP);
      cache().put(project, ContentHash.of(text), answer, NOW);

      assertThat(cache().find(project, ContentHash.of(text))).contains(answer);
    }
  }

  @Test
  void keepsTheFirstAnswer() {
    Completion first = new Completion("first", FinishReason.STOP, null, null);
    cache().put(project, REQUEST, first, NOW);
    cache().put(project, REQUEST, new Completion("second", FinishReason.STOP, null, null), NOW);

    assertThat(cache().find(project, REQUEST)).contains(first);
  }

  @Test
  void hidesAnAnswerFromOtherProjects() {
    Completion answer = new Completion("here", FinishReason.STOP, null, null);
    cache().put(project, REQUEST, answer, NOW);

    assertThat(cache().find(otherProject, REQUEST)).isEmpty();
  }

  @Test
  void keepsOneAnswerOfSeveralWriters() throws InterruptedException, ExecutionException {
    List<Completion> offered =
        Race.run(
            8,
            racer ->
                () -> {
                  Completion answer = new Completion("" + racer, FinishReason.STOP, null, null);
                  cache().put(project, REQUEST, answer, NOW);
                  return answer;
                });

    assertThat(cache().find(project, REQUEST)).get().isIn(offered);
  }
}
