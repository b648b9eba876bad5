package dev.researchlab.application;

import static dev.researchlab.application.TestLab.PROJECT;
import static dev.researchlab.application.TestLab.samples;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.dataset.Dataset;
import dev.researchlab.domain.experiment.About;
import dev.researchlab.domain.experiment.Experiment;
import dev.researchlab.domain.experiment.ExperimentDesign;
import dev.researchlab.domain.experiment.ExperimentId;
import dev.researchlab.domain.experiment.ExperimentStatus;
import dev.researchlab.domain.experiment.Variant;
import dev.researchlab.domain.metric.MetricDefinition;
import dev.researchlab.domain.model.Model;
import dev.researchlab.domain.model.ModelId;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.prompt.PromptContent;
import dev.researchlab.domain.prompt.PromptId;
import dev.researchlab.domain.prompt.PromptVersion;
import dev.researchlab.ports.driving.dataset.ForCuratingDatasets;
import dev.researchlab.ports.driving.experiment.ExperimentDraft;
import dev.researchlab.ports.driving.experiment.ForDesigningExperiments;
import dev.researchlab.ports.driving.model.ForRegisteringModels;
import dev.researchlab.ports.driving.prompt.ForWritingPrompts;
import dev.researchlab.ports.testkit.Race;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChangesTest {

  private static final int WRITERS = 8;

  private final TestLab lab = new TestLab(ScriptedProvider.correct());
  private final ForRegisteringModels models = lab.lab.models();
  private final ForCuratingDatasets datasets = lab.lab.datasets();
  private final ForWritingPrompts prompts = lab.lab.prompts();
  private final ForDesigningExperiments experiments = lab.lab.experiments();

  @AfterEach
  void close() {
    lab.close();
  }

  private static ModelSpecification asking(String identifier) {
    return ModelSpecification.of("scripted", identifier);
  }

  private Experiment draft() {
    return experiments.experiment(PROJECT, lab.design(samples(2)));
  }

  private static ExperimentDraft named(String name, Experiment experiment) {
    return new ExperimentDraft(about(name), experiment.design());
  }

  private static ExperimentDesign withEpochs(int epochs, ExperimentDesign design) {
    return new ExperimentDesign(
        design.variants(),
        design.dataset(),
        design.datasetVersion(),
        design.metrics(),
        epochs,
        design.seed(),
        design.baseline(),
        design.significanceLevel(),
        design.execution());
  }

  @Test
  void replacesAModelOfTheVersionThatWasRead() {
    Model model = models.register(PROJECT, "m", asking("one"));
    Model second = models.replace(PROJECT, model.id(), 1, "n", asking("two"));

    assertThat(second.version()).isEqualTo(2);
    assertThat(second.registeredAt()).isEqualTo(model.registeredAt());
    assertThat(models.model(PROJECT, model.id())).isEqualTo(second);
    assertThatThrownBy(() -> models.replace(PROJECT, model.id(), 1, "o", asking("three")))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("is at version 2, not 1");
    assertThatThrownBy(() -> models.replace(PROJECT, model.id(), 3, "o", asking("three")))
        .isInstanceOf(ConflictException.class);
    assertThat(models.model(PROJECT, model.id())).isEqualTo(second);
  }

  @Test
  void refusesAModelOfAnUnknownProviderATakenNameAndOneThatIsNot() {
    Model model = models.register(PROJECT, "m", asking("one"));
    Model other = models.register(PROJECT, "n", asking("one"));
    assertThatThrownBy(
            () -> models.replace(PROJECT, model.id(), 1, "m", ModelSpecification.of("none", "x")))
        .isInstanceOf(InvalidException.class);
    assertThatThrownBy(() -> models.replace(PROJECT, model.id(), 1, "n", asking("two")))
        .isInstanceOf(ConflictException.class);
    assertThatThrownBy(
            () -> models.replace(PROJECT, new ModelId(new UUID(1, 1)), 1, "o", asking("two")))
        .isInstanceOf(NotFoundException.class);
    assertThat(models.models(PROJECT)).containsExactly(model, other);
  }

  @Test
  void letsOneOfManyWritersOfAModelWin() throws Exception {
    Model model = models.register(PROJECT, "m", asking("one"));
    assertThat(
            Race.winners(
                WRITERS,
                racer -> models.replace(PROJECT, model.id(), 1, "m" + racer, asking("x" + racer))))
        .isEqualTo(1);
    assertThat(models.model(PROJECT, model.id()).version()).isEqualTo(2);
    assertThat(Race.winners(WRITERS, racer -> models.register(PROJECT, "same", asking("one"))))
        .isEqualTo(1);
  }

  @Test
  void renamesADatasetOfTheNameThatWasRead() {
    Dataset dataset = datasets.create(PROJECT, "d");
    Dataset other = datasets.create(PROJECT, "other");
    datasets.importVersion(PROJECT, dataset.id(), samples(3).iterator());

    Dataset renamed = datasets.rename(PROJECT, dataset.id(), "d", "e");
    assertThat(renamed).isEqualTo(new Dataset(dataset.id(), PROJECT, "e", dataset.createdAt()));
    assertThat(datasets.versions(PROJECT, dataset.id())).hasSize(1);
    assertThat(datasets.rename(PROJECT, dataset.id(), "e", "e")).isEqualTo(renamed);
    assertThatThrownBy(() -> datasets.rename(PROJECT, dataset.id(), "d", "f"))
        .isInstanceOf(ConflictException.class);
    assertThatThrownBy(() -> datasets.rename(PROJECT, dataset.id(), "e", "other"))
        .isInstanceOf(ConflictException.class);
    assertThat(datasets.datasets(PROJECT)).containsExactly(renamed, other);
  }

  @Test
  void letsOneOfManyWhoRenameADatasetWin() throws Exception {
    Dataset dataset = datasets.create(PROJECT, "d");
    assertThat(
            Race.winners(
                WRITERS, racer -> datasets.rename(PROJECT, dataset.id(), "d", "d" + racer)))
        .isEqualTo(1);
    assertThat(Race.winners(WRITERS, racer -> datasets.create(PROJECT, "same"))).isEqualTo(1);
  }

  @Test
  void importsTheSameSamplesOnceAlsoAtTheSameTime() throws Exception {
    Dataset dataset = datasets.create(PROJECT, "d");
    assertThat(
            Race.run(
                WRITERS,
                racer ->
                    () ->
                        datasets
                            .importVersion(PROJECT, dataset.id(), samples(20).iterator())
                            .hash()))
        .containsOnly(datasets.versions(PROJECT, dataset.id()).getFirst().hash());
    assertThat(datasets.versions(PROJECT, dataset.id())).hasSize(1);
  }

  @Test
  void storesNothingOfSamplesThatAreWrong() {
    Dataset dataset = datasets.create(PROJECT, "d");
    var twice = List.of(samples(1).getFirst(), samples(1).getFirst());
    assertThatThrownBy(() -> datasets.importVersion(PROJECT, dataset.id(), twice.iterator()))
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining("two samples have the id 'q1'");
    assertThatThrownBy(() -> datasets.importVersion(PROJECT, dataset.id(), samples(0).iterator()))
        .isInstanceOf(InvalidException.class);
    assertThat(datasets.versions(PROJECT, dataset.id())).isEmpty();
  }

  @Test
  void writesAnotherContentAsTheNextVersionAndTheSameOneNotAgain() {
    PromptVersion first = prompts.create(PROJECT, "p", PromptContent.text("one"));
    PromptVersion second = prompts.write(PROJECT, first.prompt(), PromptContent.text("two"));
    assertThat(second.number()).isEqualTo(2);
    assertThat(prompts.write(PROJECT, first.prompt(), PromptContent.text("two"))).isEqualTo(second);
    assertThat(prompts.versions(PROJECT, first.prompt())).containsExactly(first, second);
    assertThatThrownBy(() -> prompts.create(PROJECT, "p", PromptContent.text("three")))
        .isInstanceOf(ConflictException.class);
    assertThatThrownBy(
            () -> prompts.write(PROJECT, new PromptId(new UUID(1, 1)), PromptContent.text("x")))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void renamesAPromptWithAllItsVersions() {
    PromptVersion first = prompts.create(PROJECT, "p", PromptContent.text("one"));
    PromptVersion unused = prompts.create(PROJECT, "taken", PromptContent.text("one"));
    prompts.write(PROJECT, first.prompt(), PromptContent.text("two"));

    assertThat(prompts.rename(PROJECT, first.prompt(), "p", "q").number()).isEqualTo(2);
    assertThat(prompts.versions(PROJECT, first.prompt()))
        .extracting(PromptVersion::name)
        .containsOnly("q");
    assertThatThrownBy(() -> prompts.rename(PROJECT, first.prompt(), "p", "r"))
        .isInstanceOf(ConflictException.class);
    assertThatThrownBy(() -> prompts.rename(PROJECT, first.prompt(), "q", unused.name()))
        .isInstanceOf(ConflictException.class);
    assertThat(prompts.write(PROJECT, first.prompt(), PromptContent.text("three")).name())
        .isEqualTo("q");
  }

  @Test
  void replacesAPromptThatNobodyHasChangedSince() {
    PromptVersion first = prompts.create(PROJECT, "p", PromptContent.text("one"));
    PromptVersion second = prompts.replace(PROJECT, first, "q", PromptContent.text("two"));
    assertThat(second.name()).isEqualTo("q");
    assertThat(second.number()).isEqualTo(2);
    assertThat(prompts.replace(PROJECT, second, "q", PromptContent.text("two"))).isEqualTo(second);

    assertThatThrownBy(() -> prompts.replace(PROJECT, first, "r", PromptContent.text("three")))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("is at version 2, not 1");
    assertThat(prompts.versions(PROJECT, first.prompt())).last().isEqualTo(second);
  }

  @Test
  void letsOneOfManyWritersOfAPromptWin() throws Exception {
    PromptVersion first = prompts.create(PROJECT, "p", PromptContent.text("one"));
    assertThat(
            Race.winners(
                WRITERS,
                racer -> prompts.replace(PROJECT, first, "p", PromptContent.text("x" + racer))))
        .isEqualTo(1);
    PromptVersion second = prompts.versions(PROJECT, first.prompt()).getLast();
    assertThat(second.number()).isEqualTo(2);
    assertThat(
            Race.winners(
                WRITERS, racer -> prompts.replace(PROJECT, second, "p" + racer, second.content())))
        .isEqualTo(1);
    assertThat(
            Race.winners(
                WRITERS, racer -> prompts.create(PROJECT, "same", PromptContent.text("x" + racer))))
        .isEqualTo(1);
  }

  @Test
  void movesALabelFromVersionToVersion() {
    PromptVersion first = prompts.create(PROJECT, "p", PromptContent.text("one"));
    prompts.write(PROJECT, first.prompt(), PromptContent.text("two"));
    prompts.label(PROJECT, first.prompt(), "best", 1);
    prompts.label(PROJECT, first.prompt(), "best", 2);
    prompts.label(PROJECT, first.prompt(), "x".repeat(256), 1);

    assertThat(prompts.labels(PROJECT, first.prompt()))
        .isEqualTo(Map.of("best", 2, "x".repeat(256), 1));
    for (int number : new int[] {0, -1, 3, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> prompts.label(PROJECT, first.prompt(), "best", number))
          .isInstanceOf(NotFoundException.class);
    }
    for (String label : List.of("", " ", "x".repeat(257), "a\u0000", "\ud800")) {
      assertThatThrownBy(() -> prompts.label(PROJECT, first.prompt(), label, 1))
          .isInstanceOf(InvalidException.class)
          .hasMessageStartingWith("label: ");
    }
    assertThat(prompts.labels(PROJECT, first.prompt())).hasSize(2).containsEntry("best", 2);
  }

  @Test
  void revisesAnExperimentOfTheVersionThatWasRead() {
    Experiment draft = draft();
    ExperimentDesign longer = withEpochs(3, draft.design());
    Experiment revised =
        experiments.revise(PROJECT, draft.id(), 1, new ExperimentDraft(about("n"), longer));

    assertThat(revised.version()).isEqualTo(2);
    assertThat(revised.design().epochs()).isEqualTo(3);
    assertThat(revised.createdAt()).isEqualTo(draft.createdAt());
    assertThat(experiments.experiment(PROJECT, draft.id())).isEqualTo(revised);
    assertThatThrownBy(() -> experiments.revise(PROJECT, draft.id(), 1, named("o", draft)))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("is at version 2, not 1");
    assertThat(experiments.experiment(PROJECT, draft.id())).isEqualTo(revised);
  }

  @Test
  void letsOneOfManyWritersOfAnExperimentWin() throws Exception {
    Experiment draft = draft();
    assertThat(
            Race.winners(
                WRITERS,
                racer -> experiments.revise(PROJECT, draft.id(), 1, named("n" + racer, draft))))
        .isEqualTo(1);
    assertThat(experiments.experiment(PROJECT, draft.id()).version()).isEqualTo(2);
  }

  @Test
  void letsOneOfThoseWhoReviseArchiveAndStartAtTheSameVersionWinAtATime() throws Exception {
    Experiment draft = draft();
    long winners =
        Race.winners(
            3,
            racer -> {
              switch (racer) {
                case 0 -> experiments.revise(PROJECT, draft.id(), 1, named("n", draft));
                case 1 -> experiments.archive(PROJECT, draft.id());
                default -> lab.lab.recordings().open(PROJECT, draft.id());
              }
            });
    Experiment after = experiments.experiment(PROJECT, draft.id());
    assertThat(after.version()).isEqualTo(1 + winners);
    assertThat(lab.lab.runs().runs(PROJECT, draft.id()))
        .hasSize(after.status() == ExperimentStatus.RUNNING ? 1 : 0);
  }

  @Test
  void changesTheTextsOfAnExperimentThatWasRunAndNotItsDesign() {
    ExperimentId id = lab.runToEnd(samples(2)).experiment();
    Experiment ran = experiments.experiment(PROJECT, id);
    ExperimentDraft other = ExperimentDraft.of("n", withEpochs(3, ran.design()));
    assertThatThrownBy(() -> experiments.revise(PROJECT, id, ran.version(), other))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("its design stays");

    Experiment renamed = experiments.revise(PROJECT, id, ran.version(), named("n", ran));
    assertThat(renamed.status()).isEqualTo(ExperimentStatus.COMPLETED);
    assertThat(renamed.name()).isEqualTo("n");
  }

  @Test
  void archivesOnceAndForGood() {
    Experiment draft = draft();
    Experiment archived = experiments.archive(PROJECT, draft.id());
    assertThat(archived.status()).isEqualTo(ExperimentStatus.ARCHIVED);
    assertThat(experiments.archive(PROJECT, draft.id())).isEqualTo(archived);
    assertThatThrownBy(
            () -> experiments.revise(PROJECT, draft.id(), archived.version(), named("n", draft)))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("is archived");
    assertThatThrownBy(() -> lab.lab.runs().start(PROJECT, draft.id()))
        .isInstanceOf(ConflictException.class);
    assertThatThrownBy(() -> lab.lab.recordings().open(PROJECT, draft.id()))
        .isInstanceOf(ConflictException.class);
    assertThat(lab.lab.runs().runs(PROJECT, draft.id())).isEmpty();
  }

  @Test
  void refusesAnExperimentOfPartsThatAreNotThere() {
    Experiment draft = draft();
    ExperimentDesign design = draft.design();
    Variant variant = design.variants().getFirst();
    Variant noModel =
        new Variant("x", new ModelId(new UUID(1, 1)), variant.prompt(), 1, variant.parameters());
    Variant noVersion =
        new Variant("x", variant.model(), variant.prompt(), 2, variant.parameters());
    var dataset = datasets.versions(PROJECT, design.dataset()).getFirst();
    for (Variant wrong : List.of(noModel, noVersion)) {
      ExperimentDraft other =
          ExperimentDraft.of("n", ExperimentDesign.of(dataset, List.of(wrong), design.metrics()));
      assertThatThrownBy(() -> experiments.design(PROJECT, other))
          .isInstanceOf(NotFoundException.class);
      assertThatThrownBy(() -> experiments.revise(PROJECT, draft.id(), 1, other))
          .isInstanceOf(NotFoundException.class);
    }
    ExperimentDraft noMetric =
        ExperimentDraft.of(
            "n",
            ExperimentDesign.of(
                dataset, design.variants(), List.of(MetricDefinition.of("no_such_metric"))));
    assertThatThrownBy(() -> experiments.design(PROJECT, noMetric))
        .isInstanceOf(InvalidException.class);
    assertThat(experiments.experiments(PROJECT)).containsExactly(draft);
  }

  private static About about(String name) {
    return new About(name, "d", "h", "o", List.of("c"), List.of("t"));
  }
}
