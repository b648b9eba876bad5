package dev.researchlab.ports.testkit.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.model.ChatMessage;
import dev.researchlab.domain.model.Role;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.prompt.PromptContent;
import dev.researchlab.domain.prompt.PromptId;
import dev.researchlab.domain.prompt.PromptVersion;
import dev.researchlab.ports.driven.prompt.PromptStore;
import dev.researchlab.ports.testkit.Race;
import dev.researchlab.ports.testkit.Texts;
import dev.researchlab.ports.testkit.model.Models;
import dev.researchlab.ports.testkit.project.Projects;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** What every {@link PromptStore} does. */
public abstract class PromptStoreContract {

  private final ProjectId project = Projects.fresh();
  private final ProjectId otherProject = Projects.fresh();

  /** The store under test, the same in all of one test; it may hold prompts of other projects. */
  protected abstract PromptStore store();

  @Test
  void findsWhatWasAdded() {
    PromptVersion version = Prompts.first(project, "qa");
    store().add(version);

    assertThat(store().find(project, version.prompt(), 1)).contains(version);
    assertThat(store().latest(project, "qa")).contains(version);
    assertThat(store().list(project)).containsExactly(version);
  }

  @Test
  void findsNothingWhereNothingIs() {
    PromptVersion version = Prompts.first(project, "qa");
    store().add(version);

    assertThat(store().find(project, new PromptId(UUID.randomUUID()), 1)).isEmpty();
    assertThat(store().find(project, version.prompt(), 0)).isEmpty();
    assertThat(store().find(project, version.prompt(), 2)).isEmpty();
    assertThat(store().latest(project, "QA")).isEmpty();
    assertThat(store().list(otherProject)).isEmpty();
  }

  @Test
  void keepsEveryVersionAndShowsTheNewest() {
    PromptVersion first = Prompts.first(project, "qa");
    PromptVersion second = Prompts.after(first);
    PromptVersion third = Prompts.after(second);
    List.of(first, second, third).forEach(store()::add);

    assertThat(store().find(project, first.prompt(), 1)).contains(first);
    assertThat(store().find(project, first.prompt(), 2)).contains(second);
    assertThat(store().find(project, first.prompt(), 3)).contains(third);
    assertThat(store().latest(project, "qa")).contains(third);
    assertThat(store().list(project)).containsExactly(third);
  }

  @Test
  void takesTheTenthVersionForNewerThanTheNinth() {
    PromptVersion version = Prompts.first(project, "qa");
    store().add(version);
    while (version.number() < 11) {
      version = Prompts.after(version);
      store().add(version);
    }

    assertThat(store().latest(project, "qa")).contains(version);
  }

  @Test
  void rejectsASecondVersionOfTheSameNumberAndKeepsTheFirst() {
    PromptVersion first = Prompts.first(project, "qa");
    store().add(first);

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> store().add(Prompts.numbered(first, 1)));
    assertThat(store().find(project, first.prompt(), 1)).contains(first);
  }

  @Test
  void rejectsANumberThatIsNotTheNext() {
    PromptVersion first = Prompts.first(project, "qa");

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> store().add(Prompts.numbered(first, 2)));
    assertThat(store().list(project)).isEmpty();

    store().add(first);
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> store().add(Prompts.numbered(first, 3)));
    assertThat(store().latest(project, "qa")).contains(first);
    assertThat(store().find(project, first.prompt(), 3)).isEmpty();
  }

  @Test
  void rejectsAnotherPromptOfTheSameNameAndKeepsTheFirst() {
    PromptVersion first = Prompts.first(project, "qa");
    store().add(first);
    PromptVersion other = Prompts.first(project, "qa");

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> store().add(other))
        .withMessageContaining("qa");
    assertThat(store().find(project, other.prompt(), 1)).isEmpty();
    assertThat(store().list(project)).containsExactly(first);
  }

  @Test
  void listsByNameInTheOrderOfCodePoints() {
    List<String> shuffled = new ArrayList<>(Texts.BY_CODE_POINT);
    Collections.shuffle(shuffled, new Random(1));
    shuffled.forEach(name -> store().add(Prompts.first(project, name)));

    assertThat(store().list(project))
        .extracting(PromptVersion::name)
        .containsExactlyElementsOf(Texts.BY_CODE_POINT);
  }

  @Test
  void keepsRolesAndTextsOfAChatInTheirOrder() {
    List<ChatMessage> messages = new ArrayList<>();
    messages.add(new ChatMessage(Role.SYSTEM, ""));
    Texts.DIFFICULT.forEach(text -> messages.add(new ChatMessage(Role.USER, text)));
    messages.add(new ChatMessage(Role.ASSISTANT, "{{ input }} and {{input}}"));
    PromptVersion version = Prompts.first(project, "chat", PromptContent.chat(messages));
    store().add(version);

    assertThat(store().latest(project, "chat")).contains(version);
  }

  @Test
  void keepsImagesAndCallsOfTools() {
    for (String text : Texts.DIFFICULT) {
      PromptContent content = PromptContent.chat(Models.fullMessages(text));
      PromptVersion version = Prompts.first(project, text, content);
      store().add(version);

      assertThat(store().latest(project, text)).contains(version);
    }
  }

  @Test
  void keepsEveryNameAsItIs() {
    for (String name : Texts.DIFFICULT) {
      PromptVersion version = Prompts.first(project, name);
      store().add(version);

      assertThat(store().latest(project, name)).contains(version);
    }
  }

  @Test
  void keepsALargeTemplate() {
    PromptVersion version =
        Prompts.first(project, "large", PromptContent.text(Texts.large() + "{{input}}"));
    store().add(version);

    assertThat(store().latest(project, "large")).contains(version);
  }

  @Test
  void hidesAPromptFromOtherProjects() {
    PromptVersion version = Prompts.first(project, "hidden");
    store().add(version);

    assertThat(store().find(otherProject, version.prompt(), 1)).isEmpty();
    assertThat(store().latest(otherProject, "hidden")).isEmpty();
    assertThat(store().list(otherProject)).isEmpty();
  }

  @Test
  void keepsTheSameIdAndNameInTwoProjectsApart() {
    PromptVersion here = Prompts.first(project, "same");
    PromptVersion there =
        new PromptVersion(
            here.prompt(),
            otherProject,
            "same",
            1,
            PromptContent.text("other words"),
            here.writtenAt());
    store().add(here);
    store().add(there);

    assertThat(store().find(project, here.prompt(), 1)).contains(here);
    assertThat(store().find(otherProject, here.prompt(), 1)).contains(there);
    assertThat(store().latest(otherProject, "same")).contains(there);
  }

  @Test
  void movesLabels() {
    PromptVersion first = Prompts.first(project, "qa");
    PromptVersion second = Prompts.after(first);
    List.of(first, second).forEach(store()::add);
    assertThat(store().labels(project, first.prompt())).isEmpty();

    store().label(project, first.prompt(), "production", 1);
    store().label(project, first.prompt(), "candidate", 2);
    assertThat(store().labels(project, first.prompt()))
        .isEqualTo(Map.of("production", 1, "candidate", 2));

    store().label(project, first.prompt(), "production", 2);
    assertThat(store().labels(project, first.prompt()))
        .isEqualTo(Map.of("production", 2, "candidate", 2));
  }

  @Test
  void rejectsALabelOnAVersionThatIsNotThere() {
    PromptVersion first = Prompts.first(project, "qa");
    store().add(first);

    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> store().label(project, first.prompt(), "production", 2));
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> store().label(otherProject, first.prompt(), "production", 1));
    assertThat(store().labels(project, first.prompt())).isEmpty();
    assertThat(store().labels(otherProject, first.prompt())).isEmpty();
  }

  @Test
  void letsOneOfSeveralWritersOfTheSameNumberSucceed()
      throws InterruptedException, ExecutionException {
    PromptVersion first = Prompts.first(project, "contested");
    store().add(first);

    assertThat(Race.winners(8, racer -> store().add(Prompts.after(first)))).isEqualTo(1);
    assertThat(store().latest(project, "contested")).map(PromptVersion::number).contains(2);
  }

  @Test
  void letsOneOfSeveralWritersOfTheSameNameSucceed()
      throws InterruptedException, ExecutionException {
    assertThat(Race.winners(8, racer -> store().add(Prompts.first(project, "contested"))))
        .isEqualTo(1);
    assertThat(store().list(project)).hasSize(1);
  }

  @Test
  void listsTheVersionsOfAPromptOldestFirst() {
    PromptVersion first = Prompts.first(project, "plain");
    PromptVersion second = Prompts.after(first);
    store().add(first);
    store().add(second);

    assertThat(store().versions(project, first.prompt())).containsExactly(first, second);
    assertThat(store().versions(otherProject, first.prompt())).isEmpty();
  }

  @Test
  void renamesAPromptThatStillHasTheNameThatWasRead() {
    PromptVersion first = Prompts.first(project, "old");
    store().add(first);
    store().add(Prompts.first(project, "taken"));

    store().rename(project, first.prompt(), "old", "new");

    assertThat(store().latest(project, "new")).isPresent();
    assertThat(store().latest(project, "old")).isEmpty();
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> store().rename(project, first.prompt(), "old", "newer"));
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> store().rename(project, first.prompt(), "new", "taken"));
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> store().rename(otherProject, first.prompt(), "new", "newer"));
    assertThat(store().versions(project, first.prompt()).getFirst().name()).isEqualTo("new");
  }

  @Test
  void deletesAPromptWithItsVersionsAndLabels() {
    PromptVersion first = Prompts.first(project, "plain");
    store().add(first);
    store().label(project, first.prompt(), "production", 1);

    assertThat(store().delete(otherProject, first.prompt())).isFalse();
    assertThat(store().delete(project, first.prompt())).isTrue();
    assertThat(store().delete(project, first.prompt())).isFalse();
    assertThat(store().list(project)).isEmpty();
    assertThat(store().labels(project, first.prompt())).isEmpty();
    store().add(first);
    assertThat(store().list(project)).containsExactly(first);
  }
}
