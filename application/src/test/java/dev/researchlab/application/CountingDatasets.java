package dev.researchlab.application;

import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.dataset.Dataset;
import dev.researchlab.domain.dataset.DatasetId;
import dev.researchlab.domain.dataset.DatasetVersion;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.dataset.DatasetStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Counts the samples that are read. */
record CountingDatasets(DatasetStore store, AtomicInteger read) implements DatasetStore {

  @Override
  public void add(Dataset dataset) {
    store.add(dataset);
  }

  @Override
  public Optional<Dataset> find(ProjectId project, DatasetId id) {
    return store.find(project, id);
  }

  @Override
  public List<Dataset> list(ProjectId project) {
    return store.list(project);
  }

  @Override
  public VersionWriter write(ProjectId project, DatasetId dataset) {
    return store.write(project, dataset);
  }

  @Override
  public Dataset rename(ProjectId project, DatasetId id, String from, String to) {
    return store.rename(project, id, from, to);
  }

  @Override
  public boolean delete(ProjectId project, DatasetId id) {
    return store.delete(project, id);
  }

  @Override
  public List<DatasetVersion> versions(ProjectId project, DatasetId dataset) {
    return store.versions(project, dataset);
  }

  @Override
  public Stream<Sample> samples(ProjectId project, DatasetId dataset, ContentHash version) {
    return store
        .samples(project, dataset, version)
        .peek(
            sample -> {
              int ignored = read.incrementAndGet();
            });
  }
}
