package dev.researchlab.adapters.http.project;

import dev.researchlab.adapters.http.web.Call;
import dev.researchlab.adapters.http.web.Json;
import dev.researchlab.adapters.http.web.JsonInput;
import dev.researchlab.adapters.http.web.Reply;
import dev.researchlab.adapters.http.web.Routes;
import dev.researchlab.domain.project.ApiKey;
import dev.researchlab.domain.project.ApiKeyId;
import dev.researchlab.ports.driving.project.ForManagingApiKeys;
import dev.researchlab.ports.driving.project.IssuedKey;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api-keys}: the keys of the project that a request works in. */
public final class ApiKeys implements Routes.Resource {

  private static final String PATH = "/api/v1/api-keys";

  private final ForManagingApiKeys keys;

  public ApiKeys(ForManagingApiKeys keys) {
    this.keys = keys;
  }

  @Override
  public void addTo(Routes routes) {
    routes
        .get(PATH, this::list)
        .post(PATH, this::issue)
        .get(PATH + "/{id}", this::shown)
        .delete(PATH + "/{id}", this::revoke);
  }

  private record Body(String name, ApiKey.Scope scope, @Nullable Instant expiresAt) {

    static Body read(JsonInput json) {
      return new Body(
          json.text("name", JsonInput.NAME),
          Objects.requireNonNullElse(json.oneOf("scope", ApiKey.Scope.class), ApiKey.Scope.PROJECT),
          json.timeOrNull("expires_at"));
    }
  }

  private Reply list(Call call) {
    return call.pageOfNamed(
        "api-keys", () -> keys.keys(call.project()), ApiKey::name, ApiKeys::json);
  }

  /** The secret is shown this once: it is not kept, and so not shown to a repeated request. */
  private Reply issue(Call call) {
    Body body = call.json(Body::read);
    if (body.scope() == ApiKey.Scope.LAB) {
      call.requireWholeLab();
    }
    IssuedKey issued = keys.issue(call.project(), body.name(), body.scope(), body.expiresAt());
    String location = PATH + "/" + issued.key().id();
    Reply kept = Reply.created(location, json(issued.key())).tagged();
    ObjectNode withSecret = json(issued.key()).put("secret", issued.secret().text());
    return Reply.created(location, withSecret).taggedAs(kept).keptAs(kept);
  }

  private Reply shown(Call call) {
    return shown(keys.key(call.project(), call.id(ApiKeyId::new)));
  }

  private static Reply shown(ApiKey key) {
    return Reply.ok(json(key)).tagged();
  }

  private Reply revoke(Call call) {
    ApiKey key = keys.key(call.project(), call.id(ApiKeyId::new));
    if (key.scope() == ApiKey.Scope.LAB) {
      call.requireWholeLab();
    }
    call.requireMatch(shown(key));
    keys.revoke(call.project(), key.id());
    return Reply.noContent();
  }

  private static ObjectNode json(ApiKey key) {
    ObjectNode node =
        Json.object()
            .put("id", key.id().toString())
            .put("name", key.name())
            .put("scope", key.scope().name().toLowerCase(Locale.ROOT))
            .put("created_at", key.createdAt().toString());
    Instant expiresAt = key.expiresAt();
    return node.put("expires_at", expiresAt == null ? null : expiresAt.toString());
  }
}
