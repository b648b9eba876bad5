package dev.researchlab.application;

import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.evaluation.EvaluationId;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.TrialKey;
import dev.researchlab.ports.driven.DrivenPorts;
import dev.researchlab.ports.driving.evaluation.ForReadingEvaluations;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

final class ReadEvaluations implements ForReadingEvaluations {

  private final DrivenPorts ports;

  ReadEvaluations(DrivenPorts ports) {
    this.ports = ports;
  }

  @Override
  public Evaluation evaluation(ProjectId project, EvaluationId id) {
    return ports
        .evaluations()
        .find(project, id)
        .orElseThrow(() -> new NotFoundException("evaluation", id.toString()));
  }

  @Override
  public Stream<Evaluation> evaluations(ProjectId project, RunId run) {
    if (ports.runs().find(project, run).isEmpty()) {
      throw new NotFoundException("run", run.toString());
    }
    return ports.evaluations().stream(project, run);
  }

  @Override
  public List<Evaluation> evaluations(
      ProjectId project, RunId run, @Nullable TrialKey after, int limit) {
    if (ports.runs().find(project, run).isEmpty()) {
      throw new NotFoundException("run", run.toString());
    }
    return ports.evaluations().page(project, run, after, limit);
  }
}
