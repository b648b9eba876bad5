package dev.researchlab.application;

import static dev.researchlab.application.TestLab.PROJECT;
import static dev.researchlab.application.TestLab.samples;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.experiment.Experiment;
import dev.researchlab.domain.experiment.ExperimentDesign;
import dev.researchlab.domain.experiment.ExperimentId;
import dev.researchlab.domain.experiment.Variant;
import dev.researchlab.domain.model.ModelId;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.prompt.PromptContent;
import dev.researchlab.ports.driving.experiment.ExperimentDraft;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeletionTest {

  private static final ProjectId OTHER = new ProjectId(new UUID(1, 1));

  private final TestLab lab = new TestLab(ScriptedProvider.correct());

  @AfterEach
  void close() {
    lab.close();
  }

  private static void isUsed(ThrowingCallable deletion, String what) {
    assertThatThrownBy(deletion)
        .isInstanceOf(ConflictException.class)
        .hasMessageStartingWith(what + " is used by experiment 'test'");
  }

  private static void isNotThere(ThrowingCallable deletion) {
    assertThatThrownBy(deletion).isInstanceOf(NotFoundException.class);
  }

  @Test
  void keepsWhatAnExperimentIsMadeOfUntilTheExperimentIsDeleted() {
    Experiment experiment = lab.lab.experiments().experiment(PROJECT, lab.design(samples(2)));
    ExperimentDesign design = experiment.design();
    Variant variant = design.variants().getFirst();

    isUsed(() -> lab.lab.models().delete(PROJECT, variant.model()), "model 'a'");
    isUsed(() -> lab.lab.prompts().delete(PROJECT, variant.prompt()), "prompt 'plain'");
    isUsed(
        () -> lab.lab.datasets().delete(PROJECT, design.dataset()),
        "dataset 'questions of [a, b]'");
    assertThat(lab.lab.models().models(PROJECT)).hasSize(2);
    assertThat(lab.lab.prompts().prompts(PROJECT)).hasSize(1);
    assertThat(lab.lab.datasets().versions(PROJECT, design.dataset())).hasSize(1);

    lab.lab.experiments().delete(PROJECT, experiment.id());
    for (Variant each : design.variants()) {
      lab.lab.models().delete(PROJECT, each.model());
    }
    lab.lab.prompts().delete(PROJECT, variant.prompt());
    lab.lab.datasets().delete(PROJECT, design.dataset());
    assertThat(lab.lab.models().models(PROJECT)).isEmpty();
    assertThat(lab.lab.prompts().prompts(PROJECT)).isEmpty();
    assertThat(lab.lab.datasets().datasets(PROJECT)).isEmpty();
    assertThat(lab.lab.datasets().versions(PROJECT, design.dataset())).isEmpty();
  }

  @Test
  void letsGoWhatADraftUsesNoMore() {
    Experiment draft = lab.lab.experiments().experiment(PROJECT, lab.design(samples(1)));
    List<Variant> both = draft.design().variants();
    ExperimentDesign less =
        new ExperimentDesign(
            both.subList(1, 2),
            draft.design().dataset(),
            draft.design().datasetVersion(),
            draft.design().metrics(),
            1,
            0,
            null,
            0.05,
            draft.design().execution());
    lab.lab.experiments().revise(PROJECT, draft.id(), 1, ExperimentDraft.of("test", less));

    ModelId unused = both.getFirst().model();
    lab.lab.models().delete(PROJECT, unused);
    isNotThere(() -> lab.lab.models().model(PROJECT, unused));
    isUsed(() -> lab.lab.models().delete(PROJECT, both.getLast().model()), "model 'b'");
  }

  @Test
  void keepsAnExperimentThatHasRunsAlsoWhenItIsArchived() {
    ExperimentId experiment = lab.runToEnd(samples(1)).experiment();
    assertThatThrownBy(() -> lab.lab.experiments().delete(PROJECT, experiment))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("has runs");
    Experiment archived = lab.lab.experiments().archive(PROJECT, experiment);
    assertThatThrownBy(() -> lab.lab.experiments().delete(PROJECT, experiment))
        .isInstanceOf(ConflictException.class);
    isUsed(
        () -> lab.lab.datasets().delete(PROJECT, archived.design().dataset()),
        "dataset 'questions of [a, b]'");
  }

  @Test
  void deletesAnArchivedExperimentThatWasNeverRun() {
    ExperimentId experiment = lab.design(samples(1));
    lab.lab.experiments().archive(PROJECT, experiment);
    lab.lab.experiments().delete(PROJECT, experiment);
    isNotThere(() -> lab.lab.experiments().experiment(PROJECT, experiment));
  }

  @Test
  void deletesNothingTwiceAndNothingOfAnotherProject() {
    Experiment experiment = lab.lab.experiments().experiment(PROJECT, lab.design(samples(1)));
    Variant variant = experiment.design().variants().getFirst();
    isNotThere(() -> lab.lab.experiments().delete(OTHER, experiment.id()));
    isNotThere(() -> lab.lab.models().delete(OTHER, variant.model()));
    isNotThere(() -> lab.lab.prompts().delete(OTHER, variant.prompt()));
    isNotThere(() -> lab.lab.datasets().delete(OTHER, experiment.design().dataset()));

    lab.lab.experiments().delete(PROJECT, experiment.id());
    lab.lab.models().delete(PROJECT, variant.model());
    isNotThere(() -> lab.lab.experiments().delete(PROJECT, experiment.id()));
    isNotThere(() -> lab.lab.models().delete(PROJECT, variant.model()));
  }

  @Test
  void freesTheNameOfWhatIsDeleted() {
    var prompt = lab.lab.prompts().create(PROJECT, "p", PromptContent.text("x"));
    lab.lab.prompts().label(PROJECT, prompt.prompt(), "best", 1);
    lab.lab.prompts().delete(PROJECT, prompt.prompt());
    var again = lab.lab.prompts().create(PROJECT, "p", PromptContent.text("y"));

    assertThat(again.number()).isEqualTo(1);
    assertThat(again.prompt()).isNotEqualTo(prompt.prompt());
    assertThat(lab.lab.prompts().labels(PROJECT, again.prompt())).isEmpty();
    var dataset = lab.lab.datasets().create(PROJECT, "d");
    lab.lab.datasets().delete(PROJECT, dataset.id());
    assertThat(lab.lab.datasets().create(PROJECT, "d").id()).isNotEqualTo(dataset.id());
  }
}
