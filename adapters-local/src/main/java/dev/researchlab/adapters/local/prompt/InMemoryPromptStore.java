package dev.researchlab.adapters.local.prompt;

import dev.researchlab.domain.CodePointOrder;
import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.prompt.PromptId;
import dev.researchlab.domain.prompt.PromptVersion;
import dev.researchlab.ports.driven.prompt.PromptStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Keeps prompts until the program ends. */
public final class InMemoryPromptStore implements PromptStore {

  /** The versions of each prompt; version {@code n} stands at {@code n - 1}. */
  private final Map<ProjectId, Map<PromptId, List<PromptVersion>>> projects = new HashMap<>();

  private final Map<ProjectId, Map<PromptId, Map<String, Integer>>> labels = new HashMap<>();

  @Override
  public synchronized void add(PromptVersion version) {
    int newest = versions(version.project(), version.prompt()).size();
    if (version.number() != newest + 1) {
      throw new ConflictException(
          "the next version of prompt '%s' is %d, not %d"
              .formatted(version.name(), newest + 1, version.number()));
    }
    if (newest(version.project())
        .anyMatch(
            other ->
                other.name().equals(version.name()) && !other.prompt().equals(version.prompt()))) {
      throw new ConflictException("there is another prompt named '" + version.name() + "' already");
    }
    projects
        .computeIfAbsent(version.project(), project -> new HashMap<>())
        .computeIfAbsent(version.prompt(), prompt -> new ArrayList<>())
        .add(version);
  }

  @Override
  public synchronized Optional<PromptVersion> find(ProjectId project, PromptId prompt, int number) {
    List<PromptVersion> versions = versions(project, prompt);
    return number >= 1 && number <= versions.size()
        ? Optional.of(versions.get(number - 1))
        : Optional.empty();
  }

  @Override
  public synchronized Optional<PromptVersion> latest(ProjectId project, String name) {
    return newest(project).filter(version -> version.name().equals(name)).findFirst();
  }

  @Override
  public synchronized List<PromptVersion> list(ProjectId project) {
    return newest(project)
        .sorted(Comparator.comparing(PromptVersion::name, CodePointOrder.COMPARATOR))
        .toList();
  }

  @Override
  public synchronized void label(ProjectId project, PromptId prompt, String label, int number) {
    if (find(project, prompt, number).isEmpty()) {
      throw new NotFoundException("version of prompt " + prompt, Integer.toString(number));
    }
    labels
        .computeIfAbsent(project, key -> new HashMap<>())
        .computeIfAbsent(prompt, key -> new HashMap<>())
        .put(label, number);
  }

  @Override
  public synchronized Map<String, Integer> labels(ProjectId project, PromptId prompt) {
    return Map.copyOf(labels.getOrDefault(project, Map.of()).getOrDefault(prompt, Map.of()));
  }

  @Override
  public synchronized List<PromptVersion> versions(ProjectId project, PromptId prompt) {
    return List.copyOf(projects.getOrDefault(project, Map.of()).getOrDefault(prompt, List.of()));
  }

  @Override
  public synchronized void rename(ProjectId project, PromptId prompt, String from, String to) {
    List<PromptVersion> versions = versions(project, prompt);
    if (versions.isEmpty()) {
      throw new NotFoundException("prompt", prompt.toString());
    }
    if (!versions.getLast().name().equals(from)) {
      throw new ConflictException(
          "prompt %s is named '%s' by now; read it again"
              .formatted(prompt, versions.getLast().name()));
    }
    if (!from.equals(to) && latest(project, to).isPresent()) {
      throw new ConflictException("there is another prompt named '" + to + "' already");
    }
    List<PromptVersion> renamed = new ArrayList<>();
    for (PromptVersion version : versions) {
      renamed.add(
          new PromptVersion(
              prompt, project, to, version.number(), version.content(), version.writtenAt()));
    }
    projects.computeIfAbsent(project, key -> new HashMap<>()).put(prompt, renamed);
  }

  @Override
  public synchronized boolean delete(ProjectId project, PromptId prompt) {
    labels.getOrDefault(project, new HashMap<>()).remove(prompt);
    return projects.getOrDefault(project, new HashMap<>()).remove(prompt) != null;
  }

  private Stream<PromptVersion> newest(ProjectId project) {
    return projects.getOrDefault(project, Map.of()).values().stream().map(List::getLast);
  }
}
