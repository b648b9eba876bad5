package dev.researchlab.adapters.http.web;

import dev.researchlab.domain.artifact.ContentHash;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a handler answers: bytes that are there, or a stream that is written while it is sent. */
public final class Reply {

  static final String JSON = "application/json";
  static final byte[] NOTHING = new byte[0];

  /** Writes the body of a reply. */
  @FunctionalInterface
  public interface Body {
    /** Writes it whole; a failure ends the connection, so that nobody takes a part for all. */
    void writeTo(OutputStream out) throws IOException;
  }

  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;
  private final @Nullable Body stream;
  private final @Nullable Reply kept;

  Reply(int status, Map<String, String> headers, byte[] body, @Nullable Body stream) {
    this(status, headers, body, stream, null);
  }

  private Reply(
      int status,
      Map<String, String> headers,
      byte[] body,
      @Nullable Body stream,
      @Nullable Reply kept) {
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.stream = stream;
    this.kept = kept;
  }

  /** A status and JSON. */
  public static Reply json(int status, JsonNode node) {
    return of(status, JSON, Json.bytes(node));
  }

  /** What was asked for. */
  public static Reply ok(JsonNode node) {
    return json(200, node);
  }

  /** A new thing, and where it is. */
  public static Reply created(String location, JsonNode node) {
    return json(201, node).with("Location", location);
  }

  /** Done, and nothing to say. */
  public static Reply noContent() {
    return new Reply(204, Map.of(), NOTHING, null);
  }

  /** Bytes of some type. */
  public static Reply of(int status, String contentType, byte[] body) {
    return new Reply(status, Map.of("Content-Type", contentType), body, null);
  }

  /** A body that is written while it is sent. */
  public static Reply stream(String contentType, Body body) {
    return new Reply(200, Map.of("Content-Type", contentType), NOTHING, body);
  }

  /** The same reply with one more header. */
  public Reply with(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(name, value);
    return new Reply(status, all, body, stream, kept);
  }

  /** The same reply, in place of which the other is kept for when the request is sent again. */
  public Reply keptAs(Reply other) {
    return new Reply(status, headers, body, stream, other);
  }

  Reply kept() {
    return kept == null ? this : kept;
  }

  /** The same reply, tagged by the version of what it shows. */
  public Reply tagged(long version) {
    return with("ETag", EntityTag.of(version));
  }

  /** The same reply, tagged by what it shows. */
  public Reply tagged() {
    return with("ETag", EntityTag.of(ContentHash.of(body)));
  }

  /** The same reply, tagged as that one is: it shows the same thing. */
  public Reply taggedAs(Reply other) {
    return with("ETag", other.headers().getOrDefault("ETag", ""));
  }

  /** The status code. */
  public int status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }

  byte[] body() {
    return body;
  }

  @Nullable Body stream() {
    return stream;
  }
}
