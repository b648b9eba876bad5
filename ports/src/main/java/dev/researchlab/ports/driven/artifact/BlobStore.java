package dev.researchlab.ports.driven.artifact;

import dev.researchlab.domain.UnavailableException;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.project.ProjectId;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
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

  /**
   * A content, read while the caller consumes it, or empty where there is none; to be closed. Where
   * what is stored is not what was put, the stream throws {@link java.io.IOException} at its end at
   * the latest.
   */
  Optional<InputStream> get(ProjectId project, ContentHash hash);

  /**
   * A part of a content, as {@link #get} but not checked against the hash: from the offset, as many
   * bytes as asked for or as there are. An offset at or after the end gives no byte.
   *
   * @param offset in bytes, 0 or more
   * @param length in bytes, 1 or more
   */
  Optional<InputStream> get(ProjectId project, ContentHash hash, long offset, int length);

  /** The size of a content in bytes, or empty where there is none. */
  Optional<Long> size(ProjectId project, ContentHash hash);

  /** The hashes of all contents, in the order of their digits; the caller closes the stream. */
  Stream<ContentHash> list(ProjectId project);

  /** Deletes a content and says whether there was one. */
  boolean delete(ProjectId project, ContentHash hash);

  /**
   * A URL from which anybody who has it can read the content until it expires; empty where the
   * storage has no such URLs. Whether there is such a content is not looked at.
   *
   * @param validFor positive, 7 days at most
   */
  Optional<URI> downloadUrl(ProjectId project, ContentHash hash, Duration validFor);

  /**
   * How anybody who has it can store the content of that hash until it expires, and no other
   * content; empty where the storage has no such URLs.
   *
   * @param validFor positive, 7 days at most
   */
  Optional<Upload> upload(ProjectId project, ContentHash hash, Duration validFor);

  /**
   * A request that stores a content.
   *
   * @param url to send it to with the method PUT
   * @param headers that have to be sent with it
   */
  record Upload(URI url, Map<String, String> headers) {

    public Upload {
      headers = Map.copyOf(headers);
    }
  }
}
