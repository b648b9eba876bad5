package dev.researchlab.client;

import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A lab that is served elsewhere. Thread-safe. Each method throws a {@link LabProblem} where the
 * service refuses, with its reason, or is not reached. Reads and posts are sent again where the
 * service is not reached; a post is done once all the same.
 */
public final class LabClient {

  private final Wire wire;

  private LabClient(Wire wire) {
    this.wire = wire;
  }

  /** The lab at an address such as {@code http://127.0.0.1:3000}; nothing is asked yet. */
  public static LabClient at(URI server) {
    return at(server, null);
  }

  /**
   * As above.
   *
   * @param apiKey the secret of a key of that lab, null where it asks for none
   */
  public static LabClient at(URI server, @Nullable String apiKey) {
    return new LabClient(new Wire(server, apiKey));
  }

  /**
   * Makes a key of the project.
   *
   * @param expiresAt from when on it lets nobody in, null for never
   * @return the key with its secret, which is shown this once
   */
  public ApiKey issueKey(String name, String scope, @Nullable Instant expiresAt) {
    Map<String, @Nullable Object> body = new HashMap<>();
    body.put("name", name);
    body.put("scope", scope);
    body.put("expires_at", expiresAt);
    return wire.post("/api-keys", body, ApiKey.class);
  }

  /** The keys of the project by their names. */
  public Stream<ApiKey> keys() {
    return wire.list("/api-keys", ApiKey.class);
  }

  /** Takes a key back: from now on it lets nobody in. */
  public void revokeKey(String id) {
    wire.delete("/api-keys/" + id);
  }

  /** Registers a model. */
  public Model register(ModelInput model) {
    return wire.post("/models", model, Model.class);
  }

  /**
   * Replaces a model.
   *
   * @param version that was read; another one in the meantime is a problem of the status 412
   */
  public Model replace(String id, long version, ModelInput model) {
    return wire.put("/models/" + id, "\"" + version + "\"", model, Model.class);
  }

  /** The model of that id. */
  public Model model(String id) {
    return wire.get("/models/" + id, Model.class);
  }

  /** All models by their names. */
  public Stream<Model> models() {
    return wire.list("/models", Model.class);
  }

  /** Deletes a model that no experiment names. */
  public void deleteModel(String id) {
    wire.delete("/models/" + id);
  }

  /** Makes a dataset without samples. */
  public Dataset createDataset(String name) {
    return wire.post("/datasets", Map.of("name", name), Dataset.class);
  }

  /** The dataset of that id. */
  public Dataset dataset(String id) {
    return wire.get("/datasets/" + id, Dataset.class);
  }

  /** All datasets by their names. */
  public Stream<Dataset> datasets() {
    return wire.list("/datasets", Dataset.class);
  }

  /** The versions of a dataset, the first first. */
  public Stream<DatasetVersion> datasetVersions(String id) {
    return wire.list("/datasets/" + id + "/versions", DatasetVersion.class);
  }

  /**
   * Adds a version.
   *
   * @param format jsonl, csv, or samples as {@link #download} gives them
   * @param fields which fields are the {@code id}, the {@code expected} answers and the {@code
   *     input}, where they are to be named
   * @param samples read while they are sent
   */
  public DatasetVersion upload(
      String dataset, String format, Map<String, String> fields, InputStream samples) {
    StringBuilder path = new StringBuilder("/datasets/" + dataset + "/upload?format=" + format);
    fields.forEach((name, field) -> path.append(Wire.query(name, field)));
    return wire.upload(path.toString(), "application/octet-stream", samples, DatasetVersion.class);
  }

  /**
   * The newest version; the caller closes the stream.
   *
   * @param format jsonl with the variables as fields, or samples with everything that they have
   */
  public InputStream download(String dataset, String format) {
    return wire.stream("/datasets/" + dataset + "/download?format=" + format);
  }

  /** Deletes a dataset that no experiment names. */
  public void deleteDataset(String id) {
    wire.delete("/datasets/" + id);
  }

  /** Writes the first version of a prompt. */
  public Prompt createPrompt(PromptInput prompt) {
    return wire.post("/prompts", prompt, Prompt.class);
  }

  /** Writes another version; content that is there already is the version that has it. */
  public Prompt writePrompt(String id, List<Message> messages) {
    return wire.post("/prompts/" + id + "/versions", Map.of("messages", messages), Prompt.class);
  }

  /** The newest version of the prompt of that id. */
  public Prompt prompt(String id) {
    return wire.get("/prompts/" + id, Prompt.class);
  }

  /** The newest versions of all prompts by their names. */
  public Stream<Prompt> prompts() {
    return wire.list("/prompts", Prompt.class);
  }

  /** Deletes a prompt that no experiment names. */
  public void deletePrompt(String id) {
    wire.delete("/prompts/" + id);
  }

  /** Designs an experiment. */
  public Experiment design(ExperimentInput experiment) {
    return wire.post("/experiments", experiment, Experiment.class);
  }

  /**
   * Revises an experiment.
   *
   * @param version that was read; another one in the meantime is a problem of the status 412
   */
  public Experiment revise(String id, long version, ExperimentInput experiment) {
    return wire.put("/experiments/" + id, "\"" + version + "\"", experiment, Experiment.class);
  }

  /** The experiment of that id. */
  public Experiment experiment(String id) {
    return wire.get("/experiments/" + id, Experiment.class);
  }

  /** All experiments, the newest first. */
  public Stream<Experiment> experiments() {
    return wire.list("/experiments", Experiment.class);
  }

  /** Deletes an experiment that was never run. */
  public void deleteExperiment(String id) {
    wire.delete("/experiments/" + id);
  }

  /** Starts a run of an experiment, and returns while it goes on. */
  public Run start(String experiment) {
    return wire.post("/experiments/" + experiment + "/start", null, Run.class);
  }

  /** Opens a run of an experiment for outcomes that come from elsewhere. */
  public Run open(String experiment) {
    return wire.post("/experiments/" + experiment + "/runs", null, Run.class);
  }

  /** The run of that id with its progress. */
  public Run run(String id) {
    return wire.get("/runs/" + id, Run.class);
  }

  /** All runs, the newest first. */
  public Stream<Run> runs() {
    return wire.list("/runs", Run.class);
  }

  /** Ends a run; what it recorded stays. */
  public Run stop(String run) {
    return wire.post("/runs/" + run + "/stop", null, Run.class);
  }

  /** Starts nothing more, and lets what is in flight end. */
  public Run pause(String run) {
    return wire.post("/runs/" + run + "/pause", null, Run.class);
  }

  /** Goes on with what a run misses. */
  public Run resume(String run) {
    return wire.post("/runs/" + run + "/resume", null, Run.class);
  }

  /**
   * Scores the answers of a run by other metrics, as a new run; by its own where there are none.
   */
  public Run rescore(String run, List<Metric> metrics) {
    return wire.post("/runs/" + run + "/rescore", Map.of("metrics", metrics), Run.class);
  }

  /**
   * Follows a run to its end, through broken connections.
   *
   * @return how it ended
   */
  public Progress follow(String run, RunListener listener) {
    return new RunEvents(wire, run, listener).follow();
  }

  /** The evaluations of a run by their variants, samples and epochs. */
  public Stream<Evaluation> evaluations(String run) {
    return wire.list("/runs/" + run + "/evaluations", Evaluation.class);
  }

  /** The evaluation of that id. */
  public Evaluation evaluation(String id) {
    return wire.get("/evaluations/" + id, Evaluation.class);
  }

  /**
   * Records outcomes that were produced elsewhere, each by itself.
   *
   * @param outcomes at most 1,000
   */
  public Receipts record(String run, List<Outcome> outcomes) {
    return wire.post(
        "/evaluations", Map.of("run_id", run, "evaluations", outcomes), Receipts.class);
  }

  /** What was found, as JSON: estimates and comparisons with their intervals. */
  public JsonNode summary(String run) {
    return wire.get("/runs/" + run + "/summary", JsonNode.class);
  }

  /** What was found, as tables for people. */
  public String summaryTables(String run) {
    return wire.text("/runs/" + run + "/summary", "text/plain");
  }

  /** Everything that determines the result of a run. */
  public JsonNode manifest(String run) {
    return wire.get("/runs/" + run + "/manifest", JsonNode.class);
  }

  /**
   * All evaluations as a file; the caller closes the stream.
   *
   * @param format one of those of the service, such as jsonl or csv
   */
  public InputStream export(String run, String format) {
    return wire.stream("/runs/" + run + "/export?format=" + format);
  }

  /** Two runs on the samples that both answered, as JSON. */
  public JsonNode compare(String baselineRun, String run) {
    return wire.get(comparison(baselineRun, run), JsonNode.class);
  }

  /** Two runs on the samples that both answered, as tables for people. */
  public String comparisonTables(String baselineRun, String run) {
    return wire.text(comparison(baselineRun, run), "text/plain");
  }

  private static String comparison(String baselineRun, String run) {
    return "/comparisons?baseline_run_id=" + baselineRun + "&run_id=" + run;
  }
}
