package dev.researchlab.application;

import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.ports.driven.evaluation.EvaluationStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Records the evaluations of a run in blocks, as a store takes many at once for the price of one.
 * What is not recorded yet has a bound: with it full, whoever adds waits, and with them the run.
 */
final class EvaluationRecorder implements AutoCloseable {

  /** Evaluations that are not recorded yet, at most: what a crash may lose. */
  static final int ROOM = 500;

  private static final int BLOCK = ROOM / 2;
  private static final Duration LINGER = Duration.ofMillis(20);

  /** A long answer takes the room of several: ten of the longest that providers give are held. */
  private static final int CHARACTERS_OF_A_PLACE = 200_000;

  private final EvaluationStore store;
  private final Patience patience;
  private final Consumer<Evaluation> recorded;
  private final Consumer<Throwable> failed;
  private final Semaphore room = new Semaphore(ROOM);
  private final BlockingQueue<Evaluation> waiting = new LinkedBlockingQueue<>();
  private final Thread writer;
  private volatile boolean closing;
  private boolean refused;

  /**
   * @param recorded is told each evaluation that is stored
   * @param failed is told once why no more are stored; what is added afterwards is dropped
   */
  EvaluationRecorder(
      EvaluationStore store,
      Patience patience,
      Consumer<Evaluation> recorded,
      Consumer<Throwable> failed) {
    this.store = store;
    this.patience = patience;
    this.recorded = recorded;
    this.failed = failed;
    this.writer = Thread.ofVirtual().name("evaluation recorder").start(this::write);
  }

  /** Takes an evaluation, and waits while there is no room. */
  void add(Evaluation evaluation) {
    room.acquireUninterruptibly(places(evaluation));
    waiting.add(evaluation);
  }

  /** Records what was added, and ends. */
  @Override
  public void close() {
    closing = true;
    boolean interrupted = false;
    while (writer.isAlive()) {
      try {
        writer.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    List<Evaluation> block = new ArrayList<>(BLOCK);
    try {
      while (true) {
        Evaluation first = next(LINGER);
        if (first != null) {
          block.add(first);
          fill(block);
          record(block);
          block.clear();
        } else if (closing && waiting.isEmpty()) {
          return;
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the recorder", e);
    }
  }

  /** Waits a moment for more: a block of many costs the store little more than a block of one. */
  private void fill(List<Evaluation> block) throws InterruptedException {
    long end = System.nanoTime() + LINGER.toNanos();
    while (block.size() < BLOCK) {
      Evaluation next = closing ? waiting.poll() : next(Duration.ofNanos(end - System.nanoTime()));
      if (next == null) {
        return;
      }
      block.add(next);
    }
  }

  private @Nullable Evaluation next(Duration atMost) throws InterruptedException {
    return waiting.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void record(List<Evaluation> block) {
    try {
      if (!refused) {
        patience.<@Nullable Void>with(
            () -> {
              store.record(block);
              return null;
            });
        block.forEach(recorded);
      }
    } catch (RuntimeException | Error e) {
      refused = true;
      failed.accept(e);
    } finally {
      room.release(block.stream().mapToInt(EvaluationRecorder::places).sum());
    }
  }

  private static int places(Evaluation evaluation) {
    int characters = evaluation.outcome().text().map(String::length).orElse(0);
    return Math.min(ROOM, 1 + characters / CHARACTERS_OF_A_PLACE);
  }
}
