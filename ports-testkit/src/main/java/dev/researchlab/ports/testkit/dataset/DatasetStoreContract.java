package dev.researchlab.ports.testkit.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.dataset.Dataset;
import dev.researchlab.domain.dataset.DatasetId;
import dev.researchlab.domain.dataset.DatasetVersion;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.dataset.DatasetStore;
import dev.researchlab.ports.driven.dataset.DatasetStore.VersionWriter;
import dev.researchlab.ports.testkit.Race;
import dev.researchlab.ports.testkit.Texts;
import dev.researchlab.ports.testkit.project.Projects;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every {@link DatasetStore} does. */
public abstract class DatasetStoreContract {

  private static final Instant NOW = Datasets.CREATED.plusSeconds(60);

  private final ProjectId project = Projects.fresh();
  private final ProjectId otherProject = Projects.fresh();

  /** The store under test, the same in all of one test; it may hold datasets of other projects. */
  protected abstract DatasetStore store();

  @Test
  void findsWhatWasAdded() {
    Dataset dataset = added("questions");

    assertThat(store().find(project, dataset.id())).contains(dataset);
    assertThat(store().list(project)).containsExactly(dataset);
    assertThat(store().versions(project, dataset.id())).isEmpty();
  }

  @Test
  void findsNothingWhereNothingIs() {
    DatasetId unknown = new DatasetId(UUID.randomUUID());

    assertThat(store().find(project, unknown)).isEmpty();
    assertThat(store().list(project)).isEmpty();
    assertThat(store().versions(project, unknown)).isEmpty();
  }

  @Test
  void rejectsASecondDatasetOfTheSameIdAndKeepsTheFirst() {
    Dataset first = added("first");
    Dataset second = new Dataset(first.id(), project, "second", first.createdAt());

    assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> store().add(second));
    assertThat(store().list(project)).containsExactly(first);
  }

  @Test
  void rejectsASecondDatasetOfTheSameNameAndKeepsTheFirst() {
    Dataset first = added("same");
    Dataset second = Datasets.named(project, "same");

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> store().add(second))
        .withMessageContaining("same");
    assertThat(store().list(project)).containsExactly(first);
    assertThat(store().find(project, second.id())).isEmpty();
  }

  @Test
  void listsByNameInTheOrderOfCodePoints() {
    List<String> shuffled = new ArrayList<>(Texts.BY_CODE_POINT);
    Collections.shuffle(shuffled, new Random(1));
    shuffled.forEach(this::added);

    assertThat(store().list(project))
        .extracting(Dataset::name)
        .containsExactlyElementsOf(Texts.BY_CODE_POINT);
  }

  @Test
  void keepsEveryNameAsItIs() {
    for (String name : Texts.DIFFICULT) {
      Dataset dataset = added(name);

      assertThat(store().find(project, dataset.id())).contains(dataset);
    }
  }

  @Test
  void readsTheSamplesOfAVersionInTheOrderInWhichTheyWereWritten() {
    Dataset dataset = added("questions");
    List<Sample> samples = Datasets.samples(5_000);
    DatasetVersion version = written(dataset, samples, NOW);

    assertThat(version)
        .isEqualTo(new DatasetVersion(dataset.id(), Datasets.hash(samples), 5_000, NOW));
    assertThat(store().versions(project, dataset.id())).containsExactly(version);
    assertThat(read(dataset, version.hash())).containsExactlyElementsOf(samples);
  }

  @Test
  void hidesAVersionUntilItIsCommitted() {
    Dataset dataset = added("questions");
    List<Sample> samples = Datasets.samples(10);
    ContentHash hash = Datasets.hash(samples);
    try (VersionWriter writer = store().write(project, dataset.id())) {
      samples.forEach(writer::append);

      assertThat(store().versions(project, dataset.id())).isEmpty();
      assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> read(dataset, hash));

      writer.commit(hash, NOW);
      assertThat(store().versions(project, dataset.id())).hasSize(1);
      assertThat(read(dataset, hash)).containsExactlyElementsOf(samples);
    }
    assertThat(read(dataset, hash)).containsExactlyElementsOf(samples);
  }

  @Test
  void discardsAVersionThatIsClosedWithoutACommit() {
    Dataset dataset = added("questions");
    List<Sample> samples = Datasets.samples(10);
    try (VersionWriter writer = store().write(project, dataset.id())) {
      Datasets.samples(20).forEach(writer::append);
    }

    assertThat(store().versions(project, dataset.id())).isEmpty();
    assertThat(store().find(project, dataset.id())).contains(dataset);
    DatasetVersion version = written(dataset, samples, NOW);
    assertThat(version.samples()).isEqualTo(10);
    assertThat(read(dataset, version.hash())).containsExactlyElementsOf(samples);
  }

  @Test
  void closesAWriterMoreThanOnce() {
    Dataset dataset = added("questions");
    VersionWriter writer = store().write(project, dataset.id());
    writer.close();

    assertThatCode(writer::close).doesNotThrowAnyException();
  }

  @Test
  void returnsTheVersionThatIsThereWhenTheSameSamplesAreWrittenAgain() {
    Dataset dataset = added("questions");
    List<Sample> samples = Datasets.samples(10);
    DatasetVersion first = written(dataset, samples, NOW);
    DatasetVersion again = written(dataset, samples, NOW.plusSeconds(1));

    assertThat(again).isEqualTo(first);
    assertThat(store().versions(project, dataset.id())).containsExactly(first);
    assertThat(read(dataset, first.hash())).containsExactlyElementsOf(samples);
  }

  @Test
  void keepsTheSameSamplesInTwoDatasetsApart() {
    List<Sample> samples = Datasets.samples(10);
    Dataset one = added("one");
    Dataset two = added("two");
    DatasetVersion ofOne = written(one, samples, NOW);
    DatasetVersion ofTwo = written(two, samples, NOW.plusSeconds(1));

    assertThat(store().versions(project, one.id())).containsExactly(ofOne);
    assertThat(store().versions(project, two.id())).containsExactly(ofTwo);
    assertThat(read(two, ofTwo.hash())).containsExactlyElementsOf(samples);
  }

  @Test
  void listsVersionsOldestFirst() {
    Dataset dataset = added("questions");
    List<DatasetVersion> versions = new ArrayList<>();
    for (int i = 1; i <= 12; i++) {
      versions.add(written(dataset, Datasets.samples(i), NOW.plusSeconds(i)));
    }

    assertThat(store().versions(project, dataset.id())).containsExactlyElementsOf(versions);
  }

  @Test
  void rejectsAVersionOfAnUnknownDataset() {
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> store().write(project, new DatasetId(UUID.randomUUID())).close());
  }

  @Test
  void rejectsReadingAnUnknownDatasetOrVersion() {
    Dataset dataset = added("questions");
    DatasetVersion version = written(dataset, Datasets.samples(1), NOW);

    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> read(dataset, ContentHash.of("another")));
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> read(Datasets.named(project, "unknown"), version.hash()));
  }

  @Test
  void keepsEveryTextOfASampleAsItIs() {
    Dataset dataset = added("texts");
    List<Sample> samples = new ArrayList<>();
    samples.add(new Sample("nothing", Map.of(), List.of(), Map.of()));
    samples.add(new Sample("empty", Map.of("input", ""), List.of("", ""), Map.of("source", "")));
    for (String text : Texts.DIFFICULT) {
      samples.add(
          new Sample(
              text, Map.of("input", text, text, ""), List.of(text, "b", "a"), Map.of(text, text)));
    }
    samples.add(Sample.of("x".repeat(Sample.MAX_ID_LENGTH), Texts.large(), Texts.large()));
    DatasetVersion version = written(dataset, samples, NOW);

    assertThat(read(dataset, version.hash())).containsExactlyElementsOf(samples);
  }

  @Test
  void letsAReaderStopHalfWay() {
    Dataset dataset = added("questions");
    List<Sample> samples = Datasets.samples(1_000);
    DatasetVersion version = written(dataset, samples, NOW);
    for (int i = 0; i < 30; i++) {
      try (Stream<Sample> stream = store().samples(project, dataset.id(), version.hash())) {
        Iterator<Sample> iterator = stream.iterator();
        assertThat(iterator.next()).isEqualTo(samples.getFirst());
      }
    }

    assertThat(read(dataset, version.hash())).hasSize(1_000);
  }

  @Test
  void hidesADatasetFromOtherProjects() {
    Dataset dataset = added("hidden");
    DatasetVersion version = written(dataset, Datasets.samples(1), NOW);

    assertThat(store().find(otherProject, dataset.id())).isEmpty();
    assertThat(store().list(otherProject)).isEmpty();
    assertThat(store().versions(otherProject, dataset.id())).isEmpty();
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> store().samples(otherProject, dataset.id(), version.hash()).close());
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> store().write(otherProject, dataset.id()).close());
  }

  @Test
  void keepsTheSameIdAndNameInTwoProjectsApart() {
    Dataset here = added("same");
    Dataset there = new Dataset(here.id(), otherProject, "same", NOW);
    store().add(there);
    DatasetVersion version = written(here, Datasets.samples(1), NOW);

    assertThat(store().find(otherProject, here.id())).contains(there);
    assertThat(store().versions(otherProject, here.id())).isEmpty();
    assertThat(store().versions(project, here.id())).containsExactly(version);
  }

  @Test
  void letsOneOfSeveralWritersOfTheSameNameSucceed()
      throws InterruptedException, ExecutionException {
    assertThat(Race.winners(8, racer -> added("contested"))).isEqualTo(1);
    assertThat(store().list(project)).hasSize(1);
  }

  @Test
  void makesOneVersionOfTheSameSamplesWrittenAtOnce()
      throws InterruptedException, ExecutionException {
    Dataset dataset = added("contested");
    List<Sample> samples = Datasets.samples(100);
    List<DatasetVersion> versions =
        Race.run(8, racer -> () -> written(dataset, samples, NOW.plusSeconds(racer)));

    assertThat(store().versions(project, dataset.id()))
        .containsExactly(versions.getFirst())
        .containsAll(versions);
    assertThat(read(dataset, versions.getFirst().hash())).containsExactlyElementsOf(samples);
  }

  @Test
  void keepsVersionsWrittenAtOnceApart() throws InterruptedException, ExecutionException {
    Dataset dataset = added("questions");
    List<DatasetVersion> versions =
        Race.run(8, racer -> () -> written(dataset, Datasets.samples(100 + racer), NOW));

    assertThat(store().versions(project, dataset.id()))
        .containsExactlyInAnyOrderElementsOf(versions);
    for (DatasetVersion version : versions) {
      assertThat(read(dataset, version.hash()))
          .containsExactlyElementsOf(Datasets.samples((int) version.samples()));
    }
  }

  private Dataset added(String name) {
    Dataset dataset = Datasets.named(project, name);
    store().add(dataset);
    return dataset;
  }

  private DatasetVersion written(Dataset dataset, List<Sample> samples, Instant now) {
    try (VersionWriter writer = store().write(project, dataset.id())) {
      samples.forEach(writer::append);
      return writer.commit(Datasets.hash(samples), now);
    }
  }

  private List<Sample> read(Dataset dataset, ContentHash version) {
    try (Stream<Sample> samples = store().samples(project, dataset.id(), version)) {
      return samples.toList();
    }
  }

  @Test
  void renamesADatasetThatStillHasTheNameThatWasRead() {
    Dataset dataset = Datasets.named(project, "old");
    store().add(dataset);
    store().add(Datasets.named(project, "taken"));

    Dataset renamed = store().rename(project, dataset.id(), "old", "new");

    assertThat(renamed.name()).isEqualTo("new");
    assertThat(store().find(project, dataset.id())).contains(renamed);
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> store().rename(project, dataset.id(), "old", "newer"));
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> store().rename(project, dataset.id(), "new", "taken"));
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> store().rename(otherProject, dataset.id(), "new", "newer"));
    assertThat(store().find(project, dataset.id())).contains(renamed);
  }

  @Test
  void deletesADatasetWithItsVersions() {
    Dataset dataset = Datasets.named(project, "small");
    store().add(dataset);
    List<Sample> samples = Datasets.samples(3);
    try (DatasetStore.VersionWriter writer = store().write(project, dataset.id())) {
      samples.forEach(writer::append);
      assertThat(writer.commit(Datasets.hash(samples), NOW).samples()).isEqualTo(3);
    }

    assertThat(store().delete(otherProject, dataset.id())).isFalse();
    assertThat(store().delete(project, dataset.id())).isTrue();
    assertThat(store().delete(project, dataset.id())).isFalse();
    assertThat(store().find(project, dataset.id())).isEmpty();
    assertThat(store().versions(project, dataset.id())).isEmpty();
  }
}
