package dev.researchlab.ports.driven;

import dev.researchlab.ports.driven.audit.AuditLog;
import dev.researchlab.ports.driven.dataset.DatasetStore;
import dev.researchlab.ports.driven.evaluation.EvaluationStore;
import dev.researchlab.ports.driven.experiment.ExperimentStore;
import dev.researchlab.ports.driven.metric.MetricType;
import dev.researchlab.ports.driven.model.ModelProvider;
import dev.researchlab.ports.driven.model.ModelStore;
import dev.researchlab.ports.driven.model.ResponseCache;
import dev.researchlab.ports.driven.project.ApiKeyStore;
import dev.researchlab.ports.driven.project.ProjectStore;
import dev.researchlab.ports.driven.prompt.PromptStore;
import dev.researchlab.ports.driven.request.RequestStore;
import dev.researchlab.ports.driven.run.RunStore;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Everything that the core needs from outside, chosen by whoever starts it.
 *
 * @param providers the kinds of models that can be asked, their names different
 * @param metricTypes kinds of metrics beyond the built-in ones
 * @param clock tells the time
 * @param ids makes new ids, ordered by time (UUID version 7)
 * @param chance makes so many bytes that nobody can guess
 */
public record DrivenPorts(
    ProjectStore projects,
    ApiKeyStore apiKeys,
    ModelStore models,
    DatasetStore datasets,
    PromptStore prompts,
    ExperimentStore experiments,
    RunStore runs,
    EvaluationStore evaluations,
    ResponseCache responses,
    RequestStore requests,
    AuditLog audit,
    List<ModelProvider> providers,
    List<MetricType> metricTypes,
    InstantSource clock,
    Supplier<UUID> ids,
    IntFunction<byte[]> chance) {

  public DrivenPorts {
    providers = List.copyOf(providers);
    metricTypes = List.copyOf(metricTypes);
  }

  /** The same ports with these kinds of models. */
  public DrivenPorts withProviders(List<ModelProvider> newProviders) {
    return new DrivenPorts(
        projects,
        apiKeys,
        models,
        datasets,
        prompts,
        experiments,
        runs,
        evaluations,
        responses,
        requests,
        audit,
        newProviders,
        metricTypes,
        clock,
        ids,
        chance);
  }

  /** The same ports with these kinds of metrics. */
  public DrivenPorts withMetricTypes(List<MetricType> newMetricTypes) {
    return new DrivenPorts(
        projects,
        apiKeys,
        models,
        datasets,
        prompts,
        experiments,
        runs,
        evaluations,
        responses,
        requests,
        audit,
        providers,
        newMetricTypes,
        clock,
        ids,
        chance);
  }
}
