package dev.researchlab.ports.testkit.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.experiment.About;
import dev.researchlab.domain.experiment.Experiment;
import dev.researchlab.domain.experiment.ExperimentId;
import dev.researchlab.domain.experiment.ExperimentQuery;
import dev.researchlab.domain.experiment.ExperimentStatus;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.experiment.ExperimentStore;
import dev.researchlab.ports.testkit.Race;
import dev.researchlab.ports.testkit.Texts;
import dev.researchlab.ports.testkit.project.Projects;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every {@link ExperimentStore} does. */
public abstract class ExperimentStoreContract {

  private static final Instant LATER = Experiments.CREATED.plusSeconds(60);

  private final ProjectId project = Projects.fresh();
  private final ProjectId otherProject = Projects.fresh();

  /** The store under test, the same in all of one test; it may hold other projects' experiments. */
  protected abstract ExperimentStore store();

  @Test
  void findsWhatWasAdded() {
    Experiment experiment = added(Experiments.draft(project));

    assertThat(store().find(project, experiment.id())).contains(experiment);
    assertThat(store().list(project)).containsExactly(experiment);
  }

  @Test
  void findsNothingWhereNothingIs() {
    assertThat(store().find(project, new ExperimentId(UUID.randomUUID()))).isEmpty();
    assertThat(store().list(project)).isEmpty();
  }

  @Test
  void keepsEverythingThatIsSaidOfAnExperiment() {
    for (String text : Texts.DIFFICULT) {
      Experiment experiment = added(Experiments.fullDraft(project, text));

      assertThat(store().find(project, experiment.id())).contains(experiment);
    }
  }

  @Test
  void keepsALargeDescription() {
    Experiment experiment = added(withDescription(Experiments.draft(project), Texts.large()));

    assertThat(store().find(project, experiment.id())).contains(experiment);
  }

  @Test
  void rejectsASecondExperimentOfTheSameIdAndKeepsTheFirst() {
    Experiment first = added(Experiments.draft(project));
    Experiment second = Experiments.draft(first.id(), project, LATER);

    assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> store().add(second));
    assertThat(store().list(project)).containsExactly(first);
  }

  @Test
  void acceptsTwoExperimentsOfTheSameName() {
    Experiment one = added(Experiments.draft(project));
    Experiment two = added(Experiments.draft(project));

    assertThat(two.name()).isEqualTo(one.name());
    assertThat(store().list(project)).containsExactlyInAnyOrder(one, two);
  }

  @Test
  void replacesAnExperimentByItsNextVersion() {
    Experiment draft = added(Experiments.draft(project));
    Experiment running = draft.become(ExperimentStatus.RUNNING, LATER);
    store().update(running);
    Experiment completed = running.become(ExperimentStatus.COMPLETED, LATER.plusSeconds(1));
    store().update(completed);

    assertThat(store().find(project, draft.id())).contains(completed);
    assertThat(store().list(project)).containsExactly(completed);
  }

  @Test
  void rejectsAnUpdateOfAnUnknownExperiment() {
    Experiment unknown = Experiments.draft(project).become(ExperimentStatus.RUNNING, LATER);

    assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> store().update(unknown));
    assertThat(store().list(project)).isEmpty();
  }

  @Test
  void rejectsEveryVersionButTheNextAndKeepsTheStoredOne() {
    Experiment draft = added(Experiments.draft(project));
    Experiment running = draft.become(ExperimentStatus.RUNNING, LATER);
    Experiment paused = running.become(ExperimentStatus.PAUSED, LATER);

    assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> store().update(draft));
    assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> store().update(paused));
    assertThat(store().find(project, draft.id())).contains(draft);

    store().update(running);
    assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> store().update(running));
    assertThat(store().find(project, draft.id())).contains(running);
  }

  @Test
  void listsNewestFirstAndThoseOfOneInstantById() {
    Experiment b = added(Experiments.draft(id(2), project, Experiments.CREATED));
    Experiment oldest =
        added(Experiments.draft(id(9), project, Experiments.CREATED.minusMillis(1)));
    Experiment a = added(Experiments.draft(id(1), project, Experiments.CREATED));
    Experiment newest = added(Experiments.draft(id(3), project, Experiments.CREATED.plusMillis(1)));

    assertThat(store().list(project)).containsExactly(newest, a, b, oldest);
  }

  @Test
  void hidesAnExperimentFromOtherProjects() {
    Experiment experiment = added(Experiments.draft(project));
    Experiment stolen =
        Experiments.draft(experiment.id(), otherProject, Experiments.CREATED)
            .become(ExperimentStatus.RUNNING, LATER);

    assertThat(store().find(otherProject, experiment.id())).isEmpty();
    assertThat(store().list(otherProject)).isEmpty();
    assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> store().update(stolen));
    assertThat(store().find(project, experiment.id())).contains(experiment);
  }

  @Test
  void keepsTheSameIdInTwoProjectsApart() {
    Experiment here = added(Experiments.draft(project));
    Experiment there = added(Experiments.draft(here.id(), otherProject, LATER));
    store().update(there.become(ExperimentStatus.ARCHIVED, LATER));

    assertThat(store().find(project, here.id())).contains(here);
    assertThat(store().list(otherProject))
        .extracting(Experiment::status)
        .containsExactly(ExperimentStatus.ARCHIVED);
  }

  @Test
  void letsOneOfSeveralWritersFromTheSameVersionSucceed()
      throws InterruptedException, ExecutionException {
    Experiment draft = added(Experiments.draft(project));
    List<Experiment> nexts =
        List.of(
            draft.become(ExperimentStatus.RUNNING, LATER),
            draft.become(ExperimentStatus.ARCHIVED, LATER));

    assertThat(Race.winners(8, racer -> store().update(nexts.get(racer % 2)))).isEqualTo(1);
    assertThat(store().find(project, draft.id()))
        .hasValueSatisfying(stored -> assertThat(stored).isIn(nexts));
  }

  @Test
  void letsOneOfSeveralWritersOfTheSameIdSucceed() throws InterruptedException, ExecutionException {
    assertThat(
            Race.winners(
                8, racer -> store().add(Experiments.draft(id(1), project, Experiments.CREATED))))
        .isEqualTo(1);
    assertThat(store().list(project)).hasSize(1);
  }

  private Experiment added(Experiment experiment) {
    store().add(experiment);
    return experiment;
  }

  private static ExperimentId id(int number) {
    return new ExperimentId(UUID.fromString("019cf000-0000-7000-8000-00000000000" + number));
  }

  private static Experiment withDescription(Experiment experiment, String description) {
    About about = experiment.about();
    return new Experiment(
        experiment.id(),
        experiment.project(),
        new About(
            about.name(),
            description,
            about.hypothesis(),
            about.owner(),
            about.collaborators(),
            about.tags()),
        experiment.design(),
        experiment.status(),
        experiment.version(),
        experiment.createdAt(),
        experiment.changedAt());
  }

  @Test
  void pagesThroughExperimentsInBothOrders() {
    List<Experiment> oldestFirst = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      // Two of them in one instant.
      Experiment experiment =
          Experiments.draft(id(i), project, Experiments.CREATED.plusSeconds(Math.max(1, i)));
      store().add(experiment);
      oldestFirst.add(experiment);
    }
    store().add(Experiments.draft(otherProject));

    assertThat(pages(ExperimentQuery.ALL)).isEqualTo(oldestFirst.reversed());
    assertThat(pages(new ExperimentQuery(null, null, null, null, ExperimentQuery.Order.OLDEST)))
        .isEqualTo(oldestFirst);
  }

  @Test
  void pagesOnFromWhereAnExperimentStoodThatIsGone() {
    List<Experiment> oldestFirst = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Experiment experiment = Experiments.draft(id(i), project, Experiments.CREATED.plusSeconds(i));
      store().add(experiment);
      oldestFirst.add(experiment);
    }
    store().delete(project, id(2));

    assertThat(
            store()
                .page(
                    project,
                    ExperimentQuery.ALL,
                    ExperimentQuery.Position.of(oldestFirst.get(2)),
                    9))
        .containsExactly(oldestFirst.get(1), oldestFirst.get(0));
  }

  private List<Experiment> pages(ExperimentQuery query) {
    List<Experiment> all = new ArrayList<>();
    List<Experiment> page = store().page(project, query, null, 2);
    while (!page.isEmpty()) {
      all.addAll(page);
      page = store().page(project, query, ExperimentQuery.Position.of(page.getLast()), 2);
    }
    return all;
  }

  @Test
  void findsExperimentsByWhatIsAskedFor() {
    Experiment plain = Experiments.draft(project);
    Experiment full = Experiments.fullDraft(project, "Straße 50% _x_");
    store().add(plain);
    store().add(full);
    ExperimentQuery.Order order = ExperimentQuery.Order.NEWEST;

    for (ExperimentQuery query :
        List.of(
            new ExperimentQuery(null, full.about().tags().getFirst(), null, null, order),
            new ExperimentQuery(
                null, null, full.design().variants().getFirst().model(), null, order),
            new ExperimentQuery(null, null, null, "STRASSE 50% _X".replace("SS", "ß"), order),
            new ExperimentQuery(
                full.status(), full.about().tags().getFirst(), null, "50%", order))) {
      assertThat(store().page(project, query, null, 10))
          .as(query.toString())
          .containsExactlyElementsOf(
              Stream.of(full, plain).filter(query::matches).sorted(order.comparator()).toList())
          .contains(full);
    }
    assertThat(
            store()
                .page(
                    project,
                    new ExperimentQuery(ExperimentStatus.ARCHIVED, null, null, null, order),
                    null,
                    10))
        .isEmpty();
  }

  @Test
  void deletesAnExperimentOfItsProjectAlone() {
    Experiment experiment = Experiments.draft(project);
    store().add(experiment);

    assertThat(store().delete(otherProject, experiment.id())).isFalse();
    assertThat(store().delete(project, experiment.id())).isTrue();
    assertThat(store().delete(project, experiment.id())).isFalse();
    assertThat(store().find(project, experiment.id())).isEmpty();
  }
}
