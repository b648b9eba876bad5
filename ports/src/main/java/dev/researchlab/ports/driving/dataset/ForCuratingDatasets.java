package dev.researchlab.ports.driving.dataset;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.dataset.Dataset;
import dev.researchlab.domain.dataset.DatasetId;
import dev.researchlab.domain.dataset.DatasetVersion;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.project.ProjectId;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** Brings questions in and looks at them. */
public interface ForCuratingDatasets {

  /**
   * Makes a dataset without a version.
   *
   * @throws ConflictException if the project has a dataset of that name
   */
  Dataset create(ProjectId project, String name);

  /**
   * The dataset of that id.
   *
   * @throws NotFoundException if the project has none
   */
  Dataset dataset(ProjectId project, DatasetId id);

  /**
   * Gives a dataset another name.
   *
   * @param from the name that the caller has read
   * @throws NotFoundException if the project has no such dataset
   * @throws ConflictException if it has another name than that by now, or another dataset of the
   *     project has the new one
   */
  Dataset rename(ProjectId project, DatasetId id, String from, String to);

  /**
   * Deletes a dataset with its versions.
   *
   * @throws NotFoundException if the project has no such dataset
   * @throws ConflictException if an experiment uses it
   */
  void delete(ProjectId project, DatasetId id);

  /** All datasets of the project by name. */
  List<Dataset> datasets(ProjectId project);

  /**
   * Imports samples as a new version, all or nothing; they are read once and not collected. The
   * same samples in the same order give the version that is there already.
   *
   * @throws InvalidException if there is no sample, or two have the same id
   * @throws NotFoundException if the project has no such dataset
   */
  DatasetVersion importVersion(ProjectId project, DatasetId dataset, Iterator<Sample> samples);

  /** The versions of a dataset, oldest first. */
  List<DatasetVersion> versions(ProjectId project, DatasetId dataset);

  /**
   * The samples of a version in their order; the caller closes the stream.
   *
   * @throws NotFoundException if the project has no such dataset or version
   */
  Stream<Sample> samples(ProjectId project, DatasetId dataset, ContentHash version);
}
