package dev.researchlab.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The body of a 200: one piece of JSON, or in a stream one server-sent event per piece.
 *
 * @param text whether it is an answer, whose latency is measured, and not an embedding
 * @param pieces of a stream: what comes before the first token, one for each token, and what comes
 *     after the last one; each may hold several events
 */
record Reply(
    boolean text, boolean streamed, List<byte[]> pieces, int promptTokens, int completionTokens) {

  Reply {
    pieces = List.copyOf(pieces);
  }

  /** A server-sent event with this data. */
  static byte[] event(byte[] data) {
    byte[] event = new byte[data.length + 8];
    System.arraycopy("data: ".getBytes(StandardCharsets.US_ASCII), 0, event, 0, 6);
    System.arraycopy(data, 0, event, 6, data.length);
    event[data.length + 6] = '\n';
    event[data.length + 7] = '\n';
    return event;
  }

  /** The same reply with the JSON of its middle piece cut in half. */
  Reply malformed() {
    List<byte[]> broken = new ArrayList<>(pieces);
    int middle = pieces.size() / 2;
    byte[] piece = pieces.get(middle);
    byte[] half = Arrays.copyOf(piece, piece.length / 2 + (streamed ? 2 : 0));
    if (streamed) {
      half[half.length - 2] = '\n';
      half[half.length - 1] = '\n';
    }
    broken.set(middle, half);
    return new Reply(text, streamed, broken, promptTokens, completionTokens);
  }
}
