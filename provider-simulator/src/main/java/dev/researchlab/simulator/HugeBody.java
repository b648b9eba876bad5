package dev.researchlab.simulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A reply whose text is 50 MB longer than it says; the text is never held as a whole. */
final class HugeBody {

  private static final int FILLING = 50_000_000;
  private static final byte[] PART = new byte[50_000];
  private static final List<byte[]> TEXT_KEYS =
      List.of(ascii("\"content\":\""), ascii("\"text\":\""));

  static {
    Arrays.fill(PART, (byte) 'x');
  }

  private final Reply reply;
  private final int filledPiece;
  private final int fillAt;

  HugeBody(Reply reply) {
    this.reply = reply;
    int piece = reply.pieces().size() - 1;
    while (piece >= 0 && textStart(reply.pieces().get(piece)) < 0) {
      piece--;
    }
    filledPiece = piece;
    fillAt = piece < 0 ? 0 : textStart(reply.pieces().get(piece));
  }

  void send(Request request, HttpConnection connection, String headers, Runnable beforeLast)
      throws IOException {
    boolean close = !request.keepAlive();
    boolean chunked = reply.streamed() && request.http11();
    connection.write(
        ascii(
            reply.streamed()
                ? ResponseHead.streamed(ResponseHead.EVENTS, chunked, close, headers)
                : ResponseHead.sized(200, ResponseHead.JSON, length(0), close, headers)));
    for (int i = 0; i < reply.pieces().size(); i++) {
      if (chunked) {
        connection.write(ascii(Long.toHexString(length(i)) + "\r\n"));
      }
      if (i == filledPiece) {
        fill(connection, reply.pieces().get(i));
      }
      if (i == reply.pieces().size() - 1) {
        beforeLast.run();
      }
      byte[] piece = reply.pieces().get(i);
      connection.write(piece, i == filledPiece ? fillAt : 0, piece.length);
      if (chunked) {
        connection.write(ascii(i == reply.pieces().size() - 1 ? "\r\n0\r\n\r\n" : "\r\n"));
      }
    }
  }

  private void fill(HttpConnection connection, byte[] piece) throws IOException {
    connection.write(piece, 0, fillAt);
    for (int written = 0; written < FILLING; written += PART.length) {
      connection.write(PART);
    }
  }

  private long length(int piece) {
    return reply.pieces().get(piece).length + (piece == filledPiece ? (long) FILLING : 0);
  }

  /**
   * Where the text begins, or -1. A quote within a JSON string is escaped, so that the key is found
   * nowhere else.
   */
  private static int textStart(byte[] json) {
    for (byte[] key : TEXT_KEYS) {
      for (int i = 0; i + key.length <= json.length; i++) {
        if (Arrays.equals(json, i, i + key.length, key, 0, key.length)) {
          return i + key.length;
        }
      }
    }
    return -1;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
