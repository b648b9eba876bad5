package dev.researchlab.adapters.clickhouse;

import dev.researchlab.domain.WellFormedText;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.TrialKey;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Neighbouring rows of a run in the order of the table.
 *
 * @param after the trial before the first; null from the first of the run on
 * @param last null to the last of the run
 */
record RunRange(ProjectId project, RunId run, @Nullable TrialKey after, @Nullable TrialKey last) {

  /** The condition for all rows of a run. */
  static final String OF_RUN = "project_id = {project:UUID} AND run_id = {run:UUID}";

  // Spelled out, since the index of the table does not understand the comparison of tuples.
  private static final String AFTER =
      " AND variant >= {after_variant:String} AND (variant > {after_variant:String}"
          + " OR (sample_id >= {after_sample:String} AND (sample_id > {after_sample:String}"
          + " OR epoch > {after_epoch:Int32})))";
  private static final String UP_TO_LAST =
      " AND variant <= {last_variant:String} AND (variant < {last_variant:String}"
          + " OR (sample_id <= {last_sample:String} AND (sample_id < {last_sample:String}"
          + " OR epoch <= {last_epoch:Int32})))";

  /** All rows of the run. */
  RunRange(ProjectId project, RunId run) {
    this(project, run, null, null);
  }

  /** The condition which {@link #parameters} fills. */
  String condition() {
    return OF_RUN + (after == null ? "" : AFTER) + (last == null ? "" : UP_TO_LAST);
  }

  /** What the condition compares with; the caller may add to it. */
  Map<String, Object> parameters() {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("project", project.toString());
    parameters.put("run", run.toString());
    bind(parameters, "after", after);
    bind(parameters, "last", last);
    return parameters;
  }

  private static void bind(Map<String, Object> parameters, String name, @Nullable TrialKey trial) {
    if (trial != null) {
      parameters.put(name + "_variant", WellFormedText.encode(trial.variant()));
      parameters.put(name + "_sample", WellFormedText.encode(trial.sample()));
      parameters.put(name + "_epoch", trial.epoch());
    }
  }
}
