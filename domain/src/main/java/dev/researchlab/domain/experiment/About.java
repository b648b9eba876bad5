package dev.researchlab.domain.experiment;

import java.util.List;

/**
 * What an experiment is called and what is said of it, for people.
 *
 * @param name not blank
 * @param description what is done, possibly empty
 * @param hypothesis what is expected, possibly empty
 * @param owner who answers for it, possibly empty
 * @param collaborators who else works on it
 * @param tags words by which it is found again
 */
public record About(
    String name,
    String description,
    String hypothesis,
    String owner,
    List<String> collaborators,
    List<String> tags) {

  public About {
    if (name.isBlank()) {
      throw new IllegalArgumentException("an experiment has a name");
    }
    collaborators = List.copyOf(collaborators);
    tags = List.copyOf(tags);
  }

  /** A name, and nothing else said. */
  public static About of(String name) {
    return new About(name, "", "", "", List.of(), List.of());
  }
}
