package dev.researchlab.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/** Waits for what other threads do. */
final class Waiting {

  /** What a client does. */
  @FunctionalInterface
  interface Task {
    void run() throws Exception;
  }

  private Waiting() {}

  static void until(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("half a minute has passed").isLessThan(deadline);
      Thread.sleep(Duration.ofMillis(1));
    }
  }

  /** Runs the task in as many threads and passes on what they throw. */
  static void inParallel(int times, Task task) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> runs = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        Callable<Boolean> run =
            () -> {
              task.run();
              return true;
            };
        runs.add(threads.submit(run));
      }
      for (Future<?> run : runs) {
        run.get();
      }
    }
  }
}
