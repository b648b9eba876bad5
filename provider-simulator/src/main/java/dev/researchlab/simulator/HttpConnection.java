package dev.researchlab.simulator;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One client connection: what is read from it and every way in which bytes are put on it. */
final class HttpConnection {

  private static final int DRIBBLES = 20;
  private static final Duration LINGER = Duration.ofSeconds(2);

  private final Socket socket;
  private final OutputStream out;
  private final RequestReader reader;

  HttpConnection(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    out = socket.getOutputStream();
    reader = new RequestReader(socket.getInputStream(), out);
  }

  @Nullable Request next() throws IOException, ApiError {
    return reader.next();
  }

  void write(byte[] bytes) throws IOException {
    out.write(bytes);
  }

  void write(byte[] bytes, int from, int to) throws IOException {
    out.write(bytes, from, to - from);
  }

  /** Sends the bytes in small pieces, evenly over the duration. */
  void dribble(byte[] bytes, Duration duration, Runnable beforeLast) throws IOException {
    int pieces = Math.min(DRIBBLES, bytes.length);
    long start = System.nanoTime();
    for (int i = 0; i < pieces; i++) {
      sleepUntil(start + duration.toNanos() * (i + 1) / pieces);
      if (i == pieces - 1) {
        beforeLast.run();
      }
      int from = (int) ((long) bytes.length * i / pieces);
      int to = (int) ((long) bytes.length * (i + 1) / pieces);
      out.write(bytes, from, to - from);
    }
  }

  /** Ends the connection with a TCP reset. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Says nothing until the client goes or the duration has passed. */
  void stall(Duration duration) throws IOException {
    discardUntil(System.nanoTime() + duration.toNanos());
  }

  /**
   * Ends the sending side and waits a moment for the client to end its own: closing with unread
   * bytes would reset the connection and could destroy a response that is still on its way.
   */
  void finish() throws IOException {
    socket.shutdownOutput();
    discardUntil(System.nanoTime() + LINGER.toNanos());
  }

  private void discardUntil(long deadlineNanos) throws IOException {
    byte[] discarded = new byte[8192];
    while (true) {
      long millis = (deadlineNanos - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        return;
      }
      socket.setSoTimeout((int) millis);
      try {
        if (socket.getInputStream().read(discarded) < 0) {
          return;
        }
      } catch (SocketTimeoutException e) {
        return;
      }
    }
  }

  static void sleepUntil(long deadlineNanos) throws IOException {
    long nanos = deadlineNanos - System.nanoTime();
    if (nanos <= 0) {
      return;
    }
    try {
      Thread.sleep(Duration.ofNanos(nanos));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the simulator is closing");
    }
  }
}
