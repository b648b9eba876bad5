package dev.researchlab.ports.testkit;

import dev.researchlab.domain.ConflictException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Lets threads do something at the same moment. */
public final class Race {

  private Race() {}

  /** What each of the racers gave, in the order of their numbers, which count from 0. */
  public static <T> List<T> run(int racers, IntFunction<Callable<T>> task)
      throws InterruptedException, ExecutionException {
    CyclicBarrier start = new CyclicBarrier(racers);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> futures =
          IntStream.range(0, racers)
              .mapToObj(task)
              .map(
                  callable ->
                      threads.submit(
                          () -> {
                            start.await();
                            return callable.call();
                          }))
              .toList();
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    }
  }

  /** How many of the racers succeed; the others meet a {@link ConflictException}. */
  public static long winners(int racers, IntConsumer attempt)
      throws InterruptedException, ExecutionException {
    return run(racers, racer -> () -> succeeds(attempt, racer)).stream().filter(won -> won).count();
  }

  private static boolean succeeds(IntConsumer attempt, int racer) {
    try {
      attempt.accept(racer);
      return true;
    } catch (ConflictException lost) {
      return false;
    }
  }
}
