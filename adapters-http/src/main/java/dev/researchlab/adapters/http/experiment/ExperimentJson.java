package dev.researchlab.adapters.http.experiment;

import dev.researchlab.adapters.http.metric.MetricJson;
import dev.researchlab.adapters.http.model.ParametersJson;
import dev.researchlab.adapters.http.web.Json;
import dev.researchlab.adapters.http.web.JsonInput;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.dataset.DatasetId;
import dev.researchlab.domain.experiment.About;
import dev.researchlab.domain.experiment.Budget;
import dev.researchlab.domain.experiment.CacheMode;
import dev.researchlab.domain.experiment.Execution;
import dev.researchlab.domain.experiment.Experiment;
import dev.researchlab.domain.experiment.ExperimentDesign;
import dev.researchlab.domain.experiment.Variant;
import dev.researchlab.domain.model.ModelId;
import dev.researchlab.domain.prompt.PromptId;
import dev.researchlab.ports.driving.experiment.ExperimentDraft;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Experiments as JSON.
 *
 * @param newestVersion of a dataset, where none is named
 */
public record ExperimentJson(Function<DatasetId, @Nullable ContentHash> newestVersion) {

  ExperimentDraft read(JsonInput json) {
    return new ExperimentDraft(
        new About(
            json.text("name", JsonInput.NAME),
            json.text("description", "", JsonInput.TEXT),
            json.text("hypothesis", "", JsonInput.TEXT),
            json.text("owner", "", JsonInput.NAME),
            json.texts("collaborators", JsonInput.NAME),
            json.texts("tags", JsonInput.NAME)),
        design(json));
  }

  private ExperimentDesign design(JsonInput json) {
    DatasetId dataset = new DatasetId(json.uuid("dataset_id"));
    Long seed = json.integerOrNull("seed");
    Double level = json.numberOrNull("significance_level");
    return new ExperimentDesign(
        json.objects("variants", ExperimentJson::variant),
        dataset,
        version(json, dataset),
        json.list("metrics", MetricJson::read),
        json.integer("epochs", 1),
        seed == null ? 0 : seed,
        json.textOrNull("baseline", JsonInput.NAME),
        level == null ? ExperimentDesign.DEFAULT_SIGNIFICANCE_LEVEL : level,
        Objects.requireNonNullElse(
            json.objectOrNull("execution", ExperimentJson::execution), Execution.DEFAULT));
  }

  private ContentHash version(JsonInput json, DatasetId dataset) {
    String named = json.textOrNull("dataset_version", JsonInput.NAME);
    if (named != null) {
      if (!named.matches("[0-9a-f]{64}")) {
        throw json.problem("dataset_version", "must be 64 hexadecimal digits, a SHA-256");
      }
      return new ContentHash(named);
    }
    ContentHash newest = newestVersion.apply(dataset);
    if (newest == null) {
      throw json.problem(
          "dataset_id", "this dataset is not there, or has no version yet; upload one");
    }
    return newest;
  }

  private static Variant variant(JsonInput json) {
    return new Variant(
        json.text("name", JsonInput.NAME),
        new ModelId(json.uuid("model_id")),
        new PromptId(json.uuid("prompt_id")),
        json.integer("prompt_version", 1),
        ParametersJson.read(json, "parameters"));
  }

  private static Execution execution(JsonInput json) {
    Execution defaults = Execution.DEFAULT;
    Duration backoff = json.secondsOrNull("backoff_seconds");
    Duration elapsed = json.positiveSecondsOrNull("max_elapsed_seconds");
    CacheMode cache = json.oneOf("cache", CacheMode.class);
    return new Execution(
        json.integer("concurrency", defaults.concurrency()),
        json.integer("max_attempts", defaults.maxAttempts()),
        backoff == null ? defaults.backoff() : backoff,
        elapsed == null ? defaults.maxElapsed() : elapsed,
        json.positiveSecondsOrNull("hedge_after_seconds"),
        cache == null ? defaults.cache() : cache,
        Objects.requireNonNullElse(
            json.objectOrNull("budget", ExperimentJson::budget), Budget.UNLIMITED));
  }

  private static Budget budget(JsonInput json) {
    return new Budget(
        json.moneyOrNull("max_cost"),
        json.integerOrNull("max_tokens"),
        json.positiveSecondsOrNull("max_duration_seconds"));
  }

  static ObjectNode write(Experiment experiment) {
    ObjectNode node = Json.object();
    node.put("id", experiment.id().toString());
    write(node, experiment.about());
    node.put("status", experiment.status().name().toLowerCase(Locale.ROOT));
    write(node, experiment.design());
    node.put("version", experiment.version());
    node.put("created_at", experiment.createdAt().toString());
    node.put("changed_at", experiment.changedAt().toString());
    return node;
  }

  /** An experiment as it is designed. */
  public static ObjectNode write(ExperimentDraft draft) {
    ObjectNode node = Json.object();
    write(node, draft.about());
    write(node, draft.design());
    return node;
  }

  private static void write(ObjectNode node, About about) {
    node.put("name", about.name());
    node.put("description", about.description());
    node.put("hypothesis", about.hypothesis());
    node.put("owner", about.owner());
    var collaborators = node.putArray("collaborators");
    about.collaborators().forEach(collaborators::add);
    var tags = node.putArray("tags");
    about.tags().forEach(tags::add);
  }

  private static void write(ObjectNode node, ExperimentDesign design) {
    var variants = node.putArray("variants");
    for (Variant variant : design.variants()) {
      variants
          .addObject()
          .put("name", variant.name())
          .put("model_id", variant.model().toString())
          .put("prompt_id", variant.prompt().toString())
          .put("prompt_version", variant.promptVersion())
          .set("parameters", ParametersJson.write(variant.parameters()));
    }
    node.put("dataset_id", design.dataset().toString());
    node.put("dataset_version", design.datasetVersion().hex());
    var metrics = node.putArray("metrics");
    design.metrics().forEach(metric -> metrics.add(MetricJson.write(metric)));
    node.put("epochs", design.epochs());
    node.put("seed", design.seed());
    node.put("baseline", design.baseline());
    node.put("significance_level", design.significanceLevel());
    node.set("execution", execution(design.execution()));
  }

  private static ObjectNode execution(Execution execution) {
    ObjectNode node = Json.object();
    node.put("concurrency", execution.concurrency());
    node.put("max_attempts", execution.maxAttempts());
    Json.putSeconds(node, "backoff_seconds", execution.backoff());
    Json.putSeconds(node, "max_elapsed_seconds", execution.maxElapsed());
    Json.putSeconds(node, "hedge_after_seconds", execution.hedgeAfter());
    node.put("cache", execution.cache().name().toLowerCase(Locale.ROOT));
    ObjectNode budget = node.putObject("budget");
    Json.putMoney(budget, "max_cost", execution.budget().maxCost());
    budget.put("max_tokens", execution.budget().maxTokens());
    Json.putSeconds(budget, "max_duration_seconds", execution.budget().maxDuration());
    return node;
  }

  /** What a list shows of each, by its groups: {@code design} and {@code texts}. */
  static JsonNode write(Experiment experiment, List<String> groups) {
    ObjectNode node = write(experiment);
    if (!groups.contains("design")) {
      node.remove(
          List.of(
              "variants",
              "dataset_id",
              "dataset_version",
              "metrics",
              "epochs",
              "seed",
              "baseline",
              "significance_level",
              "execution"));
    }
    if (!groups.contains("texts")) {
      node.remove(List.of("description", "hypothesis"));
    }
    return node;
  }
}
