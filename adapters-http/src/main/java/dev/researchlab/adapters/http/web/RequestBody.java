package dev.researchlab.adapters.http.web;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The body of a request; the server throws what it comes upon where its chunks are malformed. */
final class RequestBody extends FilterInputStream {

  RequestBody(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    try {
      return super.read();
    } catch (IllegalArgumentException e) {
      throw malformed(e);
    }
  }

  @Override
  public int read(byte[] target, int at, int length) throws IOException {
    try {
      return super.read(target, at, length);
    } catch (IllegalArgumentException e) {
      throw malformed(e);
    }
  }

  /** The server reads what is left. */
  @Override
  public void close() throws IOException {
    try {
      super.close();
    } catch (IllegalArgumentException e) {
      throw malformed(e);
    }
  }

  private static ProblemException malformed(IllegalArgumentException cause) {
    ProblemException problem =
        Problem.of(400, "bad_request", "the chunks of the body are malformed")
            .withHeader("Connection", "close")
            .asException();
    problem.addSuppressed(cause);
    return problem;
  }
}
