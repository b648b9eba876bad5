package dev.researchlab.adapters.http.web;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.spi.ServerConnection;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One connection, and until when its client may keep it waiting. One thread reads and writes; the
 * one of {@link SlowClients} looks on, and ends it.
 */
final class ClientConnection implements ConnectionContext {

  /** A body that comes slower than that is not waited for. */
  private static final int LEAST_BYTES_PER_SECOND = 500;

  /** What is written at once, and has to be taken within the limit. */
  private static final int PIECE = 1 << 16;

  private static final long NOTHING = Long.MIN_VALUE;
  private static final System.Logger LOG = System.getLogger(ClientConnection.class.getName());

  private final ConnectionContext context;
  private final HelidonSocket socket;
  private final long limitNanos;
  private final DataReader reader;
  private final DataWriter writer = new Writer();
  private @Nullable ServerConnection connection;

  /** When the wait is over, by {@link System#nanoTime}. */
  private volatile long waitsUntil = NOTHING;

  private boolean inBody;
  private boolean over;

  /** When the headers have to be there: NOTHING before their first byte. */
  private long headersUntil = NOTHING;

  private long bodyNanosLeft;
  private long bodyBytes;

  ClientConnection(ConnectionContext context, Duration limit, int longestChunk) {
    this.context = context;
    this.socket = context.serverSocket();
    this.limitNanos = limit.toNanos();
    this.reader = new Reader(longestChunk);
  }

  void serves(ServerConnection served) {
    connection = served;
  }

  boolean isConnected() {
    return socket.isConnected();
  }

  boolean isOverdue(long now) {
    long until = waitsUntil;
    return until != NOTHING && now - until > 0;
  }

  /** Ends it at once, from another thread than its own. */
  void end() {
    try {
      socket.close();
    } catch (UncheckedIOException e) {
      LOG.log(System.Logger.Level.DEBUG, "a connection could not be closed", e);
    }
  }

  void headersAreRead() {
    inBody = true;
    bodyNanosLeft = limitNanos;
    bodyBytes = 0;
  }

  private byte[] read() {
    if (over) {
      throw new CloseConnectionException("nothing more is read");
    }
    if (inBody && connection instanceof InterruptableTask<?> task && task.canInterrupt()) {
      // Between two requests.
      inBody = false;
      headersUntil = NOTHING;
    }
    return inBody ? readBody() : readHeaders();
  }

  private byte[] readHeaders() {
    boolean idle = headersUntil == NOTHING;
    waitsUntil = idle ? System.nanoTime() + 2 * limitNanos : headersUntil;
    try {
      byte[] bytes = socket.get();
      if (bytes == null) {
        throw new CloseConnectionException("the client has closed its half");
      }
      return bytes;
    } catch (UncheckedIOException e) {
      throw new CloseConnectionException("the client is gone", e);
    } finally {
      waitsUntil = NOTHING;
      if (idle) {
        headersUntil = System.nanoTime() + limitNanos;
      }
    }
  }

  /**
   * In a thread of its own, so that a client that does not go on can still be answered. Only the
   * time in which it is waited for counts.
   */
  private byte[] readBody() {
    long began = System.nanoTime();
    Future<byte[]> reading = context.executor().submit(socket::get);
    byte[] bytes;
    try {
      bytes = reading.get(bodyNanosLeft, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw ended(
          408,
          "timeout",
          "the body comes too slowly: less than %d bytes within %d s"
              .formatted(leastBytes(), TimeUnit.NANOSECONDS.toSeconds(limitNanos)));
    } catch (ExecutionException e) {
      bytes = null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ended(503, "unavailable", "the service ends");
    }
    if (bytes == null) {
      throw ended(400, "bad_request", "the connection ended before the body did");
    }
    bodyNanosLeft -= System.nanoTime() - began;
    bodyBytes += bytes.length;
    if (bodyBytes >= leastBytes()) {
      headersAreRead();
    }
    return bytes;
  }

  private long leastBytes() {
    return LEAST_BYTES_PER_SECOND * limitNanos / TimeUnit.SECONDS.toNanos(1);
  }

  private ProblemException ended(int status, String code, String detail) {
    over = true;
    return Problem.of(status, code, detail).withHeader("Connection", "close").asException();
  }

  private void write(BufferData data) {
    waitsUntil = System.nanoTime() + limitNanos;
    try {
      context.dataWriter().writeNow(data);
    } finally {
      waitsUntil = NOTHING;
    }
  }

  @Override
  public DataReader dataReader() {
    return reader;
  }

  @Override
  public DataWriter dataWriter() {
    return writer;
  }

  @Override
  public ListenerContext listenerContext() {
    return context.listenerContext();
  }

  @Override
  public ExecutorService executor() {
    return context.executor();
  }

  @Override
  public Router router() {
    return context.router();
  }

  @Override
  public Optional<ProxyProtocolData> proxyProtocolData() {
    return context.proxyProtocolData();
  }

  @Override
  public HelidonSocket serverSocket() {
    return socket;
  }

  @Override
  public PeerInfo remotePeer() {
    return context.remotePeer();
  }

  @Override
  public PeerInfo localPeer() {
    return context.localPeer();
  }

  @Override
  public boolean isSecure() {
    return context.isSecure();
  }

  @Override
  public String socketId() {
    return context.socketId();
  }

  @Override
  public String childSocketId() {
    return context.childSocketId();
  }

  /** Helidon reads a chunk whole before it gives away any of it. */
  private final class Reader extends DataReader {

    private final int longestChunk;

    @SuppressWarnings("removal") // the only constructor for a subclass
    Reader(int longestChunk) {
      super(ClientConnection.this::read);
      this.longestChunk = longestChunk;
    }

    @Override
    public BufferData readBuffer(int length) {
      if (length > longestChunk) {
        throw ended(413, "too_large", "a chunk has more than " + longestChunk + " bytes");
      }
      return super.readBuffer(length);
    }
  }

  private final class Writer implements DataWriter {

    @Override
    public void write(BufferData... buffers) {
      writeNow(BufferData.create(buffers));
    }

    @Override
    public void write(BufferData buffer) {
      writeNow(buffer);
    }

    @Override
    public void writeNow(BufferData... buffers) {
      writeNow(BufferData.create(buffers));
    }

    @Override
    public void writeNow(BufferData buffer) {
      while (buffer.available() > PIECE) {
        byte[] piece = new byte[PIECE];
        ClientConnection.this.write(BufferData.create(piece, 0, buffer.read(piece)));
      }
      ClientConnection.this.write(buffer);
    }
  }
}
