package dev.researchlab.adapters.http.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Why a request is not done, as RFC 9457 has it.
 *
 * @param code stable, for programs
 * @param detail one sentence for people: what happened and what to do
 * @param issues what is wrong where in the request, possibly empty
 * @param headers that the reply has beside the problem
 */
public record Problem(
    int status, String code, String detail, List<Issue> issues, Map<String, String> headers) {

  /** The media type of a problem. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /**
   * One thing that is wrong.
   *
   * @param path of a value in the body such as {@code variants[0].name}, or the name of a query
   *     parameter or header
   */
  public record Issue(String path, String code, String message) {}

  public Problem {
    issues = List.copyOf(issues);
    headers = Map.copyOf(headers);
  }

  /** A problem that is not about a part of the request. */
  public static Problem of(int status, String code, String detail) {
    return new Problem(status, code, detail, List.of(), Map.of());
  }

  /** A value of the request that is wrong. */
  public static Problem invalid(String path, String message) {
    return new Problem(
        400,
        "invalid",
        path.isEmpty() ? message : path + ": " + message,
        List.of(new Issue(path, "invalid", message)),
        Map.of());
  }

  /** The same problem with a header. */
  public Problem withHeader(String name, String value) {
    Map<String, String> all = new HashMap<>(headers);
    all.put(name, value);
    return new Problem(status, code, detail, issues, all);
  }

  /** As something to be thrown. */
  public ProblemException asException() {
    return new ProblemException(this);
  }

  /** The reason phrase of a status, as a title. */
  static String title(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 406 -> "Not Acceptable";
      case 408 -> "Request Timeout";
      case 409 -> "Conflict";
      case 412 -> "Precondition Failed";
      case 413 -> "Content Too Large";
      case 414 -> "URI Too Long";
      case 415 -> "Unsupported Media Type";
      case 422 -> "Unprocessable Content";
      case 428 -> "Precondition Required";
      case 431 -> "Request Header Fields Too Large";
      case 500 -> "Internal Server Error";
      case 503 -> "Service Unavailable";
      case 505 -> "HTTP Version Not Supported";
      default -> "Problem";
    };
  }
}
