package dev.researchlab.domain;

/** What was named does not exist in this project. */
public final class NotFoundException extends ResearchLabException {

  private static final long serialVersionUID = 1L;

  private final String kind;
  private final String id;

  /**
   * @param kind what was looked for, such as {@code run}
   * @param id the id or name that is not there
   */
  public NotFoundException(String kind, String id) {
    super(ErrorCode.NOT_FOUND, "there is no " + kind + " " + id + " in this project", null);
    this.kind = kind;
    this.id = id;
  }

  /** What was looked for. */
  public String kind() {
    return kind;
  }

  /** The id or name that is not there. */
  public String id() {
    return id;
  }
}
