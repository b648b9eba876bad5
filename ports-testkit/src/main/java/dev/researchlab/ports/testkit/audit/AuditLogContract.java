package dev.researchlab.ports.testkit.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.audit.AuditEntry;
import dev.researchlab.domain.audit.AuditEntryId;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.audit.AuditLog;
import dev.researchlab.ports.testkit.Texts;
import dev.researchlab.ports.testkit.project.Projects;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link AuditLog} does. */
public abstract class AuditLogContract {

  private static final Instant START = Instant.parse("2026-03-01T09:00:00.123456Z");

  private final ProjectId project = Projects.fresh();
  private final ProjectId otherProject = Projects.fresh();

  /** The log under test, the same in all of one test; it may hold entries of other projects. */
  protected abstract AuditLog log();

  @Test
  void showsNothingWhereNothingIs() {
    assertThat(log().page(project, null, 10)).isEmpty();
    assertThat(log().page(project, new AuditEntryId(UUID.randomUUID()), 10)).isEmpty();
  }

  @Test
  void keepsEveryTextAsItIs() {
    List<AuditEntry> entries = new ArrayList<>();
    for (String text : Texts.DIFFICULT) {
      AuditEntry entry =
          new AuditEntry(
              new AuditEntryId(UUID.randomUUID()),
              project,
              START.plusSeconds(entries.size()),
              text,
              text,
              text,
              text);
      entries.add(entry);
      log().append(entry);
    }

    assertThat(log().page(project, null, 100)).containsExactlyElementsOf(entries.reversed());
  }

  @Test
  void pagesNewestFirstAndThoseOfOneInstantById() {
    List<AuditEntry> oldestFirst = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      oldestFirst.add(entry("00000000-0000-0000-0000-0000000000" + (10 + i), i / 3));
    }
    List<AuditEntry> shuffled = new ArrayList<>(oldestFirst);
    Collections.shuffle(shuffled, new Random(1));
    shuffled.forEach(log()::append);

    List<AuditEntry> newestFirst = oldestFirst.reversed();
    assertThat(log().page(project, null, 4)).containsExactlyElementsOf(newestFirst.subList(0, 4));
    assertThat(log().page(project, newestFirst.get(3).id(), 4))
        .containsExactlyElementsOf(newestFirst.subList(4, 8));
    assertThat(log().page(project, newestFirst.get(7).id(), 4))
        .containsExactlyElementsOf(newestFirst.subList(8, 10));
    assertThat(log().page(project, newestFirst.getLast().id(), 4)).isEmpty();
  }

  @Test
  void rejectsASecondEntryOfTheSameIdAndKeepsTheFirst() {
    AuditEntry first = entry(UUID.randomUUID().toString(), 0);
    log().append(first);
    AuditEntry second = entry(first.id().toString(), 1);

    assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> log().append(second));
    assertThat(log().page(project, null, 10)).containsExactly(first);
  }

  @Test
  void hidesAnEntryFromOtherProjects() {
    AuditEntry entry = entry(UUID.randomUUID().toString(), 0);
    log().append(entry);
    log().append(entry(UUID.randomUUID().toString(), 1));

    assertThat(log().page(otherProject, null, 10)).isEmpty();
    assertThat(log().page(otherProject, entry.id(), 10)).isEmpty();
  }

  private AuditEntry entry(String id, int second) {
    return new AuditEntry(
        new AuditEntryId(UUID.fromString(id)),
        project,
        START.plusSeconds(second),
        "somebody",
        "run.started",
        "subject",
        "");
  }
}
