package dev.researchlab.adapters.http.web;

import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.project.ApiKey;
import dev.researchlab.domain.project.ApiKeySecret;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driving.project.ForManagingApiKeys;
import dev.researchlab.ports.driving.project.ForManagingProjects;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets requests into projects: as far as their keys go, where keys are asked for. */
final class Admission {

  private static final HeaderName PROJECT = HeaderNames.create("X-Project-Id");
  private static final String SCHEME = "bearer ";
  private static final String RESOURCES = "/api/v1/";

  private final ForManagingProjects projects;
  private final ForManagingApiKeys keys;
  private final boolean keysNeeded;

  Admission(ForManagingProjects projects, ForManagingApiKeys keys, boolean keysNeeded) {
    this.projects = projects;
    this.keys = keys;
    this.keysNeeded = keysNeeded;
  }

  /** Health, figures and the contract are for everybody. */
  void admit(Call call, String route) {
    if (!route.startsWith(RESOURCES)) {
      return;
    }
    if (keysNeeded) {
      ApiKey key = key(call);
      call.admit(key.project(), "api key " + key.name(), key.scope());
      choose(call, key);
    } else {
      choose(call, null);
    }
  }

  private ApiKey key(Call call) {
    String header = call.header(HeaderNames.AUTHORIZATION).orElse("");
    if (header.isEmpty()) {
      throw refused("this service asks for a key: send Authorization: Bearer and its secret");
    }
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw refused("Authorization must be the word Bearer and the secret of a key");
    }
    return keys.authenticate(new ApiKeySecret(header.substring(SCHEME.length()).strip()))
        .orElseThrow(() -> refused("there is no such key, or it has expired or was revoked"));
  }

  private static ProblemException refused(String detail) {
    return Problem.of(401, "unauthenticated", detail)
        .withHeader("WWW-Authenticate", "Bearer realm=\"research-lab\"")
        .asException();
  }

  /** The project of the header; without one, that of the key, or of a fresh installation. */
  private void choose(Call call, @Nullable ApiKey key) {
    Optional<String> named = call.header(PROJECT);
    if (named.isEmpty()) {
      return;
    }
    String header = PROJECT.defaultCase();
    ProjectId project = new ProjectId(JsonInput.uuid(header, named.get()));
    if (key != null && key.scope() == ApiKey.Scope.PROJECT && !key.project().equals(project)) {
      throw Problem.of(403, "forbidden", "the key is one of another project than X-Project-Id says")
          .asException();
    }
    try {
      call.in(projects.project(project).id());
    } catch (NotFoundException e) {
      throw Problem.invalid(header, "there is no such project; see /api/v1/projects").asException();
    }
  }
}
