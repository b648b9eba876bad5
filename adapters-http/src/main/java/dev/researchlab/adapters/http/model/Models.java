package dev.researchlab.adapters.http.model;

import dev.researchlab.adapters.http.web.Call;
import dev.researchlab.adapters.http.web.Json;
import dev.researchlab.adapters.http.web.Problem;
import dev.researchlab.adapters.http.web.Reply;
import dev.researchlab.adapters.http.web.Routes;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.model.Model;
import dev.researchlab.domain.model.ModelId;
import dev.researchlab.ports.driving.model.ForRegisteringModels;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** {@code /models}. */
public final class Models implements Routes.Resource {

  private static final String PATH = "/api/v1/models";

  private final ForRegisteringModels models;

  public Models(ForRegisteringModels models) {
    this.models = models;
  }

  @Override
  public void addTo(Routes routes) {
    routes
        .get(PATH + "/providers", this::providers)
        .get(PATH, this::list)
        .post(PATH, this::register)
        .get(PATH + "/{id}", call -> shown(find(call)))
        .put(PATH + "/{id}", this::replace)
        .delete(PATH + "/{id}", this::delete);
  }

  private Reply providers(Call call) {
    ObjectNode node = Json.object();
    var data = node.putArray("data");
    models.providers().forEach(provider -> data.add(ModelJson.write(provider)));
    return Reply.ok(node);
  }

  private Reply list(Call call) {
    return call.pageOfNamed(
        "models", () -> models.models(call.project()), Model::name, ModelJson::write);
  }

  private Reply register(Call call) {
    ModelJson.Body body = call.json(ModelJson::read);
    Model model = checked(() -> models.register(call.project(), body.name(), body.specification()));
    return Reply.created(PATH + "/" + model.id(), ModelJson.write(model)).tagged(model.version());
  }

  /** A provider names its options alone, and the endpoint as files of experiments do. */
  static Model checked(Supplier<Model> made) {
    try {
      return made.get();
    } catch (InvalidException e) {
      String path =
          switch (e.path()) {
            case "", "provider", "api_key_env" -> e.path();
            case "base_url" -> "endpoint";
            default -> "options." + e.path();
          };
      throw Problem.invalid(path, e.problem()).asException();
    }
  }

  private Model find(Call call) {
    return models.model(call.project(), call.id(ModelId::new));
  }

  private static Reply shown(Model model) {
    return Reply.ok(ModelJson.write(model)).tagged(model.version());
  }

  private Reply replace(Call call) {
    Model current = find(call);
    call.requireMatch(shown(current));
    ModelJson.Body body = call.json(ModelJson::read);
    return shown(
        checked(
            () ->
                models.replace(
                    call.project(),
                    current.id(),
                    current.version(),
                    body.name(),
                    body.specification())));
  }

  private Reply delete(Call call) {
    Model current = find(call);
    call.requireMatch(shown(current));
    models.delete(call.project(), current.id());
    return Reply.noContent();
  }
}
