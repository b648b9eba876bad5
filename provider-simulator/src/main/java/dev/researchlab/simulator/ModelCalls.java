package dev.researchlab.simulator;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Serves answers and embeddings: admits them under the limits, lets them meet their fault, makes
 * them wait and puts the reply on the wire.
 */
final class ModelCalls {

  /** Makes the reply to the admitted request of this number. */
  @FunctionalInterface
  interface Call {
    Reply reply(long number, @Nullable Fault fault);
  }

  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final SimulatorSettings settings;
  private final Counters counters;
  private final Draws draws;
  private final RateLimits limits;
  private final @Nullable Semaphore slots;
  private final AtomicLong admitted = new AtomicLong();

  ModelCalls(SimulatorSettings settings, Counters counters) {
    this.settings = settings;
    this.counters = counters;
    draws = new Draws(settings);
    limits = new RateLimits(settings);
    slots = settings.slots() == 0 ? null : new Semaphore(settings.slots(), true);
  }

  /** Starts the numbers over, and with them the sequence of faults. */
  void restart() {
    admitted.set(0);
  }

  /** Serves one request and says whether the connection can carry another. */
  boolean serve(Request request, HttpConnection connection, Dialect dialect, Call call)
      throws IOException, ApiError {
    InFlight inFlight = new InFlight();
    try {
      return serve(request, connection, dialect, call, inFlight);
    } catch (ApiError e) {
      throw e.with(limits.headers(dialect));
    } finally {
      inFlight.end();
    }
  }

  private boolean serve(
      Request request, HttpConnection connection, Dialect dialect, Call call, InFlight inFlight)
      throws IOException, ApiError {
    if (settings.maxConcurrency() > 0 && inFlight.count > settings.maxConcurrency()) {
      throw ApiError.server(503, "The server is overloaded, try again later.");
    }
    limits.admit();
    long number = admitted.incrementAndGet();
    Fault fault = draws.fault(number);
    if (fault != null) {
      counters.fault(fault);
      refuse(fault, dialect);
    }
    long startedNanos = slots == null ? request.arrivedNanos() : inFlight.awaitSlot(slots);
    Reply reply = call.reply(number, fault);
    limits.take(reply);
    HttpConnection.sleepUntil(startedNanos + draws.latencyNanos(number));
    return answer(request, connection, reply, limits.headers(dialect), fault, inFlight);
  }

  /** Leaves the count before the last bytes are sent, so that statistics never trail an answer. */
  private final class InFlight {
    private final int count = counters.enter();
    private @Nullable Semaphore slot;
    private boolean ended;

    /** Waits for its turn and returns when that was. */
    long awaitSlot(Semaphore slots) throws IOException {
      counters.waiting();
      try {
        slots.acquire();
        slot = slots;
        return System.nanoTime();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("the simulator is closing");
      } finally {
        counters.noLongerWaiting();
      }
    }

    void end() {
      if (!ended) {
        ended = true;
        counters.leave();
        if (slot != null) {
          slot.release();
        }
      }
    }
  }

  /** Refuses a request at once if its fault is of that kind. */
  private void refuse(Fault fault, Dialect dialect) throws ApiError {
    switch (fault) {
      case RATE_LIMIT ->
          throw ApiError.rateLimited(
              "requests", limits.retryAfter(settings.retryAfterOnFault().toNanos()));
      case QUOTA_EXHAUSTED -> throw ApiError.quotaExhausted(dialect);
      case UNAUTHORIZED -> throw ApiError.unauthorized("Incorrect API key provided.");
      case CONTEXT_LENGTH -> throw ApiError.contextLength();
      case BAD_GATEWAY -> throw ApiError.server(502, "The server behind the gateway is away.");
      case UNAVAILABLE ->
          throw ApiError.server(503, "The service is unavailable, try again later.");
      case OVERLOADED -> throw ApiError.overloaded();
      default -> {
        // Met later, by the answer.
      }
    }
  }

  private boolean answer(
      Request request,
      HttpConnection connection,
      Reply reply,
      String headers,
      @Nullable Fault fault,
      InFlight inFlight)
      throws IOException, ApiError {
    switch (fault) {
      case SERVER_ERROR ->
          throw ApiError.server(500, "The server had an error while processing the request.");
      case STALL -> {
        connection.stall(settings.stallDuration());
        return false;
      }
      case RESET -> {
        inFlight.end();
        connection.reset();
        return false;
      }
      case RESET_MID_BODY, TRUNCATED_BODY, STALL_MID_BODY -> {
        counters.status(200);
        byte[] body = concatenate(frames(request, reply));
        if (fault != Fault.STALL_MID_BODY) {
          inFlight.end();
        }
        connection.write(
            ResponseHead.join(head(request, reply, headers), Arrays.copyOf(body, body.length / 2)));
        if (fault == Fault.RESET_MID_BODY) {
          connection.reset();
        } else if (fault == Fault.STALL_MID_BODY) {
          connection.stall(settings.stallDuration());
        }
        return false;
      }
      case HUGE_BODY -> {
        counters.status(200);
        new HugeBody(reply)
            .send(request, connection, headers, () -> complete(request, reply, inFlight));
      }
      case MALFORMED_BODY -> {
        counters.status(200);
        send(request, connection, reply.malformed(), headers, inFlight::end);
      }
      case SLOW_BODY -> {
        counters.status(200);
        connection.write(head(request, reply, headers).getBytes(StandardCharsets.ISO_8859_1));
        connection.dribble(
            concatenate(frames(request, reply)),
            settings.slowBodyDuration(),
            () -> complete(request, reply, inFlight));
      }
      case RATE_LIMIT,
          QUOTA_EXHAUSTED,
          UNAUTHORIZED,
          CONTEXT_LENGTH,
          BAD_GATEWAY,
          UNAVAILABLE,
          OVERLOADED ->
          throw new IllegalStateException(fault + " was refused");
      // Those are in the reply itself.
      case EMPTY_ANSWER, CONTENT_FILTER, WRONG_ID ->
          sendWhole(request, connection, reply, headers, inFlight);
      case null -> sendWhole(request, connection, reply, headers, inFlight);
    }
    return request.keepAlive();
  }

  private void sendWhole(
      Request request, HttpConnection connection, Reply reply, String headers, InFlight inFlight)
      throws IOException {
    counters.status(200);
    send(request, connection, reply, headers, () -> complete(request, reply, inFlight));
  }

  private void complete(Request request, Reply reply, InFlight inFlight) {
    inFlight.end();
    counters.completed(reply.promptTokens(), reply.completionTokens());
    if (reply.text()) {
      counters.answerLatency(System.nanoTime() - request.arrivedNanos());
    }
  }

  private void send(
      Request request, HttpConnection connection, Reply reply, String headers, Runnable beforeLast)
      throws IOException {
    List<byte[]> frames = frames(request, reply);
    String head = head(request, reply, headers);
    if (settings.tokenDelay().isZero() || !reply.streamed()) {
      beforeLast.run();
      connection.write(ResponseHead.join(head, concatenate(frames)));
      return;
    }
    long due = System.nanoTime();
    connection.write(ResponseHead.join(head, frames.getFirst()));
    for (int i = 1; i < frames.size(); i++) {
      // The events after the tokens (finish reason, usage, [DONE]) come with the last one.
      if (i <= reply.completionTokens()) {
        due += settings.tokenDelay().toNanos();
        HttpConnection.sleepUntil(due);
      }
      if (i == frames.size() - 1) {
        beforeLast.run();
      }
      connection.write(frames.get(i));
    }
  }

  private static String head(Request request, Reply reply, String headers) {
    boolean close = !request.keepAlive();
    return reply.streamed()
        ? ResponseHead.streamed(ResponseHead.EVENTS, request.http11(), close, headers)
        : ResponseHead.sized(
            200, ResponseHead.JSON, reply.pieces().getFirst().length, close, headers);
  }

  /** The pieces as they go over the wire: the events of a stream are HTTP chunks. */
  private static List<byte[]> frames(Request request, Reply reply) {
    if (!reply.streamed() || !request.http11()) {
      return reply.pieces();
    }
    List<byte[]> frames = new ArrayList<>();
    for (byte[] piece : reply.pieces()) {
      frames.add(ResponseHead.join(Integer.toHexString(piece.length) + "\r\n", crlf(piece)));
    }
    frames.add(concatenate(List.of(frames.removeLast(), LAST_CHUNK)));
    return frames;
  }

  private static byte[] crlf(byte[] piece) {
    byte[] ended = Arrays.copyOf(piece, piece.length + 2);
    ended[piece.length] = '\r';
    ended[piece.length + 1] = '\n';
    return ended;
  }

  private static byte[] concatenate(List<byte[]> parts) {
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    byte[] whole = new byte[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, whole, at, part.length);
      at += part.length;
    }
    return whole;
  }
}
