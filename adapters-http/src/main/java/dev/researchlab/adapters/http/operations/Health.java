package dev.researchlab.adapters.http.operations;

import dev.researchlab.adapters.http.web.Call;
import dev.researchlab.adapters.http.web.Json;
import dev.researchlab.adapters.http.web.Reply;
import dev.researchlab.adapters.http.web.Routes;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.node.ObjectNode;

/** {@code /health}: live while the process answers, ready while all that it needs does. */
public final class Health implements Routes.Resource {

  /**
   * Something that the service needs.
   *
   * @param answers throws, or is false, where it does not work
   */
  public record Dependency(String name, BooleanSupplier answers) {}

  private static final long PATIENCE_SECONDS = 3;
  private static final System.Logger LOG = System.getLogger(Health.class.getName());

  private final List<Dependency> dependencies;
  private final BooleanSupplier closing;
  private final String version;

  /**
   * @param closing whether the service is shutting down and wants no new requests
   */
  public Health(List<Dependency> dependencies, BooleanSupplier closing, String version) {
    this.dependencies = List.copyOf(dependencies);
    this.closing = closing;
    this.version = version;
  }

  @Override
  public void addTo(Routes routes) {
    routes
        .get("/health", this::ready)
        .get("/health/ready", this::ready)
        .get("/health/live", call -> Reply.ok(Json.object().put("status", "up")));
  }

  private Reply ready(Call call) {
    ObjectNode node = Json.object();
    boolean closes = closing.getAsBoolean();
    boolean up = !closes;
    ObjectNode checks = Json.object();
    List<CompletableFuture<Boolean>> answers = dependencies.stream().map(Health::asked).toList();
    for (int i = 0; i < answers.size(); i++) {
      boolean answered = answers.get(i).join();
      checks.put(dependencies.get(i).name(), answered ? "up" : "down");
      up &= answered;
    }
    node.put("status", up ? "up" : closes ? "closing" : "down");
    node.put("version", version);
    node.set("checks", checks);
    return Reply.json(up ? 200 : 503, node).with("Cache-Control", "no-store");
  }

  /** All are asked at once, and one that hangs does not keep the others waiting. */
  private static CompletableFuture<Boolean> asked(Dependency dependency) {
    return CompletableFuture.supplyAsync(() -> answers(dependency), Thread::startVirtualThread)
        .completeOnTimeout(false, PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static boolean answers(Dependency dependency) {
    try {
      return dependency.answers().getAsBoolean();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, dependency.name() + " does not answer", e);
      return false;
    }
  }
}
