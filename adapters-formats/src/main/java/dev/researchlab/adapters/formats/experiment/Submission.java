package dev.researchlab.adapters.formats.experiment;

import dev.researchlab.adapters.formats.dataset.SampleFile;
import dev.researchlab.adapters.formats.experiment.ExperimentFile.DatasetFile;
import dev.researchlab.adapters.formats.experiment.ExperimentFile.NamedModel;
import dev.researchlab.adapters.formats.experiment.ExperimentFile.NamedPrompt;
import dev.researchlab.adapters.formats.experiment.ExperimentFile.NamedVariant;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.NearestName;
import dev.researchlab.domain.dataset.Dataset;
import dev.researchlab.domain.dataset.DatasetVersion;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.experiment.Experiment;
import dev.researchlab.domain.experiment.ExperimentDesign;
import dev.researchlab.domain.experiment.Variant;
import dev.researchlab.domain.model.Model;
import dev.researchlab.domain.model.ModelId;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.prompt.PromptVersion;
import dev.researchlab.ports.driving.dataset.ForCuratingDatasets;
import dev.researchlab.ports.driving.experiment.ExperimentDraft;
import dev.researchlab.ports.driving.experiment.ForDesigningExperiments;
import dev.researchlab.ports.driving.model.ForRegisteringModels;
import dev.researchlab.ports.driving.prompt.ForWritingPrompts;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Brings what an experiment file says into a project. */
final class Submission {

  private final ExperimentFile file;
  private final ProjectId project;

  Submission(ExperimentFile file, ProjectId project) {
    this.file = file;
    this.project = project;
  }

  Experiment submit(
      ForRegisteringModels forModels,
      ForCuratingDatasets forDatasets,
      ForWritingPrompts forPrompts,
      ForDesigningExperiments forExperiments) {
    Map<String, ModelId> models = register(forModels);
    DatasetVersion version = importVersion(forDatasets);
    Map<String, PromptVersion> prompts = new HashMap<>();
    for (NamedPrompt prompt : usedPrompts()) {
      prompts.put(prompt.name(), forPrompts.write(project, prompt.name(), prompt.content()));
    }
    try {
      ExperimentDesign design =
          new ExperimentDesign(
              file.variants().stream().map(it -> variant(it, models, prompts)).toList(),
              version.dataset(),
              version.hash(),
              file.metrics(),
              file.epochs(),
              file.seed(),
              file.baseline(),
              file.significanceLevel(),
              file.execution());
      return forExperiments.design(project, new ExperimentDraft(file.about(), design));
    } catch (InvalidException e) {
      throw file.problem(e.path(), e.problem());
    }
  }

  private static Variant variant(
      NamedVariant variant, Map<String, ModelId> models, Map<String, PromptVersion> prompts) {
    ModelId model = Objects.requireNonNull(models.get(variant.model()));
    PromptVersion prompt = Objects.requireNonNull(prompts.get(variant.prompt()));
    return new Variant(
        variant.name(), model, prompt.prompt(), prompt.number(), variant.parameters());
  }

  private Map<String, ModelId> register(ForRegisteringModels forModels) {
    Map<String, Model> present =
        forModels.models(project).stream().collect(Collectors.toMap(Model::name, it -> it));
    Set<String> used =
        file.variants().stream().map(NamedVariant::model).collect(Collectors.toSet());
    Map<String, ModelId> registered = new HashMap<>();
    for (NamedModel model : file.models()) {
      if (used.contains(model.name())) {
        registered.put(model.name(), register(forModels, model, present.get(model.name())));
      }
    }
    return registered;
  }

  private ModelId register(
      ForRegisteringModels forModels, NamedModel model, @Nullable Model present) {
    String path = "models." + model.name();
    try {
      if (present == null) {
        return forModels.register(project, model.name(), model.specification()).id();
      }
      if (!present.specification().equals(model.specification())) {
        // The file says how the model is reached; runs of before keep how they reached it.
        forModels.change(project, present.id(), model.specification());
      }
      return present.id();
    } catch (InvalidException e) {
      InvalidException located = e.in(path);
      throw file.problem(located.path(), located.problem());
    }
  }

  private DatasetVersion importVersion(ForCuratingDatasets forDatasets) {
    DatasetFile source = file.dataset();
    try (SampleFile samples = source.open()) {
      CheckedSamples checked = new CheckedSamples(samples);
      Dataset dataset =
          forDatasets.datasets(project).stream()
              .filter(it -> it.name().equals(source.name()))
              .findFirst()
              .orElseGet(() -> forDatasets.create(project, source.name()));
      return forDatasets.importVersion(project, dataset.id(), checked);
    }
  }

  private List<NamedPrompt> usedPrompts() {
    Set<String> used =
        file.variants().stream().map(NamedVariant::prompt).collect(Collectors.toSet());
    return file.prompts().stream().filter(prompt -> used.contains(prompt.name())).toList();
  }

  /** The samples up to the limit, each with all variables of the prompts that are used. */
  private final class CheckedSamples implements Iterator<Sample> {

    private final SampleFile samples;
    private final List<NamedPrompt> prompts = usedPrompts();
    private long left;

    CheckedSamples(SampleFile samples) {
      this.samples = samples;
      this.left = Objects.requireNonNullElse(file.dataset().limit(), Long.MAX_VALUE);
    }

    @Override
    public boolean hasNext() {
      return left > 0 && samples.hasNext();
    }

    @Override
    public Sample next() {
      left--;
      Sample sample = samples.next();
      prompts.forEach(prompt -> requireAll(prompt, sample));
      return sample;
    }

    private void requireAll(NamedPrompt prompt, Sample sample) {
      if (prompt.content().missingFrom(sample).isEmpty()) {
        return;
      }
      Set<String> defined = sample.variables().keySet();
      for (String name : prompt.content().variables()) {
        if (!defined.contains(name)) {
          throw undefined(prompt.name(), name, new TreeSet<>(defined));
        }
      }
      throw problem(
          prompt.name(),
          "the placeholder needs a conversation, and the sample at %s has none; name its field in dataset.fields.messages"
              .formatted(samples.location()));
    }

    private InvalidException undefined(String prompt, String name, Set<String> defined) {
      String meant =
          NearestName.of(name, defined)
              .map(near -> "; did you mean {{" + near + "}}?")
              .orElse("; name one that is");
      return problem(
          prompt,
          "the variable {{%s}} is not a field of the dataset%s (dataset %s has: %s)"
              .formatted(name, meant, samples.location(), String.join(", ", defined)));
    }

    private InvalidException problem(String prompt, String what) {
      Section section = file.locations().section("prompts." + prompt);
      return section.place(PromptReader.contentKey(section)).problem(section.path(), what);
    }
  }
}
