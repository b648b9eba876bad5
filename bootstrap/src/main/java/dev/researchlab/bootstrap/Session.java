package dev.researchlab.bootstrap;

import dev.researchlab.adapters.formats.metric.JsonSchemaMetricType;
import dev.researchlab.adapters.formats.metric.ToolCallMetricType;
import dev.researchlab.adapters.http.operations.Health;
import dev.researchlab.adapters.llm.ModelProviders;
import dev.researchlab.adapters.local.LocalPorts;
import dev.researchlab.application.ResearchLab;
import dev.researchlab.domain.model.ProviderDescription;
import dev.researchlab.ports.driven.DrivenPorts;
import dev.researchlab.ports.driven.model.ModelProvider;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A lab and its stores for one call of the command line. Ctrl-C does what the command said last,
 * and waits until the command has ended in good order: the stores are closed either way.
 */
final class Session implements AutoCloseable {

  private static final long LONGEST_ENDING_SECONDS = 15;

  private final @Nullable Stores stores;
  private final ResearchLab lab;
  private final AtomicReference<@Nullable Runnable> onInterrupt = new AtomicReference<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::interrupted, "interrupt");

  private Session(@Nullable Stores stores, DrivenPorts ports) {
    this.stores = stores;
    this.lab =
        ResearchLab.with(
            ports.withMetricTypes(List.of(new JsonSchemaMetricType(), new ToolCallMetricType())));
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private static List<ModelProvider> modelProviders() {
    return ModelProviders.all(System::getenv, InstantSource.system());
  }

  /** The kinds of providers that a lab reaches, which are known before it has its stores. */
  static List<ProviderDescription> providers() {
    return modelProviders().stream().map(ModelProvider::description).toList();
  }

  /** A lab on the stores that the settings name. */
  static Session open(Settings settings) {
    return open(settings, UnaryOperator.identity());
  }

  /**
   * As above.
   *
   * @param observed puts observers before the ports
   */
  static Session open(Settings settings, UnaryOperator<DrivenPorts> observed) {
    Stores stores = Stores.open(settings);
    try {
      return new Session(stores, observed.apply(stores.ports().withProviders(modelProviders())));
    } catch (RuntimeException | Error e) {
      stores.close();
      throw e;
    }
  }

  /** A lab that keeps nothing. */
  static Session inMemory() {
    return inMemory(UnaryOperator.identity());
  }

  /** As above, with observers before its ports. */
  static Session inMemory(UnaryOperator<DrivenPorts> observed) {
    return new Session(null, observed.apply(LocalPorts.inMemory().withProviders(modelProviders())));
  }

  /** A lab that keeps nothing and needs no keys: it asks nobody. */
  static Session forPlanning() {
    return new Session(
        null,
        LocalPorts.inMemory()
            .withProviders(
                ModelProviders.all(
                    name -> Objects.requireNonNullElse(System.getenv(name), "not-needed"),
                    InstantSource.system())));
  }

  ResearchLab lab() {
    return lab;
  }

  /** What the lab needs, and whether it answers. */
  List<Health.Dependency> dependencies() {
    return stores == null
        ? List.of()
        : List.of(
            new Health.Dependency("database", stores::databaseAnswers),
            new Health.Dependency("evaluations", stores::evaluationsAnswer),
            new Health.Dependency("blobs", stores::blobsAnswer));
  }

  /** Says what Ctrl-C does from now on, beside closing the stores. */
  void onInterrupt(Runnable stop) {
    onInterrupt.set(stop);
  }

  private void interrupted() {
    Runnable stop = onInterrupt.get();
    if (stop == null) {
      closeParts();
      return;
    }
    stop.run();
    try {
      boolean ignored = closed.await(LONGEST_ENDING_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closeParts();
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is shutting down: the hook is what brought us here.
    }
  }

  private synchronized void closeParts() {
    lab.close();
    if (stores != null) {
      stores.close();
    }
  }
}
