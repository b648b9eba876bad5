package dev.researchlab.application;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.UnavailableException;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.evaluation.EvaluationId;
import dev.researchlab.domain.metric.Answer;
import dev.researchlab.domain.metric.Metric;
import dev.researchlab.domain.metric.Score;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.RunManifest;
import dev.researchlab.domain.run.RunManifest.FrozenMetric;
import dev.researchlab.domain.run.RunStatus;
import dev.researchlab.ports.driven.DrivenPorts;
import dev.researchlab.ports.driven.run.RunStore;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Scores the answers of a run again, in blocks: one thread reads them, the others score and record.
 */
final class RescoreRun {

  private static final int BLOCK = 500;

  /** Long answers make a smaller block: what is held at once has a bound. */
  private static final int CHARACTERS_OF_A_BLOCK = 1_000_000;

  private static final int MOST_THREADS = 8;

  /** Two writers may take the same number at once; this many in a row do not. */
  private static final int ATTEMPTS_AT_A_NUMBER = 10;

  private final DrivenPorts ports;
  private final List<Metric> metrics;
  private final String labVersion;

  RescoreRun(DrivenPorts ports, List<Metric> metrics, String labVersion) {
    this.ports = ports;
    this.metrics = metrics;
    this.labVersion = labVersion;
  }

  Run rescore(Run source) {
    RunStore.Claim claim = claim(source);
    try (SampleSpool samples = spool(source)) {
      Instant begun = ports.clock().instant();
      RunId id = new RunId(ports.ids().get());
      long evaluated = scoreAll(source, id, samples);
      if (evaluated == 0) {
        throw new InvalidException(
            "run " + source.id() + " has no evaluation that could be scored again");
      }
      return store(source, id, evaluated, begun);
    } finally {
      claim.close();
    }
  }

  private RunStore.Claim claim(Run source) {
    return ports
        .runs()
        .claim(source.project(), source.id())
        .orElseThrow(
            () ->
                new ConflictException(
                    "run " + source.id() + " goes on; score it again when it has ended"));
  }

  private SampleSpool spool(Run source) {
    RunManifest manifest = source.manifest();
    try (Stream<Sample> samples =
        ports.datasets().samples(source.project(), manifest.dataset(), manifest.datasetHash())) {
      return new SampleSpool(samples);
    }
  }

  private Run store(Run source, RunId id, long evaluated, Instant begun) {
    RunManifest manifest =
        source
            .manifest()
            .rescored(
                source.id(),
                labVersion,
                metrics.stream().map(m -> new FrozenMetric(m.definition(), m.version())).toList());
    boolean complete = evaluated == manifest.trials();
    for (int attempt = 1; ; attempt++) {
      Run run =
          new Run(
              id,
              source.project(),
              source.experiment(),
              ports.runs().list(source.project(), source.experiment()).size() + attempt,
              manifest,
              complete ? RunStatus.COMPLETED : RunStatus.STOPPED,
              null,
              begun,
              ports.clock().instant());
      try {
        ports.runs().add(run);
        return run;
      } catch (ConflictException e) {
        if (attempt == ATTEMPTS_AT_A_NUMBER) {
          throw e;
        }
      }
    }
  }

  /** Gives every evaluation of the source to the new run, and says how many there are. */
  private long scoreAll(Run source, RunId id, SampleSpool samples) {
    int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    Deque<Future<?>> underWay = new ArrayDeque<>();
    long evaluated = 0;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try (Stream<Evaluation> stream = ports.evaluations().stream(source.project(), source.id())) {
      for (Iterator<Evaluation> evaluations = stream.iterator(); evaluations.hasNext(); ) {
        List<Evaluation> block = nextBlock(evaluations);
        evaluated += block.size();
        underWay.add(pool.submit(() -> scoreAndRecord(block, id, samples)));
        if (underWay.size() > 2 * threads) {
          await(underWay.remove());
        }
      }
      underWay.forEach(RescoreRun::await);
      return evaluated;
    } finally {
      pool.shutdownNow();
      pool.close();
    }
  }

  private static List<Evaluation> nextBlock(Iterator<Evaluation> evaluations) {
    List<Evaluation> block = new ArrayList<>(BLOCK);
    int characters = 0;
    while (block.size() < BLOCK && characters < CHARACTERS_OF_A_BLOCK && evaluations.hasNext()) {
      Evaluation next = evaluations.next();
      characters += next.outcome().text().map(String::length).orElse(0);
      block.add(next);
    }
    return block;
  }

  private static void await(Future<?> block) {
    try {
      block.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("the scoring was interrupted", e);
    } catch (ExecutionException e) {
      switch (Objects.requireNonNull(e.getCause())) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        default -> throw new IllegalStateException(e);
      }
    }
  }

  private void scoreAndRecord(List<Evaluation> block, RunId id, SampleSpool samples) {
    List<Evaluation> scored = new ArrayList<>(block.size());
    Sample sample = null;
    for (Evaluation evaluation : block) {
      String sampleId = evaluation.trial().sample();
      if (sample == null || !sample.id().equals(sampleId)) {
        sample = samples.find(sampleId);
      }
      scored.add(rescored(evaluation, id, sample));
    }
    ports.evaluations().record(scored);
  }

  private Evaluation rescored(Evaluation evaluation, RunId id, @Nullable Sample sample) {
    return new Evaluation(
        new EvaluationId(ports.ids().get()),
        evaluation.project(),
        id,
        evaluation.trial(),
        evaluation.outcome(),
        evaluation
            .outcome()
            .text()
            .map(text -> scores(new Answer(text, evaluation.toolCalls()), sample))
            .orElse(Map.of()),
        evaluation.usage(),
        evaluation.latency(),
        evaluation.cost(),
        evaluation.attempts(),
        evaluation.completedAt(),
        evaluation.timeToFirstByte(),
        evaluation.queueWait(),
        evaluation.toolCalls(),
        evaluation.cached());
  }

  private Map<String, Score> scores(Answer answer, @Nullable Sample sample) {
    Map<String, Score> scores = LinkedHashMap.newLinkedHashMap(metrics.size());
    for (Metric metric : metrics) {
      scores.put(
          metric.definition().name(),
          sample == null
              ? new Score.Unscored("the dataset has no such sample")
              : metric.score(answer, sample));
    }
    return scores;
  }
}
