package dev.researchlab.application;

import dev.researchlab.domain.UnavailableException;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.ports.driven.DrivenPorts;
import dev.researchlab.ports.driven.dataset.DatasetStore;
import dev.researchlab.ports.driven.evaluation.EvaluationStore;
import dev.researchlab.ports.driven.experiment.ExperimentStore;
import dev.researchlab.ports.driven.run.RunStore;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** Stores that stop answering, and answer again, when a test says so; and a clock that it sets. */
final class Outage {

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-01T09:00:00Z"));
  private volatile Set<Class<?>> away = Set.of();

  void begin(Class<?>... ports) {
    away = Set.of(ports);
  }

  void end() {
    away = Set.of();
  }

  void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  /** The same ports, which fail while they are away. */
  DrivenPorts of(DrivenPorts ports) {
    return new DrivenPorts(
        ports.projects(),
        ports.apiKeys(),
        ports.models(),
        failing(DatasetStore.class, ports.datasets()),
        ports.prompts(),
        failing(ExperimentStore.class, ports.experiments()),
        failing(RunStore.class, ports.runs()),
        failing(EvaluationStore.class, ports.evaluations()),
        ports.responses(),
        ports.requests(),
        ports.audit(),
        ports.providers(),
        ports.metricTypes(),
        now::get,
        ports.ids(),
        ports.chance());
  }

  private <T> T failing(Class<T> port, T store) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> {
              requireAnswer(port);
              try {
                Object result = method.invoke(store, arguments);
                return method.getName().equals("samples")
                    ? failing(port, (Stream<?>) result)
                    : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private Stream<Sample> failing(Class<?> port, Stream<?> samples) {
    return samples.map(
        sample -> {
          requireAnswer(port);
          return (Sample) sample;
        });
  }

  private void requireAnswer(Class<?> port) {
    if (away.contains(port)) {
      throw new UnavailableException("the disk is full", new IOException("no space left"));
    }
  }
}
