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
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How people name a run: by the last digits of its id, its whole id, or {@code latest}.
 *
 * @param given as it was given
 * @param digits of the id, or {@code latest}
 */
record RunName(String given, String digits) {

  static final String DESCRIPTION =
      "The run: the last digits of its id as 'lab runs' shows them, or 'latest'.";

  private static final String LATEST = "latest";
  private static final int DIGITS = 8;
  private static final int LEAST_DIGITS = 4;
  private static final int PAGE = 200;
  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  /**
   * Reads a name.
   *
   * @throws InvalidException if it is none
   */
  static RunName parse(String given) {
    RunName name = new RunName(given, given.strip().toLowerCase(Locale.ROOT));
    if (!name.isLatest()
        && !name.isWhole()
        && (name.digits.length() < LEAST_DIGITS || !name.digits.matches("[0-9a-f-]+"))) {
      throw new InvalidException(
          "'%s' is not the name of a run; give at least the last %d digits of its id, as 'lab runs'"
                  .formatted(given, LEAST_DIGITS)
              + " shows it, or 'latest'");
    }
    return name;
  }

  /** The last digits of its id: the first ones are the time, and alike for runs of one day. */
  static String of(Run run) {
    return of(run.id());
  }

  static String of(RunId run) {
    return of(run.toString());
  }

  static String of(String id) {
    return id.substring(id.length() - DIGITS);
  }

  boolean isLatest() {
    return digits.equals(LATEST);
  }

  boolean isWhole() {
    return UUID_FORM.matcher(digits).matches();
  }

  private boolean fits(String id) {
    return id.endsWith(digits) || of(id).startsWith(digits);
  }

  /**
   * The run of that name.
   *
   * @throws NotFoundException if there is none
   * @throws InvalidException if the name is none, or fits several runs
   */
  static Run find(ResearchLab lab, String given) {
    RunName name = parse(given);
    return name.isWhole()
        ? lab.runs().run(ProjectId.DEFAULT, new RunId(UUID.fromString(name.digits)))
        : name.among(runs(lab, name.isLatest() ? 1 : PAGE), run -> run.id().toString());
  }

  /** All runs, the newest first, read by pages. */
  private static Stream<Run> runs(ResearchLab lab, int page) {
    return Stream.iterate(
            lab.runs().recent(ProjectId.DEFAULT, null, page),
            runs -> !runs.isEmpty(),
            runs -> lab.runs().recent(ProjectId.DEFAULT, runs.getLast().id(), page))
        .flatMap(List::stream);
  }

  /**
   * The only run that this name fits.
   *
   * @param newestFirst read no further than is needed
   * @throws NotFoundException if there is none
   * @throws InvalidException if it fits several
   */
  <R> R among(Stream<R> newestFirst, Function<R, String> id) {
    List<R> fitting =
        newestFirst
            .filter(run -> isLatest() || fits(id.apply(run)))
            .limit(isLatest() ? 1 : 2)
            .toList();
    if (fitting.isEmpty()) {
      throw new NotFoundException("run", given);
    }
    if (fitting.size() > 1) {
      throw new InvalidException(
          "'%s' fits the runs %s and %s; give more digits"
              .formatted(given, id.apply(fitting.get(0)), id.apply(fitting.get(1))));
    }
    return fitting.getFirst();
  }
}
