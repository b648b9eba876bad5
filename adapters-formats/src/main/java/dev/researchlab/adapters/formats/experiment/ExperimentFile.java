package dev.researchlab.adapters.formats.experiment;

import dev.researchlab.adapters.formats.dataset.DatasetFormat;
import dev.researchlab.adapters.formats.dataset.FieldMapping;
import dev.researchlab.adapters.formats.dataset.SampleFile;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.experiment.About;
import dev.researchlab.domain.experiment.Execution;
import dev.researchlab.domain.experiment.Experiment;
import dev.researchlab.domain.metric.MetricDefinition;
import dev.researchlab.domain.model.GenerationParameters;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.model.PriceTable;
import dev.researchlab.domain.model.ProviderDescription;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.prompt.PromptContent;
import dev.researchlab.ports.driving.dataset.ForCuratingDatasets;
import dev.researchlab.ports.driving.experiment.ForDesigningExperiments;
import dev.researchlab.ports.driving.model.ForRegisteringModels;
import dev.researchlab.ports.driving.prompt.ForWritingPrompts;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An experiment as a researcher writes it down, read and checked as far as that goes without the
 * dataset. Its keys are described in {@code schema/experiment.schema.json}.
 *
 * @param file as it was named
 * @param models their names different, at least one
 * @param prompts their names different, at least one
 * @param metrics at least one; the measures that are always reported are not among them
 * @param variants their names different, at least one
 * @param baseline the name of a variant; null for the first
 * @param locations where the keys stand
 */
public record ExperimentFile(
    Path file,
    About about,
    List<NamedModel> models,
    List<NamedPrompt> prompts,
    DatasetFile dataset,
    List<MetricDefinition> metrics,
    List<NamedVariant> variants,
    @Nullable String baseline,
    int epochs,
    long seed,
    double significanceLevel,
    Execution execution,
    Locations locations) {

  /** What the experiment is called. */
  public String name() {
    return about.name();
  }

  /** A model by its name in the file. */
  public record NamedModel(String name, ModelSpecification specification) {}

  /** A prompt by its name in the file. */
  public record NamedPrompt(String name, PromptContent content) {}

  /**
   * Where the questions are.
   *
   * @param limit how many of the first samples are used, at least 1; null for all
   */
  public record DatasetFile(
      String name, Path file, DatasetFormat format, FieldMapping fields, @Nullable Long limit) {

    /**
     * Opens the file; its samples are all, whatever the limit.
     *
     * @throws InvalidException if it is not there or cannot be read
     */
    public SampleFile open() {
      return SampleFile.open(file, format, fields);
    }
  }

  /**
   * A variant by the names of its parts.
   *
   * @param parameters what differs from the model's own
   */
  public record NamedVariant(
      String name, String model, String prompt, GenerationParameters parameters) {}

  public ExperimentFile {
    models = List.copyOf(models);
    prompts = List.copyOf(prompts);
    metrics = List.copyOf(metrics);
    variants = List.copyOf(variants);
  }

  /**
   * Reads an experiment file.
   *
   * @param overrides settings {@code key=value} put over the file in their order; the value is YAML
   * @param providers the kinds of models that there are
   * @throws InvalidException if anything is wrong, in one line {@code FILE:LINE: KEY.PATH: what is
   *     wrong; what to do}, or {@code --set key=value: ...}
   */
  public static ExperimentFile read(
      Path file, List<String> overrides, List<ProviderDescription> providers) {
    return ExperimentReader.read(file, overrides, providers);
  }

  /** The same experiment; models without a price have the one of the table, where it knows it. */
  public ExperimentFile withPrices(PriceTable table) {
    List<NamedModel> priced =
        models.stream()
            .map(
                model ->
                    model.specification().price() != null
                        ? model
                        : table
                            .price(model.specification())
                            .map(price -> model.specification().withPrice(price))
                            .map(it -> new NamedModel(model.name(), it))
                            .orElse(model))
            .toList();
    return new ExperimentFile(
        file,
        about,
        priced,
        prompts,
        dataset,
        metrics,
        variants,
        baseline,
        epochs,
        seed,
        significanceLevel,
        execution,
        locations);
  }

  /** Where the key stands, or the nearest key above it, as {@code FILE:LINE}. */
  public String location(String keyPath) {
    return locations.of(keyPath);
  }

  /** A problem with the value of a key that was found later, told as one of this file. */
  public InvalidException problem(String keyPath, String what) {
    return locations.problem(keyPath, what);
  }

  /**
   * Registers the models that are used, imports the dataset, writes the prompts that are used and
   * designs the experiment. A model that the project has already with the same specification is
   * used as it is, and so are a dataset version and prompts with the same content.
   *
   * @throws InvalidException if any of it is refused, or a prompt names a variable that a sample
   *     does not have; in one line as from {@link #read}, problems of the dataset with its own file
   *     and line
   */
  public Experiment submit(
      ProjectId project,
      ForRegisteringModels models,
      ForCuratingDatasets datasets,
      ForWritingPrompts prompts,
      ForDesigningExperiments experiments) {
    return new Submission(this, project).submit(models, datasets, prompts, experiments);
  }
}
