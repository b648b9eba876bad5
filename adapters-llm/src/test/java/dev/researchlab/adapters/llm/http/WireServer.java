package dev.researchlab.adapters.llm.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A server that shows every byte of a request and answers with exactly the bytes it is told. */
public final class WireServer implements AutoCloseable {

  /** What was received. */
  public record Request(List<String> head, String body) {

    public String requestLine() {
      return head.getFirst();
    }

    /** The values of a header, in the order of the request. */
    public List<String> header(String name) {
      String start = name.toLowerCase(Locale.ROOT) + ": ";
      return head.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
          .map(line -> line.substring(start.length()))
          .toList();
    }
  }

  /** What is done with the socket after a request; the server closes it only at its own end. */
  public interface Script {
    void answer(Socket socket) throws Exception;
  }

  private final ServerSocket listener;
  private final String greeting;
  private final Script script;
  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
  private final List<Socket> sockets = new ArrayList<>();

  private WireServer(String greeting, Script script) {
    this.greeting = greeting;
    this.script = script;
    try {
      listener = new ServerSocket(0, 1024, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** Runs the script for each request. */
  public static WireServer running(Script script) {
    return new WireServer("", script);
  }

  /** Sends these bytes at once, whatever the client says. */
  public static WireServer greeting(String bytes) {
    return new WireServer(bytes, socket -> {});
  }

  /** Gives each request these bytes and keeps the connection. */
  public static WireServer sending(String bytes) {
    return running(socket -> send(socket, bytes));
  }

  /** Gives each request a whole answer and keeps the connection; header lines end with CRLF. */
  public static WireServer answering(int status, String headers, String body) {
    return sending(response(status, headers, body));
  }

  /** Gives each request this JSON with status 200. */
  public static WireServer answering(String body) {
    return answering(200, "", body);
  }

  public static String response(int status, String headers, String body) {
    return "HTTP/1.1 %d Status\r\n%sContent-Length: %d\r\n\r\n%s"
        .formatted(status, headers, body.getBytes(StandardCharsets.UTF_8).length, body);
  }

  public static void send(Socket socket, String bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(bytes.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  public URI baseUrl() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/v1");
  }

  /** The next request, waiting for it. */
  public Request request() throws InterruptedException {
    return requests.take();
  }

  public int connections() {
    synchronized (sockets) {
      return sockets.size();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        synchronized (sockets) {
          sockets.add(socket);
        }
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try {
      send(socket, greeting);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (!socket.isClosed()) {
        List<String> head = head(in);
        if (head.isEmpty()) {
          socket.close();
          return;
        }
        Request request = new Request(head, "");
        int length = request.header("content-length").stream().mapToInt(Integer::parseInt).sum();
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        requests.add(new Request(head, body));
        script.answer(socket);
      }
    } catch (Exception e) {
      // The client went, or the test ended.
    }
  }

  /** The lines before the empty one; none at the end of the stream. */
  private static List<String> head(InputStream in) throws IOException {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c != '\n') {
        line.append((char) c);
      } else if (line.toString().strip().isEmpty()) {
        return lines;
      } else {
        lines.add(line.toString().strip());
        line.setLength(0);
      }
    }
    return List.of();
  }

  @Override
  public void close() {
    try {
      listener.close();
      synchronized (sockets) {
        for (Socket socket : sockets) {
          socket.close();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
