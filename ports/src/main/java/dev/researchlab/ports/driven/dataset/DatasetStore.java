package dev.researchlab.ports.driven.dataset;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.dataset.Dataset;
import dev.researchlab.domain.dataset.DatasetId;
import dev.researchlab.domain.dataset.DatasetVersion;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.project.ProjectId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps datasets and the samples of their versions. Thread-safe; a dataset of one project is never
 * seen from another.
 */
public interface DatasetStore {

  /**
   * Adds a dataset without a version.
   *
   * @throws ConflictException if the project has a dataset of that id or name; nothing is changed
   */
  void add(Dataset dataset);

  /** The dataset of that id, or empty where the project has none. */
  Optional<Dataset> find(ProjectId project, DatasetId id);

  /** All datasets of the project, by name in the order of their code points. */
  List<Dataset> list(ProjectId project);

  /**
   * Begins a new version. Nothing of it is seen by readers before it is committed, and nothing
   * remains of it where it is closed without.
   *
   * @throws NotFoundException if the project has no such dataset
   */
  VersionWriter write(ProjectId project, DatasetId dataset);

  /** The versions of a dataset, oldest first; empty where the project has no such dataset. */
  List<DatasetVersion> versions(ProjectId project, DatasetId dataset);

  /**
   * The samples of a version in the order in which they were written, read while the caller
   * consumes them; the caller closes the stream.
   *
   * @throws NotFoundException if the project has no such dataset or version
   */
  Stream<Sample> samples(ProjectId project, DatasetId dataset, ContentHash version);

  /**
   * Gives a dataset another name.
   *
   * @param from the name that the caller has read
   * @throws NotFoundException if the project has no such dataset
   * @throws ConflictException if it has another name than that by now, or another dataset of the
   *     project has the new one; nothing is changed
   */
  Dataset rename(ProjectId project, DatasetId id, String from, String to);

  /**
   * Deletes a dataset with its versions and says whether there was one. Whether it is in use is not
   * looked at.
   */
  boolean delete(ProjectId project, DatasetId id);

  /** Takes the samples of one version in their order. Not thread-safe. */
  interface VersionWriter extends AutoCloseable {

    /** Takes the next sample. */
    void append(Sample sample);

    /**
     * Makes the version visible, all at once. Where the dataset has a version of that hash already,
     * that one is returned and nothing is added.
     *
     * @param hash of the samples that were appended, computed by the caller
     */
    DatasetVersion commit(ContentHash hash, Instant now);

    /** Discards what was not committed. */
    @Override
    void close();
  }
}
