package dev.researchlab.bootstrap;

import dev.researchlab.testkit.services.BrowserProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A page in a real browser, what it asked for and what it complained about. */
final class BrowserPage implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int PATIENCE_SECONDS = 30;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final List<JsonNode> events = new CopyOnWriteArrayList<>();
  private final AtomicInteger calls = new AtomicInteger();
  private final WebSocket socket;

  private BrowserPage(URI address) {
    this.socket = client.newWebSocketBuilder().buildAsync(address, new Messages()).join();
  }

  static BrowserPage in(BrowserProcess browser) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    URI list = URI.create("http://127.0.0.1:" + browser.devTools().getPort() + "/json/list");
    JsonNode pages =
        JSON.readTree(
            client.send(HttpRequest.newBuilder(list).build(), BodyHandlers.ofString()).body());
    BrowserPage page =
        new BrowserPage(URI.create(pages.get(0).path("webSocketDebuggerUrl").stringValue()));
    for (String domain : List.of("Network", "Runtime", "Log", "Page")) {
      page.call(domain + ".enable", Map.of());
    }
    return page;
  }

  private final class Messages implements WebSocket.Listener {

    private final StringBuilder message = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      message.append(data);
      if (last) {
        JsonNode read = JSON.readTree(message.toString());
        message.setLength(0);
        CompletableFuture<JsonNode> call = waiting.remove(read.path("id").asInt(0));
        if (call == null) {
          events.add(read);
        } else {
          call.complete(read);
        }
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }
  }

  private JsonNode call(String method, Map<String, ?> parameters) throws Exception {
    int id = calls.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    socket
        .sendText(
            JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true)
        .join();
    JsonNode read = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (read.has("error")) {
      throw new IOException(method + ": " + read.path("error"));
    }
    return read.path("result");
  }

  /** Goes to that address; what was told of the page before is forgotten. */
  void open(String url) throws Exception {
    events.clear();
    JsonNode gone = call("Page.navigate", Map.of("url", url));
    if (gone.has("errorText")) {
      throw new IOException(url + ": " + gone.path("errorText"));
    }
  }

  /** The value of an expression of JavaScript as soon as there is one that is true. */
  String await(String expression) throws Exception {
    String promise =
        "new Promise((done, failed) => { const began = Date.now(); const look = () => {"
            + " const value = ("
            + expression
            + "); if (value) done(String(value));"
            + " else if (Date.now() - began > "
            + (PATIENCE_SECONDS - 5) * 1_000
            + ") failed(new Error('it never came true'));"
            + " else setTimeout(look, 20); }; look(); })";
    JsonNode evaluated =
        call(
            "Runtime.evaluate",
            Map.of("expression", promise, "awaitPromise", true, "returnByValue", true));
    if (evaluated.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + evaluated.path("exceptionDetails"));
    }
    return evaluated.path("result").path("value").stringValue();
  }

  /** Clicks on the first element of that selector, as soon as there is one. */
  void click(String selector) throws Exception {
    await("document.querySelector('" + selector + "')");
    String unused = await("document.querySelector('" + selector + "').click() || 'clicked'");
  }

  /** The addresses that the page asked for. */
  List<String> requests() {
    return events.stream()
        .filter(it -> it.path("method").asString("").equals("Network.requestWillBeSent"))
        .map(it -> it.path("params").path("request").path("url").stringValue())
        .toList();
  }

  /** What the browser complained about: exceptions, and what its policy or the server refused. */
  List<String> complaints() {
    return events.stream()
        .filter(
            it ->
                it.path("method").asString("").equals("Runtime.exceptionThrown")
                    || it.path("params").path("entry").path("level").asString("").equals("error"))
        .map(JsonNode::toString)
        .toList();
  }

  @Override
  public void close() {
    socket.abort();
    client.close();
  }
}
