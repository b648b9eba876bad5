package dev.researchlab.adapters.formats.experiment;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.researchlab.adapters.formats.experiment.ExperimentFile.NamedModel;
import dev.researchlab.adapters.formats.experiment.ExperimentFile.NamedPrompt;
import dev.researchlab.adapters.formats.experiment.ExperimentFile.NamedVariant;
import dev.researchlab.domain.experiment.About;
import dev.researchlab.domain.experiment.Budget;
import dev.researchlab.domain.experiment.CacheMode;
import dev.researchlab.domain.experiment.Execution;
import dev.researchlab.domain.experiment.ExperimentDesign;
import dev.researchlab.domain.metric.MetricDefinition;
import dev.researchlab.domain.model.GenerationParameters;
import dev.researchlab.domain.model.ProviderDescription;
import dev.researchlab.domain.model.ResponseSchema;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads an experiment file from its top. */
final class ExperimentReader {

  private final Path file;
  private final Section top;

  private ExperimentReader(Path file, Section top) {
    this.file = file;
    this.top = top;
  }

  static ExperimentFile read(
      Path file, List<String> overrides, List<ProviderDescription> providers) {
    Section document = Section.of("", YamlReader.read(file.toString(), NamedFiles.text(file)));
    Yaml overridden = Overrides.apply(document.mapping(), overrides);
    Section top = Section.of("", overridden, Level.EXPERIMENT);
    return new ExperimentReader(file, top).experiment(providers);
  }

  private ExperimentFile experiment(List<ProviderDescription> providers) {
    String name = top.requiredName("name", "a name for the experiment");
    NamedFiles files = NamedFiles.of(file, top);
    List<NamedModel> models =
        named("models", new ModelReader(files, providers)::model, NamedModel::name);
    List<NamedPrompt> prompts =
        named("prompts", new PromptReader(files)::prompt, NamedPrompt::name);
    List<NamedVariant> variants = variants(models, prompts, new ParametersReader(files));
    return new ExperimentFile(
        file,
        new About(
            name,
            top.text("description").orElse(""),
            top.text("hypothesis").orElse(""),
            top.text("owner").orElse(""),
            top.texts("collaborators"),
            top.texts("tags")),
        models,
        prompts,
        new DatasetReader(files, PromptReader.imageVariables(prompts))
            .dataset(top.requiredSection("dataset", Level.DATASET)),
        metrics(new MetricReader(files, responseSchemas(models, variants))),
        variants,
        baseline(variants),
        epochs(),
        top.wholeNumber("seed").orElse(0L),
        significanceLevel(),
        execution(),
        new Locations(top.mapping()));
  }

  /** The items of a list that must not be empty, nor name two the same. */
  private <T> List<T> named(
      String key, BiFunction<String, Yaml, T> read, Function<T, String> nameOf) {
    if (top.value(key).isEmpty()) {
      throw top.missing(key, "a list of " + key);
    }
    List<T> items = top.items(key, read);
    if (items.isEmpty()) {
      throw top.problem(key, "is empty; add at least one");
    }
    List<String> names = items.stream().map(nameOf).toList();
    for (int i = 0; i < names.size(); i++) {
      int first = names.indexOf(names.get(i));
      if (first < i) {
        String path = key + "[" + i + "]";
        throw new Locations(top.mapping())
            .problem(
                path,
                "has the name '%s' as %s[%d] has; give it another"
                    .formatted(names.get(i), key, first));
      }
    }
    return items;
  }

  private List<NamedVariant> variants(
      List<NamedModel> models, List<NamedPrompt> prompts, ParametersReader parameters) {
    List<String> modelNames = models.stream().map(NamedModel::name).toList();
    List<String> promptNames = prompts.stream().map(NamedPrompt::name).toList();
    if (top.value("variants").isPresent()) {
      return named(
          "variants",
          (path, value) -> variant(path, value, modelNames, promptNames, parameters),
          NamedVariant::name);
    }
    List<NamedVariant> variants = new ArrayList<>();
    for (String model : modelNames) {
      for (String prompt : promptNames) {
        String name = promptNames.size() == 1 ? model : model + "/" + prompt;
        variants.add(new NamedVariant(name, model, prompt, GenerationParameters.PROVIDER_DEFAULTS));
      }
    }
    return variants;
  }

  private static NamedVariant variant(
      String path,
      Yaml value,
      List<String> models,
      List<String> prompts,
      ParametersReader parameters) {
    Section section = Section.of(path, value, Level.VARIANT);
    return new NamedVariant(
        section.requiredName("name", "a name for the variant"),
        oneOf(section, "model", models),
        prompts.size() == 1 && section.value("prompt").isEmpty()
            ? prompts.getFirst()
            : oneOf(section, "prompt", prompts),
        parameters.parameters(section));
  }

  private static String oneOf(Section section, String key, List<String> names) {
    String name = section.requiredName(key, "one of " + String.join(", ", names));
    if (!names.contains(name)) {
      throw section.problem(
          key, "there is no " + key + " '" + name + "'" + Section.didYouMean(name, names));
    }
    return name;
  }

  private @Nullable String baseline(List<NamedVariant> variants) {
    return top.value("baseline").isEmpty()
        ? null
        : oneOf(top, "baseline", variants.stream().map(NamedVariant::name).toList());
  }

  private List<MetricDefinition> metrics(MetricReader reader) {
    List<MetricDefinition> metrics =
        named("metrics", reader::metric, MetricDefinition::name).stream()
            .filter(metric -> !MetricReader.MEASURES.contains(metric.type()))
            .toList();
    if (metrics.isEmpty()) {
      throw top.problem("metrics", "has only measures that are always reported; add a metric");
    }
    return metrics;
  }

  private static Set<String> responseSchemas(List<NamedModel> models, List<NamedVariant> variants) {
    Map<String, GenerationParameters> ofModels =
        models.stream().collect(toMap(NamedModel::name, it -> it.specification().parameters()));
    return variants.stream()
        .map(it -> it.parameters().orElse(requireNonNull(ofModels.get(it.model()))))
        .flatMap(parameters -> Stream.ofNullable(parameters.responseSchema()))
        .map(ResponseSchema::schema)
        .collect(toSet());
  }

  private int epochs() {
    int epochs = top.smallWholeNumber("epochs").orElse(1);
    if (epochs < 1) {
      throw top.problem("epochs", "must be 1 or more, not " + epochs);
    }
    return epochs;
  }

  private double significanceLevel() {
    double level =
        top.decimal("significance_level").orElse(ExperimentDesign.DEFAULT_SIGNIFICANCE_LEVEL);
    if (!(level > 0 && level < 1)) {
      throw top.problem("significance_level", "must lie between 0 and 1, not " + level);
    }
    return level;
  }

  private Execution execution() {
    int concurrency = top.smallWholeNumber("concurrency").orElse(Execution.DEFAULT.concurrency());
    int maxAttempts = top.smallWholeNumber("max_attempts").orElse(Execution.DEFAULT.maxAttempts());
    Duration backoff = top.duration("backoff").orElse(Execution.DEFAULT.backoff());
    Duration maxElapsed = top.duration("max_elapsed").orElse(Execution.DEFAULT.maxElapsed());
    @Nullable Duration hedgeAfter = top.duration("hedge_after").orElse(null);
    CacheMode cache = cache();
    Budget budget = budget();
    return top.make(
        () ->
            new Execution(
                concurrency, maxAttempts, backoff, maxElapsed, hedgeAfter, cache, budget));
  }

  private CacheMode cache() {
    Optional<String> name = top.text("cache");
    if (name.isEmpty()) {
      return Execution.DEFAULT.cache();
    }
    String mode = name.get();
    return Stream.of(CacheMode.values())
        .filter(candidate -> lower(candidate).equals(mode))
        .findFirst()
        .orElseThrow(
            () -> {
              List<String> names =
                  Stream.of(CacheMode.values()).map(ExperimentReader::lower).toList();
              return top.problem(
                  "cache", "there is no mode '" + mode + "'" + Section.didYouMean(mode, names));
            });
  }

  private static String lower(CacheMode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }

  private Budget budget() {
    Section budget = top.section("budget", Level.BUDGET);
    @Nullable BigDecimal maxCost = budget.number("max_cost").orElse(null);
    @Nullable Long maxTokens = budget.wholeNumber("max_tokens").orElse(null);
    @Nullable Duration maxDuration = budget.duration("max_duration").orElse(null);
    return budget.make(() -> new Budget(maxCost, maxTokens, maxDuration));
  }
}
