package dev.researchlab.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The service, or something on the way to it, did not do what was asked. */
public final class LabProblem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * One thing that is wrong with a request.
   *
   * @param path of a value such as {@code variants[0].name}
   */
  public record Issue(String path, String code, String message) {}

  private final int status;
  private final String code;
  private final transient List<Issue> issues;

  LabProblem(
      int status, String code, String message, List<Issue> issues, @Nullable Throwable cause) {
    super(message, cause);
    this.status = status;
    this.code = code;
    this.issues = List.copyOf(issues);
  }

  /** The HTTP status; 0 where the service was not reached. */
  public int status() {
    return status;
  }

  /** Stable, for programs: that of the service, or {@code unreachable}. */
  public String code() {
    return code;
  }

  /** What is wrong where in the request, possibly empty. */
  public List<Issue> issues() {
    return issues;
  }
}
