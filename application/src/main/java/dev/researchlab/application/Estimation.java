package dev.researchlab.application;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.experiment.Execution;
import dev.researchlab.domain.lane.LaneKey;
import dev.researchlab.domain.model.ModelLimits;
import dev.researchlab.domain.model.TokenEstimate;
import dev.researchlab.domain.model.TokenPrice;
import dev.researchlab.domain.model.TokenUsage;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.RunEstimate;
import dev.researchlab.domain.run.RunEstimate.VariantEstimate;
import dev.researchlab.domain.run.RunManifest;
import dev.researchlab.domain.run.RunManifest.FrozenVariant;
import dev.researchlab.ports.driven.DrivenPorts;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Estimates what a run will take: every prompt is rendered for every sample, and nothing sent. */
record Estimation(DrivenPorts ports, ProjectId project, RunManifest manifest, Execution execution) {

  RunEstimate estimate(Duration latency, long outputTokens) {
    if (latency.isNegative()) {
      throw new InvalidException("latency", "must be 0 or more, not " + latency);
    }
    if (outputTokens < 0) {
      throw new InvalidException("output_tokens", "must be 0 or more, not " + outputTokens);
    }
    try {
      return estimated(latency, outputTokens);
    } catch (ArithmeticException e) {
      throw new InvalidException(
          "the run would take more tokens than 64 bits count; lower its epochs or its tokens", e);
    }
  }

  private RunEstimate estimated(Duration latency, long outputTokens) {
    long[] inputTokens = inputTokens();
    List<VariantEstimate> variants = new ArrayList<>();
    for (int i = 0; i < inputTokens.length; i++) {
      variants.add(variant(manifest.variants().get(i), inputTokens[i], outputTokens));
    }
    Bound bound = bound(variants, latency);
    return new RunEstimate(
        manifest.trials(), variants, bound.time(), bound.reason(), execution.budget());
  }

  private long[] inputTokens() {
    long[] tokens = new long[manifest.variants().size()];
    try (Stream<Sample> samples =
        ports.datasets().samples(project, manifest.dataset(), manifest.datasetHash())) {
      samples.forEach(
          sample -> {
            for (int i = 0; i < tokens.length; i++) {
              FrozenVariant variant = manifest.variants().get(i);
              tokens[i] += TokenEstimate.inputTokens(variant.prompt().render(sample));
            }
          });
    }
    return tokens;
  }

  private VariantEstimate variant(FrozenVariant variant, long inputOfAnEpoch, long answer) {
    long calls = Math.multiplyExact(manifest.samples(), manifest.epochs());
    long input = Math.multiplyExact(inputOfAnEpoch, manifest.epochs());
    long allowed = TokenEstimate.outputAllowance(variant.parameters());
    long most = Math.multiplyExact(calls, allowed);
    long output = Math.multiplyExact(calls, Math.min(allowed, answer));
    return new VariantEstimate(
        variant.name(),
        calls,
        input,
        output,
        most,
        cost(variant.model().price(), input, output),
        cost(variant.model().price(), input, most));
  }

  private static @Nullable BigDecimal cost(@Nullable TokenPrice price, long input, long output) {
    return price == null ? null : price.cost(new TokenUsage(input, output));
  }

  private record Bound(Duration time, String reason) {
    Bound or(double seconds, String otherReason) {
      Duration other = Duration.ofMillis((long) Math.ceil(seconds * 1e3));
      return other.compareTo(time) > 0 ? new Bound(other, otherReason) : this;
    }
  }

  /** The longest of what each limit allows; limits of a lane hold for all variants behind it. */
  private Bound bound(List<VariantEstimate> variants, Duration latency) {
    double seconds = latency.toNanos() / 1e9;
    Bound bound =
        new Bound(Duration.ZERO, "nothing")
            .or(
                manifest.trials() * seconds / execution.concurrency(),
                "%d calls in flight of %s s each".formatted(execution.concurrency(), seconds));
    List<LaneKey> lanes =
        manifest.variants().stream().map(variant -> LaneKey.of(variant.model())).toList();
    for (LaneKey lane : lanes.stream().distinct().toList()) {
      ModelLimits limits = manifest.variants().get(lanes.indexOf(lane)).model().limits();
      long calls = 0;
      long input = 0;
      long output = 0;
      for (int i = 0; i < lanes.size(); i++) {
        if (lanes.get(i).equals(lane)) {
          calls += variants.get(i).calls();
          input += variants.get(i).inputTokens();
          output += variants.get(i).outputTokens();
        }
      }
      Integer inFlight = limits.maxConcurrency();
      bound =
          bound
              .or(minutes(calls, limits.requestsPerMinute()), "the requests per minute of " + lane)
              .or(
                  minutes(input, limits.inputTokensPerMinute()),
                  "the input tokens per minute of " + lane)
              .or(
                  minutes(output, limits.outputTokensPerMinute()),
                  "the output tokens per minute of " + lane)
              .or(
                  inFlight == null ? 0 : calls * seconds / inFlight,
                  "max_concurrency " + inFlight + " of " + lane);
    }
    return bound;
  }

  private static double minutes(long amount, @Nullable Double perMinute) {
    return perMinute == null ? 0 : amount / perMinute * 60;
  }
}
