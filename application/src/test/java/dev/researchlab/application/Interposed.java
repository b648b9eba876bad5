package dev.researchlab.application;

import dev.researchlab.ports.driven.DrivenPorts;
import dev.researchlab.ports.driven.evaluation.EvaluationStore;
import dev.researchlab.ports.driven.experiment.ExperimentStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.UnaryOperator;

/** Stores before whose calls a test does something, such as what another process does meanwhile. */
final class Interposed {

  private Interposed() {}

  /** Is told of a call before it is made. */
  interface Before {
    void call(String method);
  }

  static UnaryOperator<DrivenPorts> evaluations(Before before) {
    return ports ->
        with(
            ports,
            ports.experiments(),
            interpose(EvaluationStore.class, ports.evaluations(), before));
  }

  static UnaryOperator<DrivenPorts> experiments(Before before) {
    return ports ->
        with(
            ports,
            interpose(ExperimentStore.class, ports.experiments(), before),
            ports.evaluations());
  }

  private static DrivenPorts with(
      DrivenPorts ports, ExperimentStore experiments, EvaluationStore evaluations) {
    return new DrivenPorts(
        ports.projects(),
        ports.apiKeys(),
        ports.models(),
        ports.datasets(),
        ports.prompts(),
        experiments,
        ports.runs(),
        evaluations,
        ports.responses(),
        ports.requests(),
        ports.audit(),
        ports.providers(),
        ports.metricTypes(),
        ports.clock(),
        ports.ids(),
        ports.chance());
  }

  private static <T> T interpose(Class<T> port, T store, Before before) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> {
              before.call(method.getName());
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
