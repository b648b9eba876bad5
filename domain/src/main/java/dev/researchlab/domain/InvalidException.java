package dev.researchlab.domain;

import org.jspecify.annotations.Nullable;

/** The request itself is wrong; the message says which part and why. */
public final class InvalidException extends ResearchLabException {

  private static final long serialVersionUID = 1L;

  private final String path;
  private final String problem;

  /** States what is wrong with the request as a whole, and what would be right, in one sentence. */
  public InvalidException(String problem) {
    this("", problem, null);
  }

  /** As above, keeping the cause for the log. */
  public InvalidException(String problem, Throwable cause) {
    this("", problem, cause);
  }

  /**
   * States what is wrong with one part of the request.
   *
   * @param path of the part, as whoever made the request names it, such as {@code timeout}
   * @param problem what is wrong with it, as it goes on after the path and a colon
   */
  public InvalidException(String path, String problem) {
    this(path, problem, null);
  }

  /** As above, keeping the cause for the log. */
  public InvalidException(String path, String problem, @Nullable Throwable cause) {
    super(ErrorCode.INVALID, path.isEmpty() ? problem : path + ": " + problem, cause);
    this.path = path;
    this.problem = problem;
  }

  /** Which part is wrong; empty for the request as a whole. */
  public String path() {
    return path;
  }

  /** What is wrong with that part, without its path. */
  public String problem() {
    return problem;
  }

  /** The same failure, seen from outside: of a part of the part at {@code parent}. */
  public InvalidException in(String parent) {
    return new InvalidException(path.isEmpty() ? parent : parent + "." + path, problem, this);
  }
}
