package dev.researchlab.bootstrap;

import dev.researchlab.adapters.formats.dataset.SampleFile;
import dev.researchlab.adapters.formats.dataset.WholeSamples;
import dev.researchlab.adapters.formats.experiment.ExperimentFile;
import dev.researchlab.adapters.formats.experiment.ExperimentFile.NamedModel;
import dev.researchlab.adapters.formats.experiment.ExperimentFile.NamedPrompt;
import dev.researchlab.adapters.formats.experiment.ExperimentFile.NamedVariant;
import dev.researchlab.adapters.http.experiment.ExperimentJson;
import dev.researchlab.adapters.http.model.ModelJson;
import dev.researchlab.adapters.http.prompt.PromptJson;
import dev.researchlab.client.Dataset;
import dev.researchlab.client.DatasetVersion;
import dev.researchlab.client.Experiment;
import dev.researchlab.client.ExperimentInput;
import dev.researchlab.client.LabClient;
import dev.researchlab.client.Model;
import dev.researchlab.client.ModelInput;
import dev.researchlab.client.Prompt;
import dev.researchlab.client.PromptInput;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.dataset.DatasetId;
import dev.researchlab.domain.experiment.ExperimentDesign;
import dev.researchlab.domain.experiment.Variant;
import dev.researchlab.domain.model.ModelId;
import dev.researchlab.domain.prompt.PromptId;
import dev.researchlab.ports.driving.experiment.ExperimentDraft;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** Brings what an experiment file says to a lab that is served elsewhere. */
final class RemoteSubmission {

  /** What the service writes is what its client reads. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final LabClient lab;
  private final ExperimentFile file;

  RemoteSubmission(LabClient lab, ExperimentFile file) {
    this.lab = lab;
    this.file = file;
  }

  Experiment submit() {
    Map<String, String> models = register();
    Dataset dataset = dataset();
    DatasetVersion version = upload(dataset);
    Map<String, Prompt> prompts = write();
    ExperimentDesign design =
        new ExperimentDesign(
            file.variants().stream().map(it -> variant(it, models, prompts)).toList(),
            new DatasetId(UUID.fromString(dataset.id())),
            new ContentHash(version.version()),
            file.metrics(),
            file.epochs(),
            file.seed(),
            file.baseline(),
            file.significanceLevel(),
            file.execution());
    ExperimentDraft draft = new ExperimentDraft(file.about(), design);
    return lab.design(JSON.treeToValue(ExperimentJson.write(draft), ExperimentInput.class));
  }

  private static Variant variant(
      NamedVariant variant, Map<String, String> models, Map<String, Prompt> prompts) {
    Prompt prompt = Objects.requireNonNull(prompts.get(variant.prompt()));
    return new Variant(
        variant.name(),
        new ModelId(UUID.fromString(models.get(variant.model()))),
        new PromptId(UUID.fromString(prompt.id())),
        prompt.version(),
        variant.parameters());
  }

  private Map<String, String> register() {
    List<String> used = file.variants().stream().map(NamedVariant::model).toList();
    Map<String, Model> present =
        lab.models().collect(Collectors.toMap(Model::name, Function.identity()));
    Map<String, String> ids = new HashMap<>();
    for (NamedModel model : file.models()) {
      if (used.contains(model.name())) {
        ModelInput input =
            JSON.treeToValue(
                ModelJson.write(model.name(), model.specification()), ModelInput.class);
        Model there = present.get(model.name());
        if (there == null) {
          ids.put(model.name(), lab.register(input).id());
        } else if (input.equals(JSON.treeToValue(JSON.valueToTree(there), ModelInput.class))) {
          ids.put(model.name(), there.id());
        } else {
          ids.put(model.name(), lab.replace(there.id(), there.version(), input).id());
        }
      }
    }
    return ids;
  }

  private Dataset dataset() {
    String name = file.dataset().name();
    return lab.datasets()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseGet(() -> lab.createDataset(name));
  }

  /** Read whole before anything is sent: a bad line is found here, with its number. */
  private DatasetVersion upload(Dataset dataset) {
    try {
      Path lines = Files.createTempFile("research-lab-", ".jsonl");
      try {
        write(lines);
        try (InputStream in = Files.newInputStream(lines)) {
          return lab.upload(dataset.id(), "samples", Map.of(), in);
        }
      } finally {
        Files.deleteIfExists(lines);
      }
    } catch (IOException e) {
      throw new InvalidException("the dataset cannot be written to send it: " + e.getMessage(), e);
    }
  }

  private void write(Path lines) throws IOException {
    long left = Objects.requireNonNullElse(file.dataset().limit(), Long.MAX_VALUE);
    try (SampleFile samples = file.dataset().open();
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(lines), 1 << 16)) {
      while (left > 0 && samples.hasNext()) {
        out.write(WholeSamples.line(samples.next()).getBytes(StandardCharsets.UTF_8));
        left--;
      }
    }
  }

  private Map<String, Prompt> write() {
    List<String> used = file.variants().stream().map(NamedVariant::prompt).toList();
    Map<String, Prompt> present =
        lab.prompts().collect(Collectors.toMap(Prompt::name, Function.identity()));
    Map<String, Prompt> written = new HashMap<>();
    for (NamedPrompt prompt : file.prompts()) {
      if (used.contains(prompt.name())) {
        JsonNode node =
            JsonNodeFactory.instance
                .objectNode()
                .put("name", prompt.name())
                .set("messages", PromptJson.messages(prompt.content()));
        PromptInput input = JSON.treeToValue(node, PromptInput.class);
        Prompt there = present.get(prompt.name());
        written.put(
            prompt.name(),
            there == null
                ? lab.createPrompt(input)
                : lab.writePrompt(there.id(), input.messages()));
      }
    }
    return written;
  }
}
