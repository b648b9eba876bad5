package dev.researchlab.adapters.http.web;

import dev.researchlab.domain.NearestName;
import dev.researchlab.domain.project.ApiKey;
import dev.researchlab.domain.project.ProjectId;
import io.helidon.common.parameters.Parameters;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One request, as a handler sees it. */
public final class Call {

  /** Bodies that are that many times too long are read to their end all the same. */
  private static final long READ_TO_ANSWER = 4;

  private static final Set<String> OF_LISTS = Set.of("limit", "cursor");

  private final ServerRequest request;
  private ProjectId project;
  private String actor = "anonymous";
  private ApiKey.Scope scope = ApiKey.Scope.LAB;
  private final String requestId;
  private final int maxBody;
  private final Set<String> asked = new TreeSet<>();
  private final BodyMemory memory;
  private byte @Nullable [] body;
  private long held;

  Call(ServerRequest request, ProjectId project, String requestId, int maxBody, BodyMemory memory) {
    this.request = request;
    this.project = project;
    this.requestId = requestId;
    this.maxBody = maxBody;
    this.memory = memory;
  }

  /** The project that the request works in. */
  public ProjectId project() {
    return project;
  }

  void in(ProjectId chosen) {
    project = chosen;
  }

  /** Knows who asks, and how far his key goes; where keys are not asked for it goes everywhere. */
  void admit(ProjectId ofKey, String whoAsks, ApiKey.Scope scopeOfKey) {
    project = ofKey;
    actor = whoAsks;
    scope = scopeOfKey;
  }

  /** Who asks, as the audit log names him. */
  String actor() {
    return actor;
  }

  /** Refuses what goes beyond a project to keys that do not. */
  public void requireWholeLab() {
    if (scope != ApiKey.Scope.LAB) {
      throw Problem.of(403, "forbidden", "this takes a key of the scope lab").asException();
    }
  }

  String requestId() {
    return requestId;
  }

  String method() {
    return request.prologue().method().text();
  }

  /** The path as it was sent. */
  public String rawPath() {
    return request.prologue().uriPath().rawPath();
  }

  String rawQuery() {
    return request.query().rawValue();
  }

  /** A part of the path. */
  public String path(String name) {
    return request.path().pathParameters().get(name);
  }

  /** The id in the path. */
  public <I> I id(Function<UUID, I> id) {
    return id.apply(JsonInput.uuid("id", path("id")));
  }

  /** The header, where it was sent; several lines of it are one list (RFC 9110, 5.3). */
  public Optional<String> header(String name) {
    return header(HeaderNames.create(name));
  }

  Optional<String> header(HeaderName name) {
    return request.headers().contains(name)
        ? Optional.of(String.join(", ", request.headers().get(name).allValues()))
        : Optional.empty();
  }

  /** Whether the client asks for a text for people where JSON is the rule. */
  public boolean wantsText() {
    return preferred(List.of(Reply.JSON, "text/plain")).equals(Optional.of("text/plain"));
  }

  /** The media type that the client wants most of these; empty where it takes none. */
  public Optional<String> preferred(List<String> types) {
    return Accept.of(header(HeaderNames.ACCEPT).orElse("")).best(types);
  }

  /** Refuses query parameters beside these. */
  public void knows(String... names) {
    for (String name : request.query().names()) {
      if (!Arrays.asList(names).contains(name)) {
        throw Problem.invalid(
                JsonInput.isText(name) && name.length() <= JsonInput.NAME ? name : "",
                "is not a parameter of this request"
                    + NearestName.of(name, Arrays.asList(names))
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse(""))
            .asException();
      }
    }
  }

  /** Refuses query parameters that no handler has asked for. */
  void requireNoOtherQuery() {
    knows(asked.toArray(String[]::new));
  }

  /** The query parameter, where it was sent; twice is once too often. */
  public Optional<String> query(String name) {
    asked.add(name);
    Parameters query = request.query();
    if (!query.contains(name)) {
      return Optional.empty();
    }
    if (query.all(name).size() > 1) {
      throw Problem.invalid(name, "was sent more than once").asException();
    }
    String value = query.get(name);
    if (value.length() > JsonInput.NAME * 4 || !JsonInput.isText(value)) {
      throw Problem.invalid(name, "is too long, or is no text").asException();
    }
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  /** A whole number among the query parameters. */
  public Optional<Integer> integer(String name) {
    return query(name)
        .map(
            text -> {
              try {
                return Integer.valueOf(text);
              } catch (NumberFormatException e) {
                throw Problem.invalid(name, "must be a whole number").asException();
              }
            });
  }

  /** An id among the query parameters. */
  public <I> @Nullable I queryId(String name, Function<UUID, I> id) {
    return query(name).map(text -> id.apply(JsonInput.uuid(name, text))).orElse(null);
  }

  /** One of the names of an enumeration among the query parameters. */
  public <E extends Enum<E>> Optional<E> oneOf(String name, Class<E> type) {
    return query(name).map(text -> JsonInput.oneOf(name, text, type));
  }

  /**
   * The page that is asked for.
   *
   * @param filters the query parameters beside those of pages; a cursor holds for the same ones
   */
  public Page page(String list, String... filters) {
    Set<String> names = new TreeSet<>(Arrays.asList(filters));
    names.addAll(OF_LISTS);
    knows(names.toArray(String[]::new));
    StringBuilder identity = new StringBuilder(list);
    for (String filter : filters) {
      query(filter)
          .filter(value -> !filter.equals("fields"))
          .ifPresent(value -> identity.append('&').append(filter).append('=').append(value));
    }
    return Page.of(this, identity.toString());
  }

  /**
   * The page that is asked for of a list in the order of its names; the query parameter {@code
   * text} leaves those whose names have it.
   *
   * @param all asked for the items once the request is known to be right
   */
  public <T> Reply pageOfNamed(
      String list, Supplier<List<T>> all, Function<T, String> name, Function<T, JsonNode> shown) {
    Page page = page(list, "text");
    return page.reply(page.ofNamed(all.get(), name, query("text").orElse("")), name, shown);
  }

  /** The body, read as it comes, or once more where it was read whole. */
  public InputStream stream() {
    if (body != null) {
      return new ByteArrayInputStream(body);
    }
    return request.content().hasEntity()
        ? new RequestBody(request.content().inputStream())
        : InputStream.nullInputStream();
  }

  /** The media type of the body without its parameters, in lower case; empty where none is said. */
  public String contentType() {
    return header(HeaderNames.CONTENT_TYPE)
        .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
        .orElse("");
  }

  /** The whole body. */
  byte[] body() {
    if (body == null) {
      body = read();
    }
    return body;
  }

  private byte[] read() {
    long announced = header(HeaderNames.CONTENT_LENGTH).map(Call::length).orElse(0L);
    if (announced > maxBody) {
      if (announced <= READ_TO_ANSWER * maxBody) {
        discard();
      }
      throw tooLarge();
    }
    ByteArrayOutputStream whole =
        // What is only announced takes no memory yet.
        new ByteArrayOutputStream(Math.clamp(announced, 32, 8192));
    byte[] part = new byte[8192];
    try (InputStream in = stream()) {
      for (int length = in.read(part); length >= 0; length = in.read(part)) {
        if (!memory.take(length)) {
          throw BodyMemory.full().asException();
        }
        held += length;
        whole.write(part, 0, length);
        if (whole.size() > maxBody) {
          throw tooLarge();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return whole.toByteArray();
  }

  /** Is answered: its body takes no memory any more. */
  void end() {
    memory.giveBack(held);
    held = 0;
  }

  /** A client that is still sending when the connection ends does not see why. */
  private void discard() {
    try (InputStream in = stream()) {
      long unused = in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long length(String text) {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      throw Problem.invalid("Content-Length", "must be a number").asException();
    }
  }

  private ProblemException tooLarge() {
    return Problem.of(413, "too_large", "the body has more than " + maxBody + " bytes")
        .withHeader("Connection", "close")
        .asException();
  }

  /** What is read of the JSON object in the body; keys that are not read are refused. */
  public <T> T json(Function<JsonInput, T> read) {
    String type = contentType();
    if (!type.isEmpty() && !type.equals("application/json")) {
      throw Problem.of(
              415, "unsupported_media_type", "the body must be application/json, not " + type)
          .withHeader("Accept-Post", "application/json")
          .asException();
    }
    if (body().length == 0) {
      throw Problem.invalid("", "the body is empty; send a JSON object").asException();
    }
    return JsonInput.whole(new JsonInput("", Json.parse(body())), read);
  }

  /** As {@link #json}, where a body may be left out, and {} stands for none. */
  public <T> T jsonOrEmpty(Function<JsonInput, T> read) {
    return body().length == 0
        ? JsonInput.whole(new JsonInput("", Json.object()), read)
        : json(read);
  }

  /** Refuses to change what somebody else has changed since it was read. */
  public void requireMatch(Reply current) {
    String tag = current.headers().getOrDefault("ETag", "");
    String header =
        header(HeaderNames.IF_MATCH)
            .orElseThrow(
                () ->
                    Problem.of(
                            428,
                            "precondition_required",
                            "send If-Match with the ETag that you have read")
                        .asException());
    if (!EntityTag.matches(header, tag)) {
      throw Problem.of(412, "precondition_failed", "it was changed since then; read it again")
          .withHeader("ETag", tag)
          .asException();
    }
  }
}
