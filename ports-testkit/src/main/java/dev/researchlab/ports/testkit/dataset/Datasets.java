package dev.researchlab.ports.testkit.dataset;

import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.dataset.Dataset;
import dev.researchlab.domain.dataset.DatasetHasher;
import dev.researchlab.domain.dataset.DatasetId;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.project.ProjectId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Datasets for tests. */
public final class Datasets {

  /** When the datasets are made; versions come later. */
  public static final Instant CREATED = Instant.parse("2026-03-01T09:00:00.123456Z");

  private Datasets() {}

  /** A dataset of that name. */
  public static Dataset named(ProjectId project, String name) {
    return new Dataset(new DatasetId(UUID.randomUUID()), project, name, CREATED);
  }

  /** So many samples; the order of their ids is not theirs. */
  public static List<Sample> samples(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> Sample.of("q" + (count - i), "What is " + i + "?", "It is " + i))
        .toList();
  }

  /** The hash under which these samples are committed. */
  public static ContentHash hash(List<Sample> samples) {
    DatasetHasher hasher = new DatasetHasher();
    samples.forEach(hasher::add);
    return hasher.hash();
  }
}
