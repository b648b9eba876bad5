package dev.researchlab.adapters.http.project;

import dev.researchlab.adapters.http.web.Call;
import dev.researchlab.adapters.http.web.Json;
import dev.researchlab.adapters.http.web.JsonInput;
import dev.researchlab.adapters.http.web.Page;
import dev.researchlab.adapters.http.web.Reply;
import dev.researchlab.adapters.http.web.Routes;
import dev.researchlab.domain.project.Project;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driving.project.ForManagingProjects;
import tools.jackson.databind.JsonNode;

/** {@code /projects}. */
public final class Projects implements Routes.Resource {

  private static final String PATH = "/api/v1/projects";

  private final ForManagingProjects projects;

  public Projects(ForManagingProjects projects) {
    this.projects = projects;
  }

  @Override
  public void addTo(Routes routes) {
    routes
        .get(PATH, this::list)
        .post(PATH, this::create)
        .get(
            PATH + "/{id}",
            call -> {
              call.requireWholeLab();
              return Reply.ok(json(projects.project(call.id(ProjectId::new)))).tagged();
            });
  }

  private static JsonNode json(Project project) {
    return Json.object()
        .put("id", project.id().toString())
        .put("name", project.name())
        .put("created_at", project.createdAt().toString());
  }

  private Reply list(Call call) {
    call.requireWholeLab();
    Page page = call.page("projects");
    return page.reply(page.of(projects.projects(), Project::name), Project::name, Projects::json);
  }

  private Reply create(Call call) {
    call.requireWholeLab();
    Project project = projects.create(call.json(json -> json.text("name", JsonInput.NAME)));
    return Reply.created(PATH + "/" + project.id(), json(project)).tagged();
  }
}
