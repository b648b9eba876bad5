package dev.researchlab.bootstrap;

import dev.researchlab.application.ResearchLab;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunId;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/** How people name a run: by the last digits of its id, its whole id, or {@code latest}. */
final class RunName {

  static final String DESCRIPTION =
      "The run: the last digits of its id as 'lab runs' shows them, or 'latest'.";

  private static final String LATEST = "latest";
  private static final int DIGITS = 8;
  private static final int LEAST_DIGITS = 4;
  private static final int PAGE = 200;
  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private RunName() {}

  /** The last digits of its id: the first ones are the time, and alike for runs of one day. */
  static String of(Run run) {
    return of(run.id());
  }

  static String of(RunId run) {
    String id = run.toString();
    return id.substring(id.length() - DIGITS);
  }

  /**
   * The run of that name.
   *
   * @throws NotFoundException if there is none
   * @throws InvalidException if the name is none, or fits several runs
   */
  static Run find(ResearchLab lab, String name) {
    String digits = name.strip().toLowerCase(Locale.ROOT);
    if (digits.equals(LATEST)) {
      return lab.runs().recent(ProjectId.DEFAULT, null, 1).stream()
          .findFirst()
          .orElseThrow(() -> new NotFoundException("run", LATEST));
    }
    if (UUID_FORM.matcher(digits).matches()) {
      return lab.runs().run(ProjectId.DEFAULT, new RunId(UUID.fromString(digits)));
    }
    if (digits.length() < LEAST_DIGITS || !digits.matches("[0-9a-f-]+")) {
      throw new InvalidException(
          "'%s' is not the name of a run; give at least the last %d digits of its id, as 'lab runs'"
                  .formatted(name, LEAST_DIGITS)
              + " shows it, or 'latest'");
    }
    Run found = null;
    List<Run> page = lab.runs().recent(ProjectId.DEFAULT, null, PAGE);
    while (!page.isEmpty()) {
      for (Run run : page) {
        if (run.id().toString().endsWith(digits) || of(run).startsWith(digits)) {
          if (found != null) {
            throw new InvalidException(
                "'%s' fits the runs %s and %s; give more digits"
                    .formatted(name, found.id(), run.id()));
          }
          found = run;
        }
      }
      page = lab.runs().recent(ProjectId.DEFAULT, page.getLast().id(), PAGE);
    }
    if (found == null) {
      throw new NotFoundException("run", name);
    }
    return found;
  }
}
