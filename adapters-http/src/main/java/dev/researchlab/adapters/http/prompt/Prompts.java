package dev.researchlab.adapters.http.prompt;

import dev.researchlab.adapters.http.web.Call;
import dev.researchlab.adapters.http.web.Json;
import dev.researchlab.adapters.http.web.JsonInput;
import dev.researchlab.adapters.http.web.Page;
import dev.researchlab.adapters.http.web.Reply;
import dev.researchlab.adapters.http.web.Routes;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.prompt.PromptContent;
import dev.researchlab.domain.prompt.PromptId;
import dev.researchlab.domain.prompt.PromptVersion;
import dev.researchlab.ports.driving.prompt.ForWritingPrompts;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /prompts}. */
public final class Prompts implements Routes.Resource {

  private static final String PATH = "/api/v1/prompts";

  private record Body(String name, PromptContent content) {}

  private record Rendering(@Nullable Integer version, Map<String, String> variables) {}

  private final ForWritingPrompts prompts;

  public Prompts(ForWritingPrompts prompts) {
    this.prompts = prompts;
  }

  @Override
  public void addTo(Routes routes) {
    routes
        .get(PATH, this::list)
        .post(PATH, this::create)
        .get(PATH + "/{id}", call -> shown(call, newest(call)))
        .put(PATH + "/{id}", this::replace)
        .delete(PATH + "/{id}", this::delete)
        .get(PATH + "/{id}/versions", this::versions)
        .post(PATH + "/{id}/versions", this::write)
        .get(PATH + "/{id}/versions/{number}", this::version)
        .put(PATH + "/{id}/labels/{label}", this::label)
        .post(PATH + "/{id}/render", this::render);
  }

  private JsonNode json(Call call, PromptVersion version) {
    return PromptJson.write(version, prompts.labels(call.project(), version.prompt()));
  }

  private Reply list(Call call) {
    return call.pageOfNamed(
        "prompts",
        () -> prompts.prompts(call.project()),
        PromptVersion::name,
        version -> json(call, version));
  }

  private static Body body(JsonInput json) {
    return new Body(json.text("name", JsonInput.NAME), PromptJson.content(json));
  }

  private Reply create(Call call) {
    Body body = call.json(Prompts::body);
    PromptVersion first = prompts.create(call.project(), body.name(), body.content());
    return Reply.created(PATH + "/" + first.prompt(), json(call, first)).tagged();
  }

  private List<PromptVersion> all(Call call) {
    return prompts.versions(call.project(), call.id(PromptId::new));
  }

  private PromptVersion newest(Call call) {
    return all(call).getLast();
  }

  private Reply shown(Call call, PromptVersion version) {
    return Reply.ok(json(call, version)).tagged();
  }

  /** Another name, and another content as the next version. */
  private Reply replace(Call call) {
    PromptVersion current = newest(call);
    call.requireMatch(shown(call, current));
    Body body = call.json(Prompts::body);
    return shown(call, prompts.replace(call.project(), current, body.name(), body.content()));
  }

  private Reply delete(Call call) {
    PromptVersion current = newest(call);
    call.requireMatch(shown(call, current));
    prompts.delete(call.project(), current.prompt());
    return Reply.noContent();
  }

  private Reply versions(Call call) {
    Page page = call.page("prompt_versions " + call.path("id"));
    return page.reply(
        page.of(all(call), version -> Integer.toString(version.number())),
        version -> Integer.toString(version.number()),
        version -> json(call, version));
  }

  private Reply write(Call call) {
    PromptContent content = call.json(PromptJson::content);
    PromptVersion written = prompts.write(call.project(), call.id(PromptId::new), content);
    return Reply.created(
        PATH + "/" + written.prompt() + "/versions/" + written.number(), json(call, written));
  }

  private Reply version(Call call) {
    String number = call.path("number");
    return all(call).stream()
        .filter(version -> Integer.toString(version.number()).equals(number))
        .findFirst()
        .map(version -> Reply.ok(json(call, version)).tagged())
        .orElseThrow(() -> new NotFoundException("prompt version", number));
  }

  private Reply label(Call call) {
    PromptId id = call.id(PromptId::new);
    int number = call.json(json -> json.smallInteger("version"));
    prompts.label(call.project(), id, call.path("label"), number);
    return shown(call, newest(call));
  }

  private Reply render(Call call) {
    Rendering rendering =
        call.jsonOrEmpty(
            json ->
                new Rendering(
                    json.smallIntegerOrNull("version"),
                    json.textsByName("variables", JsonInput.CONTENT)));
    List<PromptVersion> all = all(call);
    Integer number = rendering.version();
    PromptVersion version =
        number == null
            ? all.getLast()
            : all.stream()
                .filter(it -> it.number() == number)
                .findFirst()
                .orElseThrow(
                    () -> new NotFoundException("prompt version", Integer.toString(number)));
    Sample sample = new Sample("rendered", rendering.variables(), List.of(), Map.of());
    version
        .content()
        .missingFrom(sample)
        .ifPresent(
            missing -> {
              throw dev.researchlab.adapters.http.web.Problem.invalid(
                      "variables", "the prompt names " + missing + ", which is not given")
                  .asException();
            });
    ObjectNode node = Json.object();
    node.set("messages", PromptJson.messages(version.content().render(sample)));
    return Reply.ok(node);
  }
}
