package dev.researchlab.application;

import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.prompt.PromptContent;
import dev.researchlab.domain.prompt.PromptId;
import dev.researchlab.domain.prompt.PromptVersion;
import dev.researchlab.ports.driven.DrivenPorts;
import dev.researchlab.ports.driving.prompt.ForWritingPrompts;
import java.util.List;
import java.util.Optional;

final class WritePrompts implements ForWritingPrompts {

  private final DrivenPorts ports;

  WritePrompts(DrivenPorts ports) {
    this.ports = ports;
  }

  @Override
  public PromptVersion write(ProjectId project, String name, PromptContent content) {
    Optional<PromptVersion> latest = ports.prompts().latest(project, name);
    if (latest.isPresent() && latest.get().content().equals(content)) {
      return latest.get();
    }
    PromptVersion next =
        new PromptVersion(
            latest.map(PromptVersion::prompt).orElseGet(() -> new PromptId(ports.ids().get())),
            project,
            name,
            latest.map(PromptVersion::number).orElse(0) + 1,
            content,
            ports.clock().instant());
    ports.prompts().add(next);
    return next;
  }

  @Override
  public List<PromptVersion> prompts(ProjectId project) {
    return ports.prompts().list(project);
  }
}
