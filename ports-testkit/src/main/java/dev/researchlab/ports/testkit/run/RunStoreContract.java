package dev.researchlab.ports.testkit.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.experiment.ExperimentId;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunFailure;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.RunStatus;
import dev.researchlab.ports.driven.run.RunStore;
import dev.researchlab.ports.testkit.Race;
import dev.researchlab.ports.testkit.Texts;
import dev.researchlab.ports.testkit.project.Projects;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** What every {@link RunStore} does. */
public abstract class RunStoreContract {

  private static final Instant LATER = Runs.CREATED.plusSeconds(60);

  private final ProjectId project = Projects.fresh();
  private final ProjectId otherProject = Projects.fresh();
  private final ExperimentId experiment = new ExperimentId(UUID.randomUUID());

  /** The store under test, the same in all of one test; it may hold runs of other projects. */
  protected abstract RunStore store();

  @Test
  void findsWhatWasAdded() {
    Run run = added(1);

    assertThat(store().find(project, run.id())).contains(run);
    assertThat(store().list(project, experiment)).containsExactly(run);
  }

  @Test
  void findsNothingWhereNothingIs() {
    assertThat(store().find(project, new RunId(UUID.randomUUID()))).isEmpty();
    assertThat(store().list(project, experiment)).isEmpty();
  }

  @Test
  void keepsTheWholeManifest() {
    for (int i = 0; i < Texts.DIFFICULT.size(); i++) {
      Run run = Runs.pending(project, experiment, i + 1, Runs.fullManifest(Texts.DIFFICULT.get(i)));
      store().add(run);

      assertThat(store().find(project, run.id())).contains(run);
      assertThat(store().find(project, run.id()).map(found -> found.manifest().hash()))
          .contains(run.manifest().hash());
    }
  }

  @Test
  void keepsALargeManifest() {
    Run run = Runs.pending(project, experiment, 1, Runs.fullManifest(Texts.large()));
    store().add(run);

    assertThat(store().find(project, run.id())).contains(run);
  }

  @Test
  void rejectsASecondRunOfTheSameIdAndKeepsTheFirst() {
    Run first = added(1);
    Run second = Run.pending(first.id(), project, experiment, 2, Runs.manifest(), LATER);

    assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> store().add(second));
    assertThat(store().list(project, experiment)).containsExactly(first);
  }

  @Test
  void rejectsASecondRunOfTheSameNumberAndKeepsTheFirst() {
    Run first = added(1);
    Run second = Runs.pending(project, experiment, 1);

    assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> store().add(second));
    assertThat(store().list(project, experiment)).containsExactly(first);
    assertThat(store().find(project, second.id())).isEmpty();
  }

  @Test
  void acceptsTheSameNumberInAnotherExperiment() {
    Run run = added(1);
    Run other = Runs.pending(project, new ExperimentId(UUID.randomUUID()), 1);
    store().add(other);

    assertThat(store().list(project, experiment)).containsExactly(run);
    assertThat(store().list(project, other.experiment())).containsExactly(other);
  }

  @Test
  void listsTheRunsOfAnExperimentByTheirNumbers() {
    List.of(10, 2, 9, 1).forEach(this::added);

    assertThat(store().list(project, experiment))
        .extracting(Run::number)
        .containsExactly(1, 2, 9, 10);
  }

  @Test
  void replacesARunWhoseStatusHasChanged() {
    Run pending = added(1);
    Run running = pending.become(RunStatus.RUNNING, LATER);
    store().update(running);
    assertThat(store().find(project, pending.id())).contains(running);

    Run completed = running.become(RunStatus.COMPLETED, LATER.plusSeconds(1));
    store().update(completed);
    assertThat(store().find(project, pending.id())).contains(completed);
    assertThat(store().list(project, experiment)).containsExactly(completed);
  }

  @Test
  void keepsWhyARunFailedAndForgetsItWhenTheRunGoesOn() {
    Run failed = added(1).fail(new RunFailure("small", "the key is wrong \ud83d\udd11"), LATER);
    store().update(failed);
    assertThat(store().find(project, failed.id())).contains(failed);

    Run running = failed.become(RunStatus.RUNNING, LATER.plusSeconds(1));
    store().update(running);
    assertThat(store().find(project, failed.id())).contains(running);

    Run failedAgain = running.fail(new RunFailure(null, Texts.large()), LATER.plusSeconds(2));
    store().update(failedAgain);
    assertThat(store().find(project, failed.id())).contains(failedAgain);
  }

  @Test
  void keepsWhyARunWasStopped() {
    Run stopped =
        added(1)
            .become(RunStatus.RUNNING, LATER)
            .stop(new RunFailure(null, "the budget of 10 USD is used up"), LATER);
    store().update(stopped);
    assertThat(store().find(project, stopped.id())).contains(stopped);

    Run stoppedAgain = stopped.become(RunStatus.RUNNING, LATER).become(RunStatus.STOPPED, LATER);
    store().update(stoppedAgain);
    assertThat(store().find(project, stopped.id())).contains(stoppedAgain);
  }

  @Test
  void keepsARunThatIsPausedAndGoesOn() {
    Run running = added(1).become(RunStatus.RUNNING, LATER);
    store().update(running);
    Run paused = running.become(RunStatus.PAUSED, LATER.plusSeconds(1));
    store().update(paused);
    assertThat(store().list(project, RunStatus.PAUSED)).containsExactly(paused);

    Run goingOn = paused.become(RunStatus.RUNNING, LATER.plusSeconds(2));
    store().update(goingOn);
    assertThat(store().find(project, paused.id())).contains(goingOn);
  }

  @Test
  void acceptsAnUpdateWithTheSameStatus() {
    Run running = added(1).become(RunStatus.RUNNING, LATER);
    store().update(running);

    assertThatCode(() -> store().update(running)).doesNotThrowAnyException();
    assertThat(store().find(project, running.id())).contains(running);
  }

  @Test
  void allowsTheTransitionsOfARunAndNoOthers() {
    int number = 0;
    for (RunStatus from : RunStatus.values()) {
      for (RunStatus to : RunStatus.values()) {
        Run stored = in(from, Runs.pending(project, experiment, ++number));
        store().add(stored);
        Run next = in(to, stored);
        if (from == to || from.mayBecome(to)) {
          store().update(next);
          assertThat(store().find(project, stored.id())).contains(next);
        } else {
          assertThatExceptionOfType(ConflictException.class)
              .as("%s to %s", from, to)
              .isThrownBy(() -> store().update(next));
          assertThat(store().find(project, stored.id())).contains(stored);
        }
      }
    }
  }

  @Test
  void rejectsAnUpdateOfAnUnknownRun() {
    Run unknown = Runs.pending(project, experiment, 1).become(RunStatus.RUNNING, LATER);

    assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> store().update(unknown));
    assertThat(store().list(project, experiment)).isEmpty();
  }

  @Test
  void hidesARunFromOtherProjects() {
    Run run = added(1);
    Run stolen =
        Run.pending(run.id(), otherProject, experiment, 1, run.manifest(), Runs.CREATED)
            .become(RunStatus.STOPPED, LATER);

    assertThat(store().find(otherProject, run.id())).isEmpty();
    assertThat(store().list(otherProject, experiment)).isEmpty();
    assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> store().update(stolen));
    assertThat(store().find(project, run.id())).contains(run);
  }

  @Test
  void keepsTheSameIdsInTwoProjectsApart() {
    Run here = added(1);
    Run there = Run.pending(here.id(), otherProject, experiment, 1, here.manifest(), LATER);
    store().add(there);
    Run running = there.become(RunStatus.RUNNING, LATER);
    store().update(running);

    assertThat(store().find(project, here.id())).contains(here);
    assertThat(store().list(project, experiment)).containsExactly(here);
    assertThat(store().list(otherProject, experiment)).containsExactly(running);
  }

  @Test
  void letsOneOfSeveralWritersOfTheSameNumberSucceed()
      throws InterruptedException, ExecutionException {
    assertThat(Race.winners(8, racer -> store().add(Runs.pending(project, experiment, 1))))
        .isEqualTo(1);
    assertThat(store().list(project, experiment)).hasSize(1);
  }

  @Test
  void letsOneOfTwoContradictingUpdatesSucceed() throws InterruptedException, ExecutionException {
    Run running = added(1).become(RunStatus.RUNNING, LATER);
    store().update(running);
    List<Run> ends =
        List.of(
            running.become(RunStatus.COMPLETED, LATER), running.become(RunStatus.STOPPED, LATER));

    assertThat(Race.winners(2, racer -> store().update(ends.get(racer)))).isEqualTo(1);
    assertThat(store().find(project, running.id()))
        .hasValueSatisfying(stored -> assertThat(stored).isIn(ends));
  }

  @Test
  void pagesTheRunsOfAProjectNewestFirstAndThoseOfOneInstantById() {
    List<Run> oldestFirst = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      oldestFirst.add(
          Run.pending(
              new RunId(UUID.fromString("00000000-0000-0000-0000-00000000000" + i)),
              project,
              new ExperimentId(UUID.randomUUID()),
              1,
              Runs.manifest(),
              Runs.CREATED.plusSeconds(i / 3)));
    }
    List<Run> shuffled = new ArrayList<>(oldestFirst);
    Collections.shuffle(shuffled, new Random(1));
    shuffled.forEach(store()::add);

    List<Run> newestFirst = oldestFirst.reversed();
    assertThat(store().page(project, null, 4)).containsExactlyElementsOf(newestFirst.subList(0, 4));
    assertThat(store().page(project, newestFirst.get(3).id(), 4))
        .containsExactlyElementsOf(newestFirst.subList(4, 7));
    assertThat(store().page(project, oldestFirst.getFirst().id(), 4)).isEmpty();
    assertThat(store().page(project, new RunId(UUID.randomUUID()), 4)).isEmpty();
    assertThat(store().page(otherProject, null, 4)).isEmpty();
    assertThat(store().page(otherProject, newestFirst.get(3).id(), 4)).isEmpty();
  }

  @Test
  void listsTheRunsInAStatus() {
    added(1);
    Run one = added(2).become(RunStatus.RUNNING, LATER);
    Run two = added(3).become(RunStatus.RUNNING, LATER);
    store().update(two);
    store().update(one);

    assertThat(store().list(project, RunStatus.RUNNING)).containsExactlyInAnyOrder(one, two);
    assertThat(store().list(project, RunStatus.PENDING)).extracting(Run::number).containsExactly(1);
    assertThat(store().list(project, RunStatus.FAILED)).isEmpty();
    assertThat(store().list(otherProject, RunStatus.RUNNING)).isEmpty();
  }

  @Test
  void letsARunBeClaimedOnceUntilItIsGivenUp() throws InterruptedException, ExecutionException {
    RunId run = added(1).id();
    List<Optional<RunStore.Claim>> claims = Race.run(8, racer -> () -> store().claim(project, run));

    assertThat(claims.stream().filter(Optional::isPresent)).hasSize(1);
    assertThat(store().claim(otherProject, run)).get().satisfies(RunStore.Claim::close);
    RunStore.Claim claim = claims.stream().flatMap(Optional::stream).findFirst().orElseThrow();
    claim.close();
    claim.close();
    assertThat(store().claim(project, run)).get().satisfies(RunStore.Claim::close);
  }

  private Run added(int number) {
    Run run = Runs.pending(project, experiment, number);
    store().add(run);
    return run;
  }

  /** The run in that status, whether or not it may go there. */
  private static Run in(RunStatus status, Run run) {
    return new Run(
        run.id(),
        run.project(),
        run.experiment(),
        run.number(),
        run.manifest(),
        status,
        status == RunStatus.FAILED ? new RunFailure(null, "it failed") : null,
        run.createdAt(),
        LATER);
  }
}
