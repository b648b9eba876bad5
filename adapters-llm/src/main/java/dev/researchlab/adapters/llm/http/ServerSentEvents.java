package dev.researchlab.adapters.llm.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;

/**
 * The events of a response, as the HTML standard describes server-sent events; of each event only
 * the data matters to providers of models.
 */
public final class ServerSentEvents {

  /** Where the bytes come from, as from an input stream. */
  interface Source {
    int read(byte[] buffer, int offset, int length) throws IOException;
  }

  private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final int MAX_STREAM = 2 * Json.MAX_BODY;
  private static final int BUFFER = 8 * 1024;

  private final Source source;
  private byte[] buffer = new byte[BUFFER];
  private int lineStart;
  private int scanned;
  private int filled;
  private long total;
  private boolean skipLineFeed;
  private boolean first = true;
  private byte[] data = new byte[BUFFER];
  private int length;

  ServerSentEvents(Source source) {
    this.source = source;
  }

  /** Reads the next event that has data; false at the end of the response. */
  public boolean next() throws IOException, MalformedAnswerException {
    length = -1;
    while (true) {
      int end = nextLineEnd();
      if (end < 0 || (end == lineStart && length >= 0)) {
        if (end >= 0) {
          lineStart = scanned;
        }
        return length >= 0;
      }
      readLine(end);
      lineStart = scanned;
    }
  }

  /** Whether the data of the event is this text. */
  public boolean is(String text) {
    return text.length() == length && text.equals(data());
  }

  /** The data of the event, as it is. */
  String data() {
    return new String(data, 0, Math.max(0, length), StandardCharsets.UTF_8);
  }

  /** The data of the event, to be read as JSON. */
  public JsonParser json() {
    return Json.FACTORY.createParser(ObjectReadContext.empty(), data, 0, length);
  }

  private void readLine(int end) {
    int start = lineStart;
    if (first) {
      first = false;
      if (startsWith(BYTE_ORDER_MARK, start, end)) {
        start += BYTE_ORDER_MARK.length;
      }
    }
    if (!startsWith(DATA, start, end)) {
      return;
    }
    int value = start + DATA.length;
    if (value < end) {
      if (buffer[value] != ':') {
        return;
      }
      value++;
      if (value < end && buffer[value] == ' ') {
        value++;
      }
    }
    append(value, end);
  }

  private boolean startsWith(byte[] text, int start, int end) {
    return end - start >= text.length
        && Arrays.equals(buffer, start, start + text.length, text, 0, text.length);
  }

  private void append(int from, int to) {
    int start = length < 0 ? 0 : length + 1;
    int needed = start + to - from;
    if (needed > data.length) {
      data = Arrays.copyOf(data, Math.max(needed, 2 * data.length));
    }
    if (start > 0) {
      data[start - 1] = '\n';
    }
    System.arraycopy(buffer, from, data, start, to - from);
    length = needed;
  }

  /** Where the line ends that starts at lineStart; -1 where nothing is left. */
  private int nextLineEnd() throws IOException, MalformedAnswerException {
    while (true) {
      while (scanned < filled) {
        byte b = buffer[scanned++];
        if (skipLineFeed && b == '\n') {
          skipLineFeed = false;
          lineStart = scanned;
          continue;
        }
        skipLineFeed = b == '\r';
        if (b == '\n' || b == '\r') {
          return scanned - 1;
        }
      }
      if (!fill()) {
        return filled > lineStart ? filled : -1;
      }
    }
  }

  private boolean fill() throws IOException, MalformedAnswerException {
    if (lineStart > 0) {
      System.arraycopy(buffer, lineStart, buffer, 0, filled - lineStart);
      filled -= lineStart;
      scanned -= lineStart;
      lineStart = 0;
    }
    if (filled == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    int read = source.read(buffer, filled, buffer.length - filled);
    if (read < 0) {
      return false;
    }
    filled += read;
    total += read;
    if (total > MAX_STREAM) {
      throw new MalformedAnswerException("longer than " + MAX_STREAM + " bytes");
    }
    return true;
  }
}
