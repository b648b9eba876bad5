package dev.researchlab.application;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.WellFormedText;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.prompt.PromptContent;
import dev.researchlab.domain.prompt.PromptId;
import dev.researchlab.domain.prompt.PromptVersion;
import dev.researchlab.ports.driven.DrivenPorts;
import dev.researchlab.ports.driving.prompt.ForWritingPrompts;
import java.util.List;
import java.util.Map;

final class WritePrompts implements ForWritingPrompts {

  private static final int MAX_LABEL_LENGTH = 256;

  private final DrivenPorts ports;

  WritePrompts(DrivenPorts ports) {
    this.ports = ports;
  }

  @Override
  public PromptVersion write(ProjectId project, String name, PromptContent content) {
    return ports
        .prompts()
        .latest(project, name)
        .map(latest -> next(latest, content))
        .orElseGet(() -> first(project, name, content));
  }

  @Override
  public PromptVersion create(ProjectId project, String name, PromptContent content) {
    if (ports.prompts().latest(project, name).isPresent()) {
      throw new ConflictException("there is a prompt named '" + name + "' already");
    }
    return first(project, name, content);
  }

  @Override
  public PromptVersion write(ProjectId project, PromptId prompt, PromptContent content) {
    return next(versions(project, prompt).getLast(), content);
  }

  private PromptVersion first(ProjectId project, String name, PromptContent content) {
    return add(
        new PromptVersion(
            new PromptId(ports.ids().get()), project, name, 1, content, ports.clock().instant()));
  }

  private PromptVersion next(PromptVersion latest, PromptContent content) {
    return latest.content().equals(content)
        ? latest
        : add(
            new PromptVersion(
                latest.prompt(),
                latest.project(),
                latest.name(),
                latest.number() + 1,
                content,
                ports.clock().instant()));
  }

  private PromptVersion add(PromptVersion version) {
    ports.prompts().add(version);
    return version;
  }

  @Override
  public List<PromptVersion> versions(ProjectId project, PromptId prompt) {
    List<PromptVersion> versions = ports.prompts().versions(project, prompt);
    if (versions.isEmpty()) {
      throw new NotFoundException("prompt", prompt.toString());
    }
    return versions;
  }

  @Override
  public void label(ProjectId project, PromptId prompt, String label, int number) {
    if (label.isBlank() || label.length() > MAX_LABEL_LENGTH) {
      throw new InvalidException("label", "must have 1 to " + MAX_LABEL_LENGTH + " characters");
    }
    if (!WellFormedText.encode(label).equals(label)) {
      throw new InvalidException("label", "has a character that is no text");
    }
    ports.prompts().label(project, prompt, label, number);
  }

  @Override
  public Map<String, Integer> labels(ProjectId project, PromptId prompt) {
    return ports.prompts().labels(project, prompt);
  }

  @Override
  public PromptVersion rename(ProjectId project, PromptId prompt, String from, String to) {
    ports.prompts().rename(project, prompt, from, to);
    return versions(project, prompt).getLast();
  }

  @Override
  public PromptVersion replace(
      ProjectId project, PromptVersion read, String name, PromptContent content) {
    requireNewest(read, versions(project, read.prompt()).getLast());
    PromptVersion renamed = rename(project, read.prompt(), read.name(), name);
    requireNewest(read, renamed);
    return next(renamed, content);
  }

  private static void requireNewest(PromptVersion read, PromptVersion newest) {
    if (newest.number() != read.number()) {
      throw new ConflictException(
          "prompt %s is at version %d, not %d; read it again"
              .formatted(read.prompt(), newest.number(), read.number()));
    }
  }

  @Override
  public void delete(ProjectId project, PromptId prompt) {
    PromptVersion latest = versions(project, prompt).getLast();
    new Uses(ports.experiments())
        .refuse(
            project,
            "prompt '" + latest.name() + "'",
            design ->
                design.variants().stream().anyMatch(variant -> variant.prompt().equals(prompt)));
    if (!ports.prompts().delete(project, prompt)) {
      throw new NotFoundException("prompt", prompt.toString());
    }
  }

  @Override
  public List<PromptVersion> prompts(ProjectId project) {
    return ports.prompts().list(project);
  }
}
