package dev.researchlab.domain.experiment;

import dev.researchlab.domain.model.ModelId;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which experiments are looked for; what is null does not matter.
 *
 * @param status in which they are
 * @param tag that they have
 * @param model that one of their variants asks
 * @param text that their name, description or hypothesis contains, in any case of its letters
 * @param order in which they are wanted
 */
public record ExperimentQuery(
    @Nullable ExperimentStatus status,
    @Nullable String tag,
    @Nullable ModelId model,
    @Nullable String text,
    Order order) {

  /** All experiments, newest first. */
  public static final ExperimentQuery ALL =
      new ExperimentQuery(null, null, null, null, Order.NEWEST);

  /** By the moment of creation; those of one instant by id. */
  public enum Order {
    NEWEST,
    OLDEST;

    /** The positions in this order. */
    public Comparator<Position> positions() {
      Comparator<Position> oldest =
          Comparator.comparing(Position::createdAt)
              .thenComparing(position -> position.id().toString());
      return this == OLDEST ? oldest : oldest.reversed();
    }

    /** The experiments in this order. */
    public Comparator<Experiment> comparator() {
      return Comparator.comparing(Position::of, positions());
    }
  }

  /** Where an experiment stands in either order; it may be gone by now. */
  public record Position(Instant createdAt, ExperimentId id) {

    /** That of the experiment. */
    public static Position of(Experiment experiment) {
      return new Position(experiment.createdAt(), experiment.id());
    }
  }

  /** Whether an experiment is one of those. */
  public boolean matches(Experiment experiment) {
    return (status == null || experiment.status() == status)
        && (tag == null || experiment.about().tags().contains(tag))
        && (model == null
            || experiment.design().variants().stream()
                .anyMatch(variant -> variant.model().equals(model)))
        && (text == null || contains(experiment, text.toLowerCase(Locale.ROOT)));
  }

  private static boolean contains(Experiment experiment, String wanted) {
    About about = experiment.about();
    return String.join("\n", about.name(), about.description(), about.hypothesis())
        .toLowerCase(Locale.ROOT)
        .contains(wanted);
  }
}
