package dev.researchlab.ports.driven.artifact;

import dev.researchlab.domain.UnavailableException;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.project.ProjectId;
import java.io.InputStream;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps large contents under the hash of what they hold. Thread-safe; a blob of one project is
 * never seen from another. Every method throws {@link UnavailableException} where the storage does
 * not answer.
 */
public interface BlobStore {

  /**
   * Stores a content and says under which hash. The content is read once, in pieces, and is not
   * closed. It is seen whole or not at all, also after a crash; storing the same content again
   * changes nothing.
   *
   * @throws UnavailableException also if the content cannot be read to its end; nothing is stored
   */
  ContentHash put(ProjectId project, InputStream content);

  /** A content, read while the caller consumes it, or empty where there is none; to be closed. */
  Optional<InputStream> get(ProjectId project, ContentHash hash);

  /** The size of a content in bytes, or empty where there is none. */
  Optional<Long> size(ProjectId project, ContentHash hash);

  /** The hashes of all contents, in the order of their digits; the caller closes the stream. */
  Stream<ContentHash> list(ProjectId project);

  /** Deletes a content and says whether there was one. */
  boolean delete(ProjectId project, ContentHash hash);
}
