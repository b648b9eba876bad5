package dev.researchlab.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Status line and headers of a response. */
final class ResponseHead {

  static final String JSON = "application/json";
  static final String EVENTS = "text/event-stream; charset=utf-8";

  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private record DateLine(long second, String text) {}

  private static volatile DateLine date = new DateLine(0, "");

  private ResponseHead() {}

  /** A head whose body has the given length; {@code lines} are further headers, CRLF-ended. */
  static String sized(int status, String contentType, long length, boolean close, String lines) {
    return start(status, contentType, close, lines) + "Content-Length: " + length + "\r\n\r\n";
  }

  /** A head whose body ends with a last chunk, or for HTTP/1.0 with the connection. */
  static String streamed(String contentType, boolean chunked, boolean close, String lines) {
    return start(200, contentType, close, "Cache-Control: no-cache\r\n" + lines)
        + (chunked ? "Transfer-Encoding: chunked\r\n\r\n" : "\r\n");
  }

  /** Head and body in one array, so that they leave in one write. */
  static byte[] join(String head, byte[] body) {
    byte[] bytes = new byte[head.length() + body.length];
    System.arraycopy(head.getBytes(StandardCharsets.ISO_8859_1), 0, bytes, 0, head.length());
    System.arraycopy(body, 0, bytes, head.length(), body.length);
    return bytes;
  }

  static String httpDate(Instant instant) {
    return HTTP_DATE.format(instant);
  }

  private static String start(int status, String contentType, boolean close, String lines) {
    return "HTTP/1.1 "
        + status
        + " "
        + reason(status)
        + "\r\nDate: "
        + now()
        + "\r\nContent-Type: "
        + contentType
        + (close ? "\r\nConnection: close\r\n" : "\r\n")
        + lines;
  }

  private static String now() {
    long second = System.currentTimeMillis() / 1000;
    DateLine line = date;
    if (line.second() != second) {
      line = new DateLine(second, httpDate(Instant.ofEpochSecond(second)));
      date = line;
    }
    return line.text();
  }

  private static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 402 -> "Payment Required";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 413 -> "Content Too Large";
      case 429 -> "Too Many Requests";
      case 431 -> "Request Header Fields Too Large";
      case 500 -> "Internal Server Error";
      case 501 -> "Not Implemented";
      case 502 -> "Bad Gateway";
      case 503 -> "Service Unavailable";
      case 505 -> "HTTP Version Not Supported";
      case 529 -> "Site Overloaded";
      default -> "Status";
    };
  }
}
