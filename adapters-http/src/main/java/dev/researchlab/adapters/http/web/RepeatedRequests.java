package dev.researchlab.adapters.http.web;

import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.artifact.ContentHasher;
import dev.researchlab.domain.request.KeptRequest;
import dev.researchlab.ports.driving.request.ForRepeatingRequests;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers a POST that is sent again with its {@code Idempotency-Key} as it was answered before. */
final class RepeatedRequests {

  /** Says that a reply is that of before. */
  static final String REPLAYED = "Idempotency-Replayed";

  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,256}");

  private final ForRepeatingRequests requests;

  RepeatedRequests(ForRepeatingRequests requests) {
    this.requests = requests;
  }

  Reply handle(Call call, Routes.Handler handler) throws Exception {
    Optional<String> key = call.header("Idempotency-Key");
    if (key.isEmpty() || !call.method().equals("POST")) {
      return handler.handle(call);
    }
    if (!KEY.matcher(key.get()).matches()) {
      throw Problem.invalid("Idempotency-Key", "must have 1 to 256 visible ASCII characters")
          .asException();
    }
    ContentHash content = content(call);
    Optional<KeptRequest> earlier = requests.begin(call.project(), key.get(), content);
    if (earlier.isPresent()) {
      return again(earlier.get(), content);
    }
    return first(call, handler, key.get());
  }

  private Reply first(Call call, Routes.Handler handler, String key) throws Exception {
    boolean done = false;
    try {
      Reply reply = handler.handle(call);
      if (reply.status() < 400) {
        requests.finish(call.project(), key, write(reply.kept()));
        done = true;
      }
      return reply;
    } finally {
      if (!done) {
        requests.forget(call.project(), key);
      }
    }
  }

  private static Reply again(KeptRequest earlier, ContentHash content) {
    if (!earlier.content().equals(content)) {
      throw Problem.of(
              422,
              "idempotency_key_reused",
              "this Idempotency-Key was sent with another request; take a new key")
          .asException();
    }
    String reply = earlier.reply();
    if (reply == null) {
      throw Problem.of(
              409, "in_progress", "the request with this Idempotency-Key is being worked on")
          .withHeader("Retry-After", "1")
          .asException();
    }
    return read(reply).with(REPLAYED, "true");
  }

  /** An upload is not read twice: it is known by its path, its query, its type and its length. */
  private static ContentHash content(Call call) {
    boolean json = call.contentType().isEmpty() || call.contentType().equals("application/json");
    return new ContentHasher()
        .add(call.method())
        .add(call.rawPath())
        .add(call.rawQuery())
        .add(call.contentType())
        .add(
            json
                ? ContentHash.of(call.body()).hex()
                : call.header("Content-Length").orElse("unknown"))
        .hash();
  }

  private static String write(Reply reply) {
    ObjectNode node = Json.object();
    node.put("status", reply.status());
    Json.putTexts(node, "headers", reply.headers());
    node.put("body", reply.body());
    return node.toString();
  }

  private static Reply read(String text) {
    JsonNode node = Json.parse(text);
    Map<String, String> headers = new LinkedHashMap<>();
    node.path("headers")
        .properties()
        .forEach(it -> headers.put(it.getKey(), it.getValue().stringValue()));
    byte[] body = node.path("body").binaryValue();
    return new Reply(
        node.path("status").intValue(), headers, Arrays.copyOf(body, body.length), null);
  }
}
