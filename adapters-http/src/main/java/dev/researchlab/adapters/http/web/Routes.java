package dev.researchlab.adapters.http.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which handler answers for which method on which path. */
public final class Routes {

  /** Answers a request. */
  @FunctionalInterface
  public interface Handler {
    /** The reply; every exception becomes a problem. */
    Reply handle(Call call) throws Exception;
  }

  /** A set of routes that belong together. */
  @FunctionalInterface
  public interface Resource {
    /** Adds its routes. */
    void addTo(Routes routes);
  }

  /**
   * What is done for a method on a path.
   *
   * @param types the media types that it may answer with
   */
  record Route(Handler handler, List<String> types) {}

  private final Map<String, Map<String, Route>> byPath = new LinkedHashMap<>();

  /** Reads. */
  public Routes get(String path, Handler handler) {
    return add("GET", path, handler);
  }

  /**
   * Reads.
   *
   * @param types the media types that it may answer with beside JSON
   */
  public Routes get(String path, Handler handler, String... types) {
    return add("GET", path, handler, types);
  }

  /** Does something; a key makes it safe to be sent again. */
  public Routes post(String path, Handler handler) {
    return add("POST", path, handler);
  }

  /** Replaces. */
  public Routes put(String path, Handler handler) {
    return add("PUT", path, handler);
  }

  /** Deletes. */
  public Routes delete(String path, Handler handler) {
    return add("DELETE", path, handler);
  }

  private Routes add(String method, String path, Handler handler, String... types) {
    // Problems are JSON everywhere.
    List<String> all = new ArrayList<>(List.of(Reply.JSON, Problem.MEDIA_TYPE));
    all.addAll(List.of(types));
    Route route = new Route(handler, all);
    if (byPath.computeIfAbsent(path, it -> new LinkedHashMap<>()).put(method, route) != null) {
      throw new IllegalArgumentException(method + " " + path + " stands twice");
    }
    return this;
  }

  /** The paths with the methods of each. */
  public Map<String, Collection<String>> table() {
    Map<String, Collection<String>> table = new LinkedHashMap<>();
    byPath.forEach((path, methods) -> table.put(path, methods.keySet()));
    return table;
  }

  Map<String, Map<String, Route>> byPath() {
    return byPath;
  }
}
