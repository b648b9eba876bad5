package dev.researchlab.domain.experiment;

import dev.researchlab.domain.model.ModelId;
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

    /** The experiments in this order. */
    public Comparator<Experiment> comparator() {
      Comparator<Experiment> oldest =
          Comparator.comparing(Experiment::createdAt)
              .thenComparing(experiment -> experiment.id().toString());
      return this == OLDEST ? oldest : oldest.reversed();
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
