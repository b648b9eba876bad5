package dev.researchlab.ports.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.model.Model;
import dev.researchlab.domain.model.ModelId;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.model.ModelStore;
import dev.researchlab.ports.testkit.Race;
import dev.researchlab.ports.testkit.Texts;
import dev.researchlab.ports.testkit.project.Projects;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** What every {@link ModelStore} does. */
public abstract class ModelStoreContract {

  private final ProjectId project = Projects.fresh();
  private final ProjectId otherProject = Projects.fresh();

  /** The store under test, the same in all of one test; it may hold models of other projects. */
  protected abstract ModelStore store();

  @Test
  void findsWhatWasAdded() {
    Model model = Models.named(project, "small");
    store().add(model);

    assertThat(store().find(project, model.id())).contains(model);
    assertThat(store().list(project)).containsExactly(model);
  }

  @Test
  void keepsEverythingThatIsSaidOfAModel() {
    Model model = Models.of(project, "full", Models.fullSpecification());
    store().add(model);

    assertThat(store().find(project, model.id())).contains(model);
  }

  @Test
  void findsNothingWhereNothingIs() {
    assertThat(store().find(project, new ModelId(UUID.randomUUID()))).isEmpty();
    assertThat(store().list(project)).isEmpty();
  }

  @Test
  void rejectsASecondModelOfTheSameIdAndKeepsTheFirst() {
    Model first = Models.named(project, "first");
    store().add(first);
    Model second =
        Model.of(first.id(), project, "second", Models.fullSpecification(), first.registeredAt());

    assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> store().add(second));
    assertThat(store().list(project)).containsExactly(first);
  }

  @Test
  void rejectsASecondModelOfTheSameNameAndKeepsTheFirst() {
    Model first = Models.named(project, "same");
    store().add(first);
    Model second = Models.named(project, "same");

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> store().add(second))
        .withMessageContaining("same");
    assertThat(store().list(project)).containsExactly(first);
    assertThat(store().find(project, second.id())).isEmpty();
  }

  @Test
  void replacesAModelByItsNextVersion() {
    Model first = Models.named(project, "changed");
    store().add(first);
    Model second = first.become(Models.fullSpecification());
    store().update(second);

    assertThat(store().find(project, first.id())).contains(second);
    assertThat(store().list(project)).containsExactly(second);
  }

  @Test
  void rejectsAnUpdateOfAnUnknownModelAndEveryVersionButTheNext() {
    Model first = Models.named(project, "changed");
    Model second = first.become(Models.fullSpecification());
    assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> store().update(second));

    store().add(first);
    assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> store().update(first));
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> store().update(second.become(first.specification())));
    assertThat(store().find(project, first.id())).contains(first);
  }

  @Test
  void letsOneOfSeveralWritersFromTheSameVersionSucceed()
      throws InterruptedException, ExecutionException {
    Model first = Models.named(project, "contested");
    store().add(first);
    Model second = first.become(Models.fullSpecification());

    assertThat(Race.winners(8, racer -> store().update(second))).isEqualTo(1);
    assertThat(store().find(project, first.id())).contains(second);
  }

  @Test
  void listsByNameInTheOrderOfCodePoints() {
    List<String> shuffled = new ArrayList<>(Texts.BY_CODE_POINT);
    Collections.shuffle(shuffled, new Random(1));
    shuffled.forEach(name -> store().add(Models.named(project, name)));

    assertThat(store().list(project))
        .extracting(Model::name)
        .containsExactlyElementsOf(Texts.BY_CODE_POINT);
  }

  @Test
  void keepsEveryTextAsItIs() {
    for (String text : Texts.DIFFICULT) {
      ModelSpecification specification =
          ModelSpecification.of("simulated", text).withOptions(Map.of("text", text));
      Model model = Models.of(project, text, specification);
      store().add(model);

      assertThat(store().find(project, model.id())).contains(model);
    }
  }

  @Test
  void keepsLargeOptions() {
    Model model =
        Models.of(
            project,
            "large",
            ModelSpecification.of("simulated", "sim-1").withOptions(Map.of("text", Texts.large())));
    store().add(model);

    assertThat(store().find(project, model.id())).contains(model);
  }

  @Test
  void hidesAModelFromOtherProjects() {
    Model model = Models.named(project, "hidden");
    store().add(model);

    assertThat(store().find(otherProject, model.id())).isEmpty();
    assertThat(store().list(otherProject)).isEmpty();
  }

  @Test
  void keepsTheSameIdAndNameInTwoProjectsApart() {
    Model here = Models.named(project, "same");
    Model there =
        Model.of(here.id(), otherProject, "same", Models.fullSpecification(), here.registeredAt());
    store().add(here);
    store().add(there);

    assertThat(store().find(project, here.id())).contains(here);
    assertThat(store().find(otherProject, here.id())).contains(there);
  }

  @Test
  void letsOneOfSeveralWritersOfTheSameNameSucceed()
      throws InterruptedException, ExecutionException {
    long winners = Race.winners(8, racer -> store().add(Models.named(project, "contested")));

    assertThat(winners).isEqualTo(1);
    assertThat(store().list(project)).hasSize(1);
  }

  @Test
  void letsWritersOfDifferentNamesAllSucceed() throws InterruptedException, ExecutionException {
    long winners = Race.winners(8, racer -> store().add(Models.named(project, "m" + racer)));

    assertThat(winners).isEqualTo(8);
    assertThat(store().list(project)).hasSize(8);
  }

  @Test
  void deletesAModelOfItsProjectAlone() {
    Model model = Models.named(project, "small");
    store().add(model);

    assertThat(store().delete(otherProject, model.id())).isFalse();
    assertThat(store().delete(project, model.id())).isTrue();
    assertThat(store().delete(project, model.id())).isFalse();
    assertThat(store().find(project, model.id())).isEmpty();
    store().add(model);
    assertThat(store().list(project)).containsExactly(model);
  }
}
