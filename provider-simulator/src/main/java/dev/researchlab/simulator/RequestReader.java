package dev.researchlab.simulator;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests off a connection by RFC 9112. Bytes of pipelined requests stay in the buffer for
 * the next call. After an {@link ApiError} the stream is out of step and must be closed.
 */
final class RequestReader {

  static final int MAX_HEAD = 16 * 1024;
  static final int MAX_BODY = 64 * 1024 * 1024;

  private static final int FIRST_BODY_BUFFER = 64 * 1024;
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

  private final InputStream in;
  private final OutputStream out;
  private final byte[] buffer = new byte[MAX_HEAD];
  private int position;
  private int limit;
  private int headBytes;

  RequestReader(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /** The next request, or null when the client has closed between two requests. */
  @Nullable Request next() throws IOException, ApiError {
    if (position == limit && !fill()) {
      return null;
    }
    long arrivedNanos = System.nanoTime();
    headBytes = 0;
    String requestLine = line();
    while (requestLine.isEmpty()) {
      if (position == limit && !fill()) {
        return null;
      }
      requestLine = line();
    }
    String[] parts = requestLine.split(" ", -1);
    if (parts.length != 3 || !isToken(parts[0]) || !parts[2].startsWith("HTTP/")) {
      throw ApiError.http(400, "The request line is not 'METHOD target HTTP/1.1'.");
    }
    boolean http11 = parts[2].equals("HTTP/1.1");
    if (!http11 && !parts[2].equals("HTTP/1.0")) {
      throw ApiError.http(505, parts[2] + " is not supported; use HTTP/1.1.");
    }
    Map<String, String> headers = headers();
    if (http11 && headers.get("host") == null) {
      throw ApiError.http(400, "The Host header is missing.");
    }
    return new Request(
        parts[0], path(parts[1]), http11, headers, body(headers, http11), arrivedNanos);
  }

  private static String path(String target) throws ApiError {
    String path = target;
    int scheme = path.indexOf("://");
    if (!path.startsWith("/") && scheme > 0) {
      int slash = path.indexOf('/', scheme + 3);
      path = slash < 0 ? "/" : path.substring(slash);
    }
    if (!path.startsWith("/") && !path.equals("*")) {
      throw ApiError.http(400, "The request target must be a path.");
    }
    int query = path.indexOf('?');
    return query < 0 ? path : path.substring(0, query);
  }

  private Map<String, String> headers() throws IOException, ApiError {
    Map<String, String> headers = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon < 0 || !isToken(line.substring(0, colon))) {
        throw ApiError.http(400, "A header line is not 'Name: value'.");
      }
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      String value = line.substring(colon + 1).strip();
      if (hasControlCharacter(value)) {
        throw ApiError.http(400, "The header " + name + " holds a control character.");
      }
      String earlier = headers.put(name, value);
      if (earlier != null) {
        if (name.equals("host") || name.equals("content-length")) {
          throw ApiError.http(400, "The header " + name + " is given twice.");
        }
        headers.put(name, earlier + ", " + value);
      }
    }
    return headers;
  }

  private byte[] body(Map<String, String> headers, boolean http11) throws IOException, ApiError {
    String coding = headers.get("transfer-encoding");
    String lengthText = headers.get("content-length");
    if (coding != null) {
      if (lengthText != null || !http11) {
        throw ApiError.http(400, "Transfer-Encoding needs HTTP/1.1 without Content-Length.");
      }
      if (!coding.equalsIgnoreCase("chunked")) {
        throw ApiError.http(501, "Transfer-Encoding must be chunked.");
      }
      answerExpectation(headers, http11);
      return chunkedBody();
    }
    if (lengthText == null) {
      return new byte[0];
    }
    int length = length(lengthText);
    if (length > 0) {
      answerExpectation(headers, http11);
    }
    byte[] body = new byte[Math.min(length, FIRST_BODY_BUFFER)];
    readFully(body, 0);
    // Grows as the bytes come: an announced length alone must not cost 64 MB.
    while (body.length < length) {
      int read = body.length;
      body = Arrays.copyOf(body, (int) Math.min(length, 2L * read));
      readFully(body, read);
    }
    return body;
  }

  private static int length(String text) throws ApiError {
    if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw ApiError.http(400, "Content-Length is not a number.");
    }
    String digits = text.replaceFirst("^0+(?=.)", "");
    if (digits.length() > 9 || Integer.parseInt(digits) > MAX_BODY) {
      throw bodyTooLarge();
    }
    return Integer.parseInt(digits);
  }

  private byte[] chunkedBody() throws IOException, ApiError {
    byte[] body = new byte[FIRST_BODY_BUFFER];
    int length = 0;
    while (true) {
      headBytes = 0;
      long chunk = chunkSize(line());
      if (chunk > MAX_BODY - length) {
        throw bodyTooLarge();
      }
      if (chunk == 0) {
        headBytes = 0;
        while (!line().isEmpty()) {
          // Trailer fields mean nothing here.
        }
        return Arrays.copyOf(body, length);
      }
      int end = length + (int) chunk;
      if (end > body.length) {
        body = Arrays.copyOf(body, (int) Math.min(MAX_BODY, Math.max(end, 2L * body.length)));
      }
      readFully(body, length, end);
      length = end;
      if (!line().isEmpty()) {
        throw ApiError.http(400, "A chunk is longer than its size says.");
      }
    }
  }

  private static long chunkSize(String line) throws ApiError {
    int extension = line.indexOf(';');
    String digits = (extension < 0 ? line : line.substring(0, extension)).strip();
    if (digits.isEmpty() || !digits.chars().allMatch(HexFormat::isHexDigit)) {
      throw ApiError.http(400, "A chunk size is not a hexadecimal number.");
    }
    if (digits.length() > 15) {
      throw bodyTooLarge();
    }
    return HexFormat.fromHexDigitsToLong(digits);
  }

  private static ApiError bodyTooLarge() {
    return ApiError.http(413, "The request body is larger than " + MAX_BODY + " bytes.");
  }

  private void answerExpectation(Map<String, String> headers, boolean http11) throws IOException {
    if (http11 && "100-continue".equalsIgnoreCase(headers.get("expect")) && position == limit) {
      out.write(CONTINUE);
    }
  }

  private void readFully(byte[] target, int from) throws IOException {
    readFully(target, from, target.length);
  }

  private void readFully(byte[] target, int from, int to) throws IOException {
    int buffered = Math.min(limit - position, to - from);
    System.arraycopy(buffer, position, target, from, buffered);
    position += buffered;
    int read = in.readNBytes(target, from + buffered, to - from - buffered);
    if (read < to - from - buffered) {
      throw new EOFException();
    }
  }

  /** The next line of a head without its CRLF; a lone LF also ends a line. */
  private String line() throws IOException, ApiError {
    int scanned = position;
    while (true) {
      for (int i = scanned; i < limit; i++) {
        if (buffer[i] == '\n') {
          int end = i > position && buffer[i - 1] == '\r' ? i - 1 : i;
          String line = new String(buffer, position, end - position, StandardCharsets.ISO_8859_1);
          headBytes += i + 1 - position;
          position = i + 1;
          requireHeadFits(0);
          return line;
        }
      }
      requireHeadFits(limit - position + 1);
      scanned = limit - position;
      if (!fill()) {
        throw new EOFException();
      }
      scanned += position;
    }
  }

  private void requireHeadFits(int unfinished) throws ApiError {
    if (headBytes + unfinished > MAX_HEAD) {
      throw ApiError.http(431, "The request head is larger than " + MAX_HEAD + " bytes.");
    }
  }

  /** Moves what is unread to the front and reads more; false at the end of the stream. */
  private boolean fill() throws IOException {
    if (position > 0) {
      System.arraycopy(buffer, position, buffer, 0, limit - position);
      limit -= position;
      position = 0;
    }
    int read = in.read(buffer, limit, buffer.length - limit);
    limit += Math.max(0, read);
    return read >= 0;
  }

  private static boolean hasControlCharacter(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' && text.charAt(i) != '\t') {
        return true;
      }
    }
    return false;
  }

  private static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letterOrDigit =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!letterOrDigit && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }
}
