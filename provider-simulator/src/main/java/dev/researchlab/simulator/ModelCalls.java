package dev.researchlab.simulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Serves chat completions and embeddings: admits them under the limits, lets them meet their fault,
 * makes them wait and puts the reply on the wire.
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
  private final @Nullable Quota quota;
  private final @Nullable Semaphore slots;
  private final AtomicLong admitted = new AtomicLong();

  ModelCalls(SimulatorSettings settings, Counters counters) {
    this.settings = settings;
    this.counters = counters;
    draws = new Draws(settings);
    slots = settings.slots() == 0 ? null : new Semaphore(settings.slots(), true);
    quota =
        settings.requestsPerSecond() == 0
            ? null
            : new Quota(settings.requestsPerSecond(), settings.burst(), System.nanoTime());
  }

  /** Starts the numbers over, and with them the sequence of faults. */
  void restart() {
    admitted.set(0);
  }

  /** Serves one request and says whether the connection can carry another. */
  boolean serve(Request request, HttpConnection connection, Call call)
      throws IOException, ApiError {
    InFlight inFlight = new InFlight();
    try {
      if (settings.maxConcurrency() > 0 && inFlight.count > settings.maxConcurrency()) {
        throw ApiError.server(503, "The server is overloaded, try again later.");
      }
      if (quota != null) {
        long waitNanos = quota.admit(System.nanoTime());
        if (waitNanos > 0) {
          throw ApiError.rateLimited(retryAfter(waitNanos) + quotaHeaders());
        }
      }
      long number = admitted.incrementAndGet();
      Fault fault = draws.fault(number);
      if (fault != null) {
        counters.fault(fault);
        refuse(fault);
      }
      Reply reply = call.reply(number, fault);
      waitFor(request, draws.latencyNanos(number));
      return answer(request, connection, reply, fault, inFlight);
    } finally {
      inFlight.end();
    }
  }

  /** Takes the latency, from the moment a slot is free where there are slots. */
  private void waitFor(Request request, long latencyNanos) throws IOException {
    if (slots == null) {
      HttpConnection.sleepUntil(request.arrivedNanos() + latencyNanos);
      return;
    }
    slots.acquireUninterruptibly();
    try {
      HttpConnection.sleepUntil(System.nanoTime() + latencyNanos);
    } finally {
      slots.release();
    }
  }

  private String quotaHeaders() {
    return quota == null || !settings.quotaHeaders() ? "" : quota.headers(System.nanoTime());
  }

  /** Leaves the count before the last bytes are sent, so that statistics never trail an answer. */
  private final class InFlight {
    private final int count = counters.enter();
    private boolean ended;

    void end() {
      if (!ended) {
        ended = true;
        counters.leave();
      }
    }
  }

  private void refuse(Fault fault) throws ApiError {
    if (fault == Fault.RATE_LIMIT) {
      throw ApiError.rateLimited(retryAfter(settings.retryAfterOnFault().toNanos()));
    }
    switch (fault) {
      case UNAVAILABLE ->
          throw ApiError.server(503, "The service is unavailable, try again later.");
      case OVERLOADED -> throw ApiError.server(529, "Overloaded");
      case BAD_GATEWAY -> throw ApiError.server(502, "The gateway got no valid response.");
      case UNAUTHORIZED -> throw ApiError.unauthorized("Incorrect API key provided.");
      case QUOTA_EXHAUSTED -> throw ApiError.quotaExhausted();
      case CONTEXT_LENGTH -> throw ApiError.contextLength();
      default -> {}
    }
  }

  private String retryAfter(long waitNanos) {
    return switch (settings.retryAfter()) {
      case SECONDS -> "Retry-After: " + Math.ceilDiv(waitNanos, 1_000_000_000L) + "\r\n";
      case MILLISECONDS -> "retry-after-ms: " + Math.ceilDiv(waitNanos, 1_000_000L) + "\r\n";
      case HTTP_DATE ->
          "Retry-After: "
              + ResponseHead.httpDate(Instant.now().plusNanos(waitNanos + 999_999_999L))
              + "\r\n";
      case NONE -> "";
    };
  }

  private boolean answer(
      Request request,
      HttpConnection connection,
      Reply reply,
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
        inFlight.end();
        connection.write(
            ResponseHead.join(head(request, reply), Arrays.copyOf(body, body.length / 2)));
        if (fault == Fault.RESET_MID_BODY) {
          connection.reset();
        } else if (fault == Fault.STALL_MID_BODY) {
          connection.stall(settings.stallDuration());
        }
        return false;
      }
      case MALFORMED_BODY -> {
        counters.status(200);
        send(request, connection, reply.malformed(), inFlight::end);
      }
      case SLOW_BODY -> {
        counters.status(200);
        connection.write(head(request, reply).getBytes(StandardCharsets.ISO_8859_1));
        connection.dribble(
            concatenate(frames(request, reply)),
            settings.slowBodyDuration(),
            () -> complete(request, reply, inFlight));
      }
      case EMPTY_ANSWER, CONTENT_FILTER, HUGE_BODY, WRONG_ID -> {
        counters.status(200);
        send(request, connection, reply, () -> complete(request, reply, inFlight));
      }
      case RATE_LIMIT,
          UNAVAILABLE,
          OVERLOADED,
          BAD_GATEWAY,
          UNAUTHORIZED,
          QUOTA_EXHAUSTED,
          CONTEXT_LENGTH ->
          throw new IllegalStateException(fault + " was refused");
      case null -> {
        counters.status(200);
        send(request, connection, reply, () -> complete(request, reply, inFlight));
      }
    }
    return request.keepAlive();
  }

  private void complete(Request request, Reply reply, InFlight inFlight) {
    inFlight.end();
    counters.completed(reply.promptTokens(), reply.completionTokens());
    if (reply.chat()) {
      counters.chatLatency(System.nanoTime() - request.arrivedNanos());
    }
  }

  private void send(Request request, HttpConnection connection, Reply reply, Runnable beforeLast)
      throws IOException {
    List<byte[]> frames = frames(request, reply);
    String head = head(request, reply);
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

  private String head(Request request, Reply reply) {
    boolean close = !request.keepAlive();
    return reply.streamed()
        ? ResponseHead.streamed(ResponseHead.EVENTS, request.http11(), close, quotaHeaders())
        : ResponseHead.sized(
            200, ResponseHead.JSON, reply.pieces().getFirst().length, close, quotaHeaders());
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
