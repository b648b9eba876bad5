package dev.researchlab.ports.testkit.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.project.Project;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.project.ProjectStore;
import dev.researchlab.ports.testkit.Race;
import dev.researchlab.ports.testkit.Texts;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** What every {@link ProjectStore} does. */
public abstract class ProjectStoreContract {

  private static final Instant CREATED = Instant.parse("2026-03-01T09:00:00.123456Z");

  /** Of this test alone, as projects have none above them that would keep tests apart. */
  private final String prefix = UUID.randomUUID() + " ";

  /** The store under test, the same in all of one test; it may hold other projects. */
  protected abstract ProjectStore store();

  @Test
  void holdsTheDefaultProject() {
    assertThat(store().find(ProjectId.DEFAULT)).map(Project::name).contains(Project.DEFAULT_NAME);
    assertThat(store().find(Project.DEFAULT_NAME)).map(Project::id).contains(ProjectId.DEFAULT);
  }

  @Test
  void findsWhatWasAdded() {
    for (String text : Texts.DIFFICULT) {
      Project project = added(text);

      assertThat(store().find(project.id())).contains(project);
      assertThat(store().find(project.name())).contains(project);
      assertThat(store().list()).contains(project);
    }
  }

  @Test
  void findsNothingWhereNothingIs() {
    Project project = added("here");

    assertThat(store().find(Projects.fresh())).isEmpty();
    assertThat(store().find(project.name().toUpperCase(java.util.Locale.ROOT))).isEmpty();
  }

  @Test
  void rejectsASecondProjectOfTheSameIdAndKeepsTheFirst() {
    Project first = added("first");
    Project second = new Project(first.id(), prefix + "second", CREATED);

    assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> store().add(second));
    assertThat(store().find(first.id())).contains(first);
    assertThat(store().find(second.name())).isEmpty();
  }

  @Test
  void rejectsASecondProjectOfTheSameNameAndKeepsTheFirst() {
    Project first = added("same");
    Project second = new Project(Projects.fresh(), first.name(), CREATED);

    assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> store().add(second));
    assertThat(store().find(first.name())).contains(first);
    assertThat(store().find(second.id())).isEmpty();
  }

  @Test
  void listsByNameInTheOrderOfCodePoints() {
    List<Project> projects =
        Texts.BY_CODE_POINT.reversed().stream().map(this::added).toList().reversed();

    assertThat(store().list().stream().filter(project -> project.name().startsWith(prefix)))
        .containsExactlyElementsOf(projects);
  }

  @Test
  void letsOneOfSeveralWritersOfTheSameNameSucceed()
      throws InterruptedException, ExecutionException {
    assertThat(Race.winners(8, racer -> added("contested"))).isEqualTo(1);
  }

  private Project added(String name) {
    Project project = new Project(Projects.fresh(), prefix + name, CREATED);
    store().add(project);
    return project;
  }
}
