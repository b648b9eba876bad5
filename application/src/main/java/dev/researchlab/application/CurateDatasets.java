package dev.researchlab.application;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.dataset.Dataset;
import dev.researchlab.domain.dataset.DatasetHasher;
import dev.researchlab.domain.dataset.DatasetId;
import dev.researchlab.domain.dataset.DatasetVersion;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.DrivenPorts;
import dev.researchlab.ports.driven.dataset.DatasetStore.VersionWriter;
import dev.researchlab.ports.driving.dataset.ForCuratingDatasets;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

final class CurateDatasets implements ForCuratingDatasets {

  /** Some 10 MB of them. */
  private static final int IDS_HELD = 100_000;

  private final DrivenPorts ports;

  CurateDatasets(DrivenPorts ports) {
    this.ports = ports;
  }

  @Override
  public Dataset create(ProjectId project, String name) {
    Dataset dataset =
        new Dataset(new DatasetId(ports.ids().get()), project, name, ports.clock().instant());
    ports.datasets().add(dataset);
    return dataset;
  }

  @Override
  public Dataset dataset(ProjectId project, DatasetId id) {
    return ports
        .datasets()
        .find(project, id)
        .orElseThrow(() -> new NotFoundException("dataset", id.toString()));
  }

  @Override
  public Dataset rename(ProjectId project, DatasetId id, String from, String to) {
    return ports.datasets().rename(project, id, from, to);
  }

  @Override
  public void delete(ProjectId project, DatasetId id) {
    Dataset dataset = dataset(project, id);
    new Uses(ports.experiments())
        .refuse(project, "dataset '" + dataset.name() + "'", design -> design.dataset().equals(id));
    if (!ports.datasets().delete(project, id)) {
      throw new NotFoundException("dataset", id.toString());
    }
  }

  @Override
  public List<Dataset> datasets(ProjectId project) {
    return ports.datasets().list(project);
  }

  @Override
  public DatasetVersion importVersion(
      ProjectId project, DatasetId dataset, Iterator<Sample> samples) {
    DatasetHasher hasher = new DatasetHasher();
    try (VersionWriter writer = ports.datasets().write(project, dataset);
        UniqueIds ids = new UniqueIds(IDS_HELD)) {
      while (samples.hasNext()) {
        Sample sample = samples.next();
        ids.add(sample.id());
        hasher.add(sample);
        writer.append(sample);
      }
      if (ids.isEmpty()) {
        throw new InvalidException("the dataset has no samples");
      }
      ids.finish();
      return writer.commit(hasher.hash(), ports.clock().instant());
    }
  }

  @Override
  public List<DatasetVersion> versions(ProjectId project, DatasetId dataset) {
    return ports.datasets().versions(project, dataset);
  }

  @Override
  public Stream<Sample> samples(ProjectId project, DatasetId dataset, ContentHash version) {
    return ports.datasets().samples(project, dataset, version);
  }
}
