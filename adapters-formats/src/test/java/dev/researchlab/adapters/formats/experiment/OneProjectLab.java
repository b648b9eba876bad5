package dev.researchlab.adapters.formats.experiment;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.dataset.Dataset;
import dev.researchlab.domain.dataset.DatasetHasher;
import dev.researchlab.domain.dataset.DatasetId;
import dev.researchlab.domain.dataset.DatasetVersion;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.experiment.Experiment;
import dev.researchlab.domain.experiment.ExperimentId;
import dev.researchlab.domain.experiment.ExperimentQuery;
import dev.researchlab.domain.experiment.ExperimentStatus;
import dev.researchlab.domain.model.Model;
import dev.researchlab.domain.model.ModelId;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.model.ProviderDescription;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.prompt.PromptContent;
import dev.researchlab.domain.prompt.PromptId;
import dev.researchlab.domain.prompt.PromptVersion;
import dev.researchlab.ports.driving.dataset.ForCuratingDatasets;
import dev.researchlab.ports.driving.experiment.ExperimentDraft;
import dev.researchlab.ports.driving.experiment.ForDesigningExperiments;
import dev.researchlab.ports.driving.model.ForRegisteringModels;
import dev.researchlab.ports.driving.prompt.ForWritingPrompts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A lab of one project that keeps what it is given, or refuses it as it was told to. */
final class OneProjectLab
    implements ForRegisteringModels,
        ForCuratingDatasets,
        ForWritingPrompts,
        ForDesigningExperiments {

  final List<Model> models = new ArrayList<>();
  final List<Dataset> datasets = new ArrayList<>();
  final List<Sample> samples = new ArrayList<>();
  final List<PromptVersion> prompts = new ArrayList<>();
  final List<Experiment> experiments = new ArrayList<>();
  @Nullable InvalidException refusalOfModels;
  @Nullable InvalidException refusalOfDesigns;

  @Override
  public List<ProviderDescription> providers() {
    return ExperimentFolder.PROVIDERS;
  }

  @Override
  public Model register(ProjectId project, String name, ModelSpecification specification) {
    refuse(refusalOfModels);
    Model model =
        Model.of(new ModelId(UUID.randomUUID()), project, name, specification, Instant.EPOCH);
    models.add(model);
    return model;
  }

  @Override
  public Model change(ProjectId project, ModelId id, ModelSpecification specification) {
    refuse(refusalOfModels);
    Model changed = model(project, id).become(specification);
    models.replaceAll(model -> model.id().equals(id) ? changed : model);
    return changed;
  }

  @Override
  public Model model(ProjectId project, ModelId id) {
    return models.stream().filter(it -> it.id().equals(id)).findFirst().orElseThrow();
  }

  @Override
  public List<Model> models(ProjectId project) {
    return List.copyOf(models);
  }

  @Override
  public Dataset create(ProjectId project, String name) {
    Dataset dataset = new Dataset(new DatasetId(UUID.randomUUID()), project, name, Instant.EPOCH);
    datasets.add(dataset);
    return dataset;
  }

  @Override
  public List<Dataset> datasets(ProjectId project) {
    return List.copyOf(datasets);
  }

  @Override
  public DatasetVersion importVersion(
      ProjectId project, DatasetId dataset, Iterator<Sample> imported) {
    List<Sample> all = new ArrayList<>();
    DatasetHasher hasher = new DatasetHasher();
    while (imported.hasNext()) {
      Sample sample = imported.next();
      all.add(sample);
      hasher.add(sample);
    }
    samples.clear();
    samples.addAll(all);
    return new DatasetVersion(dataset, hasher.hash(), all.size(), Instant.EPOCH);
  }

  @Override
  public List<DatasetVersion> versions(ProjectId project, DatasetId dataset) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Stream<Sample> samples(ProjectId project, DatasetId dataset, ContentHash version) {
    return samples.stream();
  }

  @Override
  public PromptVersion write(ProjectId project, String name, PromptContent content) {
    PromptVersion version =
        new PromptVersion(
            new PromptId(UUID.randomUUID()), project, name, 1, content, Instant.EPOCH);
    prompts.add(version);
    return version;
  }

  @Override
  public PromptVersion replace(
      ProjectId project, PromptVersion read, String name, PromptContent content) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<PromptVersion> prompts(ProjectId project) {
    return List.copyOf(prompts);
  }

  @Override
  public Experiment design(ProjectId project, ExperimentDraft draft) {
    refuse(refusalOfDesigns);
    Experiment experiment =
        new Experiment(
            new ExperimentId(UUID.randomUUID()),
            project,
            draft.about(),
            draft.design(),
            ExperimentStatus.DRAFT,
            1,
            Instant.EPOCH,
            Instant.EPOCH);
    experiments.add(experiment);
    return experiment;
  }

  @Override
  public Experiment experiment(ProjectId project, ExperimentId id) {
    return experiments.stream().filter(it -> it.id().equals(id)).findFirst().orElseThrow();
  }

  @Override
  public List<Experiment> experiments(ProjectId project) {
    return List.copyOf(experiments);
  }

  private static void refuse(@Nullable InvalidException refusal) {
    if (refusal != null) {
      throw refusal;
    }
  }

  @Override
  public Model replace(
      ProjectId project, ModelId id, long version, String name, ModelSpecification specification) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void delete(ProjectId project, ModelId id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Dataset dataset(ProjectId project, DatasetId id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Dataset rename(ProjectId project, DatasetId id, String from, String to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void delete(ProjectId project, DatasetId id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public PromptVersion create(ProjectId project, String name, PromptContent content) {
    throw new UnsupportedOperationException();
  }

  @Override
  public PromptVersion write(ProjectId project, PromptId prompt, PromptContent content) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<PromptVersion> versions(ProjectId project, PromptId prompt) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void label(ProjectId project, PromptId prompt, String label, int number) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<String, Integer> labels(ProjectId project, PromptId prompt) {
    throw new UnsupportedOperationException();
  }

  @Override
  public PromptVersion rename(ProjectId project, PromptId prompt, String from, String to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void delete(ProjectId project, PromptId prompt) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Experiment> experiments(
      ProjectId project,
      ExperimentQuery query,
      ExperimentQuery.@Nullable Position after,
      int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Experiment revise(
      ProjectId project, ExperimentId id, long version, ExperimentDraft draft) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Experiment archive(ProjectId project, ExperimentId id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void delete(ProjectId project, ExperimentId id) {
    throw new UnsupportedOperationException();
  }
}
