package dev.researchlab.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A client that sees the bytes of its connection. */
final class RawConnection implements AutoCloseable {

  record Response(int status, Map<String, String> headers, String body) {}

  private final Socket socket;
  private final InputStream in;

  RawConnection(ProviderSimulator simulator) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), simulator.port());
    socket.setSoTimeout(8000);
    in = socket.getInputStream();
  }

  static String chatRequest(String message, String... members) {
    return post("/v1/chat/completions", Client.chat(message, members));
  }

  static String post(String path, String body, String... headers) {
    return "POST "
        + path
        + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
        + body.getBytes(UTF_8).length
        + "\r\n"
        + String.join("", headers)
        + "\r\n"
        + body;
  }

  RawConnection send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
    return this;
  }

  /** The next response; its body must be framed by Content-Length or absent. */
  Response response() throws IOException {
    String head = head();
    String[] lines = head.split("\r\n", -1);
    Map<String, String> headers = new TreeMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.put(
          lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
          lines[i].substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    String body = new String(in.readNBytes(length), UTF_8);
    return new Response(Integer.parseInt(lines[0].split(" ", 3)[1]), headers, body);
  }

  /** The next head without its empty line. */
  String head() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(UTF_8).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("no response, only: " + head.toString(UTF_8));
      }
      head.write(next);
    }
    return head.toString(UTF_8).strip();
  }

  int read() throws IOException {
    return in.read();
  }

  String readToEnd() throws IOException {
    return new String(in.readAllBytes(), UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
