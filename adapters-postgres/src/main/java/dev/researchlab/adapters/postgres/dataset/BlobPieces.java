package dev.researchlab.adapters.postgres.dataset;

import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.artifact.BlobStore;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads a blob piece by piece: a run reads its samples for hours, longer than a server keeps a
 * connection whose reader does not read.
 */
final class BlobPieces extends InputStream {

  private static final int PIECE = 1 << 20;

  private final BlobStore blobs;
  private final ProjectId project;
  private final ContentHash hash;
  private InputStream piece = new ByteArrayInputStream(new byte[0]);
  private long offset;
  private boolean last;

  BlobPieces(BlobStore blobs, ProjectId project, ContentHash hash) {
    this.blobs = blobs;
    this.project = project;
    this.hash = hash;
  }

  @Override
  public int read() throws IOException {
    byte[] single = new byte[1];
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int at, int length) throws IOException {
    int count = piece.read(target, at, length);
    if (count >= 0 || last) {
      return count;
    }
    byte[] next;
    try (InputStream content =
        blobs
            .get(project, hash, offset, PIECE)
            .orElseThrow(() -> new FileNotFoundException("there is no blob " + hash))) {
      next = content.readAllBytes();
    }
    offset += next.length;
    last = next.length < PIECE;
    piece = new ByteArrayInputStream(next);
    return piece.read(target, at, length);
  }
}
