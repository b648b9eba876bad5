package dev.researchlab.adapters.local.dataset;

import dev.researchlab.domain.CodePointOrder;
import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.dataset.Dataset;
import dev.researchlab.domain.dataset.DatasetId;
import dev.researchlab.domain.dataset.DatasetVersion;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.dataset.DatasetStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Keeps datasets until the program ends. */
public final class InMemoryDatasetStore implements DatasetStore {

  private record Content(DatasetVersion version, List<Sample> samples) {}

  private record Entry(Dataset dataset, Map<ContentHash, Content> contents) {}

  private final Map<ProjectId, Map<DatasetId, Entry>> projects = new HashMap<>();

  @Override
  public synchronized void add(Dataset dataset) {
    Map<DatasetId, Entry> entries =
        projects.computeIfAbsent(dataset.project(), project -> new HashMap<>());
    if (entries.containsKey(dataset.id())) {
      throw new ConflictException("there is a dataset " + dataset.id() + " already");
    }
    if (entries.values().stream()
        .anyMatch(entry -> entry.dataset().name().equals(dataset.name()))) {
      throw new ConflictException("there is a dataset named '" + dataset.name() + "' already");
    }
    entries.put(dataset.id(), new Entry(dataset, new LinkedHashMap<>()));
  }

  @Override
  public synchronized Optional<Dataset> find(ProjectId project, DatasetId id) {
    return entry(project, id).map(Entry::dataset);
  }

  @Override
  public synchronized List<Dataset> list(ProjectId project) {
    return projects.getOrDefault(project, Map.of()).values().stream()
        .map(Entry::dataset)
        .sorted(Comparator.comparing(Dataset::name, CodePointOrder.COMPARATOR))
        .toList();
  }

  @Override
  public synchronized VersionWriter write(ProjectId project, DatasetId dataset) {
    return new Writer(requireEntry(project, dataset));
  }

  @Override
  public synchronized List<DatasetVersion> versions(ProjectId project, DatasetId dataset) {
    return entry(project, dataset).stream()
        .flatMap(entry -> entry.contents().values().stream())
        .map(Content::version)
        .toList();
  }

  @Override
  public synchronized Stream<Sample> samples(
      ProjectId project, DatasetId dataset, ContentHash version) {
    Content content = requireEntry(project, dataset).contents().get(version);
    if (content == null) {
      throw new NotFoundException("version of dataset " + dataset, version.toString());
    }
    return content.samples().stream();
  }

  @Override
  public synchronized Dataset rename(ProjectId project, DatasetId id, String from, String to) {
    Entry entry = requireEntry(project, id);
    Map<DatasetId, Entry> entries = projects.getOrDefault(project, new HashMap<>());
    if (!entry.dataset().name().equals(from)) {
      throw new ConflictException(
          "dataset %s is named '%s' by now; read it again".formatted(id, entry.dataset().name()));
    }
    if (!from.equals(to)
        && entries.values().stream().anyMatch(other -> other.dataset().name().equals(to))) {
      throw new ConflictException("there is a dataset named '" + to + "' already");
    }
    Dataset renamed = new Dataset(id, project, to, entry.dataset().createdAt());
    entries.put(id, new Entry(renamed, entry.contents()));
    return renamed;
  }

  @Override
  public synchronized boolean delete(ProjectId project, DatasetId id) {
    return projects.getOrDefault(project, new HashMap<>()).remove(id) != null;
  }

  private Optional<Entry> entry(ProjectId project, DatasetId id) {
    return Optional.ofNullable(projects.getOrDefault(project, Map.of()).get(id));
  }

  private Entry requireEntry(ProjectId project, DatasetId id) {
    return entry(project, id).orElseThrow(() -> new NotFoundException("dataset", id.toString()));
  }

  private synchronized DatasetVersion commit(Entry entry, Content content) {
    Content stored = entry.contents().putIfAbsent(content.version().hash(), content);
    return stored == null ? content.version() : stored.version();
  }

  private final class Writer implements VersionWriter {

    private final Entry entry;
    private final List<Sample> samples = new ArrayList<>();
    private boolean open = true;

    Writer(Entry entry) {
      this.entry = entry;
    }

    @Override
    public void append(Sample sample) {
      requireOpen();
      samples.add(sample);
    }

    @Override
    public DatasetVersion commit(ContentHash hash, Instant now) {
      requireOpen();
      DatasetVersion version = new DatasetVersion(entry.dataset().id(), hash, samples.size(), now);
      open = false;
      return InMemoryDatasetStore.this.commit(entry, new Content(version, List.copyOf(samples)));
    }

    @Override
    public void close() {
      open = false;
      samples.clear();
    }

    private void requireOpen() {
      if (!open) {
        throw new IllegalStateException("this version was committed or closed already");
      }
    }
  }
}
