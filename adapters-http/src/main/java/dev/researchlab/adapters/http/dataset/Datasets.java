package dev.researchlab.adapters.http.dataset;

import dev.researchlab.adapters.http.web.Call;
import dev.researchlab.adapters.http.web.Json;
import dev.researchlab.adapters.http.web.JsonInput;
import dev.researchlab.adapters.http.web.Page;
import dev.researchlab.adapters.http.web.Problem;
import dev.researchlab.adapters.http.web.Reply;
import dev.researchlab.adapters.http.web.Routes;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.dataset.Dataset;
import dev.researchlab.domain.dataset.DatasetId;
import dev.researchlab.domain.dataset.DatasetVersion;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.ports.driving.dataset.ForCuratingDatasets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /datasets}. */
public final class Datasets implements Routes.Resource {

  private static final String PATH = "/api/v1/datasets";
  private static final int BAD_LINES = 100;

  private final ForCuratingDatasets datasets;
  private final DatasetFiles files;

  public Datasets(ForCuratingDatasets datasets, DatasetFiles files) {
    this.datasets = datasets;
    this.files = files;
  }

  @Override
  public void addTo(Routes routes) {
    routes
        .get(PATH, this::list)
        .post(PATH, this::create)
        .get(PATH + "/{id}", call -> shown(call, find(call)))
        .put(PATH + "/{id}", this::rename)
        .delete(PATH + "/{id}", this::delete)
        .get(PATH + "/{id}/versions", this::versions)
        .post(PATH + "/{id}/upload", this::upload)
        .get(PATH + "/{id}/download", this::download, "application/jsonl");
  }

  private JsonNode json(Call call, Dataset dataset) {
    List<DatasetVersion> versions = datasets.versions(call.project(), dataset.id());
    ObjectNode node = Json.object();
    node.put("id", dataset.id().toString());
    node.put("name", dataset.name());
    node.put("created_at", dataset.createdAt().toString());
    node.put("versions", versions.size());
    if (versions.isEmpty()) {
      node.putNull("latest_version");
    } else {
      node.set("latest_version", json(versions.getLast()));
    }
    return node;
  }

  private static JsonNode json(DatasetVersion version) {
    ObjectNode node = Json.object();
    node.put("version", version.hash().hex());
    node.put("samples", version.samples());
    node.put("imported_at", version.importedAt().toString());
    return node;
  }

  private Reply list(Call call) {
    return call.pageOfNamed(
        "datasets",
        () -> datasets.datasets(call.project()),
        Dataset::name,
        dataset -> json(call, dataset));
  }

  private static String name(JsonInput json) {
    return json.text("name", JsonInput.NAME);
  }

  private Reply create(Call call) {
    Dataset dataset = datasets.create(call.project(), call.json(Datasets::name));
    return Reply.created(PATH + "/" + dataset.id(), json(call, dataset)).tagged();
  }

  private Dataset find(Call call) {
    return datasets.dataset(call.project(), call.id(DatasetId::new));
  }

  private Reply shown(Call call, Dataset dataset) {
    return Reply.ok(json(call, dataset)).tagged();
  }

  private Reply rename(Call call) {
    Dataset current = find(call);
    call.requireMatch(shown(call, current));
    String name = call.json(Datasets::name);
    return shown(call, datasets.rename(call.project(), current.id(), current.name(), name));
  }

  private Reply delete(Call call) {
    Dataset current = find(call);
    call.requireMatch(shown(call, current));
    datasets.delete(call.project(), current.id());
    return Reply.noContent();
  }

  private Reply versions(Call call) {
    Page page = call.page("dataset_versions " + call.path("id"));
    List<DatasetVersion> all = datasets.versions(call.project(), find(call).id());
    return page.reply(
        page.of(all, version -> version.hash().hex()),
        version -> version.hash().hex(),
        Datasets::json);
  }

  /** Into a file first: where a line is bad, it is read once more to tell of the others. */
  private Reply upload(Call call) throws IOException {
    call.knows("format", "id", "expected", "input");
    Dataset dataset = find(call);
    String format = format(call);
    Map<String, String> fields = fields(call);
    Path folder = Files.createTempDirectory("research-lab-upload-");
    Path file = folder.resolve("upload." + format);
    try {
      try (InputStream body = call.stream()) {
        Files.copy(body, file, StandardCopyOption.REPLACE_EXISTING);
      }
      try (DatasetFiles.Samples samples = files.open(file, format, fields)) {
        DatasetVersion version = datasets.importVersion(call.project(), dataset.id(), samples);
        return Reply.created(
            PATH + "/" + dataset.id() + "/download?version=" + version.hash().hex(), json(version));
      } catch (InvalidException e) {
        requireGood(file, format, fields);
        throw e;
      }
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(folder);
    }
  }

  private String format(Call call) {
    Optional<String> asked = call.query("format");
    String type = call.contentType();
    String format = asked.orElseGet(() -> files.formatOf(type));
    if (format == null) {
      throw Problem.of(
              415,
              "unsupported_media_type",
              "the body must be application/jsonl, text/csv or application/vnd.apache.parquet, not '%s'; or say ?format=jsonl, csv or parquet"
                  .formatted(type))
          .asException();
    }
    if (!files.formats().contains(format)) {
      throw Problem.invalid("format", "must be one of " + String.join(", ", files.formats()))
          .asException();
    }
    return format;
  }

  private static Map<String, String> fields(Call call) {
    Map<String, String> fields = new HashMap<>();
    for (String name : List.of("id", "expected", "input")) {
      call.query(name).ifPresent(field -> fields.put(name, field));
    }
    return fields;
  }

  private void requireGood(Path file, String format, Map<String, String> fields) {
    List<DatasetFiles.BadLine> bad = files.badLines(file, format, fields, BAD_LINES);
    if (!bad.isEmpty()) {
      throw new Problem(
              400,
              "invalid",
              "the file has bad lines, nothing of it was stored; the first: %s: %s"
                  .formatted(bad.getFirst().location(), bad.getFirst().problem()),
              bad.stream()
                  .map(line -> new Problem.Issue(line.location(), "bad_line", line.problem()))
                  .toList(),
              Map.of())
          .asException();
    }
  }

  private Reply download(Call call) {
    String format = call.query("format").orElse("jsonl");
    if (!format.equals("jsonl") && !format.equals("samples")) {
      throw Problem.invalid("format", "must be jsonl or samples").asException();
    }
    Dataset dataset = find(call);
    List<DatasetVersion> versions = datasets.versions(call.project(), dataset.id());
    Optional<String> asked = call.query("version");
    DatasetVersion version =
        versions.stream()
            .filter(it -> asked.isEmpty() || it.hash().hex().equals(asked.get()))
            .reduce((first, second) -> second)
            .orElseThrow(() -> new NotFoundException("dataset version", asked.orElse("yet")));
    return Reply.stream(
            "application/jsonl",
            out -> {
              try (Stream<Sample> samples =
                  datasets.samples(call.project(), dataset.id(), version.hash())) {
                files.write(samples, format, out);
              }
            })
        .with("Content-Disposition", "attachment; filename=\"" + dataset.id() + ".jsonl\"");
  }
}
