package dev.researchlab.testkit.services;

import java.util.concurrent.Callable;
import org.junit.jupiter.api.Assumptions;

/** The rule for services that tests need: a laptop may lack one, the build server may not. */
public final class Service {

  private Service() {}

  /**
   * Starts a service. Where it cannot start, the test is skipped with the reason, or fails where
   * the environment variable {@code CI} is {@code true}.
   *
   * @param name of the service, for people
   */
  public static <T> T start(String name, Callable<T> start) {
    try {
      return start.call();
    } catch (Exception e) {
      if ("true".equals(System.getenv("CI"))) {
        throw new IllegalStateException(name + " cannot be started: " + e.getMessage(), e);
      }
      return Assumptions.abort(name + " cannot be started: " + e.getMessage());
    }
  }
}
