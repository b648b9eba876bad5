package dev.researchlab.adapters.llm.http;

import dev.researchlab.domain.model.QuotaReading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;

/** A response of success whose body is read, as a whole or as a stream of events. */
public final class Answer {

  private static final int FIRST_BUFFER = 8 * 1024;
  private static final int SHOWN = 1024;

  private final ClassicHttpResponse response;
  private final Call call;
  private final InstantSource clock;
  private final InputStream content;
  private byte[] body = new byte[0];
  private int bodyLength;
  private @Nullable ServerSentEvents events;

  Answer(ClassicHttpResponse response, Call call, InstantSource clock) throws IOException {
    this.response = response;
    this.call = call;
    this.clock = clock;
    @Nullable HttpEntity entity = response.getEntity();
    this.content = entity == null ? InputStream.nullInputStream() : entity.getContent();
  }

  /** Whether the provider announced one JSON value, whatever was asked for. */
  public boolean isJson() {
    @Nullable HttpEntity entity = response.getEntity();
    return entity != null
        && entity.getContentType() != null
        && entity.getContentType().startsWith("application/json");
  }

  /** The whole body, which begins and ends the answer. */
  public JsonParser json() throws IOException, MalformedAnswerException {
    call.begin();
    readBody(Json.MAX_BODY);
    if (bodyLength > Json.MAX_BODY || announced() > Json.MAX_BODY) {
      throw new MalformedAnswerException("longer than " + Json.MAX_BODY + " bytes");
    }
    call.end();
    return Json.FACTORY.createParser(ObjectReadContext.empty(), body, 0, bodyLength);
  }

  /** The events of the body; {@link #begin} and {@link #end} are said by who reads them. */
  public ServerSentEvents events() {
    events = new ServerSentEvents(this::read);
    return events;
  }

  /** The event read last is the first that is a part of the answer; may be said again. */
  public void begin() {
    call.begin();
  }

  /** The event read last is the end of the answer; the end of the response is awaited a moment. */
  public void end() {
    call.end();
    byte[] rest = new byte[SHOWN];
    try {
      for (int i = 0; i < SHOWN; i++) {
        if (read(rest, 0, rest.length) < 0) {
          return;
        }
      }
      call.post().cancel();
    } catch (IOException e) {
      // The answer is whole all the same; only the connection cannot be used again.
    }
  }

  /** From the request's first byte to the answer's last. */
  public Duration latency() {
    return call.latency();
  }

  /** From the request's first byte to the answer's first, of a stream to its first token. */
  public Duration timeToFirstByte() {
    return call.timeToFirstByte();
  }

  /** What the provider said of its quotas. */
  public List<QuotaReading> quotas() {
    return Quotas.of(response, clock);
  }

  private int read(byte[] buffer, int offset, int length) throws IOException {
    int read = content.read(buffer, offset, length);
    call.heard();
    return read;
  }

  /** What was read last: the body or its beginning, or an event. */
  byte[] seen() {
    return events == null
        ? Arrays.copyOf(body, bodyLength)
        : events.data().getBytes(StandardCharsets.UTF_8);
  }

  /** Reads the body, at most one byte more than is wanted, and little where more is announced. */
  void readBody(int most) throws IOException {
    long length = announced();
    int wanted = length > most ? SHOWN : most + 1;
    // One byte more than announced: the connection is free when the end was read.
    byte[] bytes = new byte[length >= 0 ? (int) Math.min(length, FIRST_BUFFER) + 1 : FIRST_BUFFER];
    int filled = 0;
    while (filled < wanted) {
      if (filled == bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(FIRST_BUFFER, (int) Math.min(wanted, 2L * filled)));
      }
      int read = read(bytes, filled, Math.min(bytes.length, wanted) - filled);
      if (read < 0) {
        break;
      }
      filled += read;
    }
    body = bytes;
    bodyLength = filled;
    if (filled == wanted) {
      // Closing the response would read the rest of it.
      call.post().cancel();
    }
  }

  private long announced() {
    @Nullable HttpEntity entity = response.getEntity();
    return entity == null ? 0 : entity.getContentLength();
  }
}
