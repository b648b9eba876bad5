package dev.researchlab.domain.artifact;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/**
 * Reads a content and compares it with its hash at the end: whoever has read to the end without an
 * exception has read what was stored. Bytes cannot be skipped unread.
 */
public final class VerifiedInputStream extends FilterInputStream {

  private final ContentHash expected;
  private final MessageDigest digest = ContentHash.sha256();
  private boolean ended;

  /** Reads the content, and closes it when closed. */
  public VerifiedInputStream(InputStream content, ContentHash expected) {
    super(content);
    this.expected = expected;
  }

  @Override
  public int read() throws IOException {
    byte[] single = new byte[1];
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  /**
   * @throws IOException also where the content ends and is not the one of the hash
   */
  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0; // asked at the end, some streams say that it is the end
    }
    int count = super.read(target, offset, length);
    if (count > 0) {
      digest.update(target, offset, count);
    } else if (count < 0 && !ended) {
      ended = true;
      ContentHash actual = ContentHash.of(digest);
      if (!actual.equals(expected)) {
        throw new IOException(
            "the stored content " + expected + " is damaged: what was read has the hash " + actual);
      }
    }
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    return readNBytes((int) Math.min(count, 1 << 16)).length;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
