package dev.researchlab.adapters.s3;

import dev.researchlab.domain.UnavailableException;
import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Reads an object. A reader that stops half way gives up the connection: reading the rest of a
 * large object to use it again would cost more.
 */
final class ObjectInputStream extends FilterInputStream {

  private final ResponseInputStream<GetObjectResponse> object;
  private final S3Failures failures;
  private boolean ended;

  ObjectInputStream(ResponseInputStream<GetObjectResponse> object, S3Failures failures) {
    super(object);
    this.object = object;
    this.failures = failures;
  }

  @Override
  public int read() throws IOException {
    byte[] single = new byte[1];
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      int count = super.read(target, offset, length);
      ended |= count < 0;
      return count;
    } catch (SdkException e) {
      throw failures.unavailable(e);
    } catch (IOException e) {
      throw new UnavailableException("an object cannot be read to its end: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    if (!ended) {
      object.abort();
    }
    super.close();
  }
}
