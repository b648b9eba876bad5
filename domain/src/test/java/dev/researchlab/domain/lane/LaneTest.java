package dev.researchlab.domain.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.domain.lane.LaneEvent.Kind;
import dev.researchlab.domain.model.CallFailure;
import dev.researchlab.domain.model.FinishReason;
import dev.researchlab.domain.model.GenerationResult.Completion;
import dev.researchlab.domain.model.GenerationResult.Failure;
import dev.researchlab.domain.model.ModelLimits;
import dev.researchlab.domain.model.TokenUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaneTest {

  private static final long SECOND = 1_000_000_000L;
  private static final CallSize SIZE = new CallSize(10, 10);
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(500));

  private final List<LaneEvent> events = new ArrayList<>();
  private long now;

  private Lane lane(ModelLimits limits) {
    return new Lane(limits, new SplittableRandom(LaneSimulation.SEED), events::add, now);
  }

  private static Completion answer() {
    Duration latency = Duration.ofMillis(200);
    return new Completion("yes", FinishReason.STOP, new TokenUsage(10, 10), latency);
  }

  private static Failure refusal(@Nullable Duration retryAfter) {
    return new Failure(CallFailure.RATE_LIMIT, "answered 429", 429, retryAfter);
  }

  private List<Lane.Permit> sendAll(Lane lane) {
    List<Lane.Permit> permits = new ArrayList<>();
    while (lane.wait(SIZE, now) == 0) {
      permits.add(lane.send(SIZE, now));
    }
    return permits;
  }

  @Test
  void doublesWithEachCleanRoundThatUsedTheLimit() {
    Lane lane = lane(ModelLimits.UNKNOWN);
    List<Integer> rounds = new ArrayList<>();
    List<Lane.Permit> round = sendAll(lane);
    for (int i = 0; i < 5; i++) {
      rounds.add(round.size());
      now += SECOND;
      List<Lane.Permit> next = new ArrayList<>();
      for (Lane.Permit permit : round) {
        lane.ended(permit, answer(), BACKOFF, now);
        next.addAll(sendAll(lane));
      }
      round = next;
    }

    assertThat(rounds).containsExactly(32, 64, 128, 256, 512);
    assertThat(events).extracting(LaneEvent::kind).containsOnly(Kind.GREW);
  }

  @Test
  void doesNotGrowWhileTheLimitIsNotUsed() {
    Lane lane = lane(ModelLimits.UNKNOWN);
    for (int i = 0; i < 1_000; i++) {
      List<Lane.Permit> few = List.of(lane.send(SIZE, now), lane.send(SIZE, now));
      few.forEach(permit -> lane.ended(permit, answer(), BACKOFF, now));
    }

    assertThat(lane.status(now).limit()).isEqualTo(32);
  }

  @Test
  void neverExceedsTheConcurrencyThatTheProviderAllows() {
    LaneSimulation run =
        new LaneSimulation(
                new SimulatedProvider(Duration.ofMillis(200)),
                new ModelLimits(null, null, null, 7),
                1_000)
            .run(500);

    assertThat(run.mostInFlight).isEqualTo(7);
  }

  @Test
  void cutsOnceForAllCallsThatWereSentBeforeTheCut() {
    Lane lane = lane(ModelLimits.UNKNOWN);
    List<Lane.Permit> all = sendAll(lane);
    all.forEach(permit -> lane.ended(permit, refusal(Duration.ofSeconds(3)), BACKOFF, now));

    assertThat(lane.status(now).limit()).isEqualTo(24);
    assertThat(lane.refusalsInARow()).isEqualTo(1);
    assertThat(events).extracting(LaneEvent::kind).containsExactly(Kind.CUT, Kind.PAUSED);

    now += 3 * SECOND;
    Lane.Permit later = lane.send(SIZE, now);
    lane.ended(later, refusal(Duration.ofSeconds(3)), BACKOFF, now);
    assertThat(lane.refusalsInARow()).isEqualTo(2);
    assertThat(lane.status(now).limit()).isLessThan(24);
  }

  @Test
  void sendsNothingBeforeTheMomentThatTheProviderAskedFor() {
    Lane lane = lane(ModelLimits.UNKNOWN);
    Lane.Permit first = lane.send(SIZE, now);
    Lane.Permit second = lane.send(SIZE, now);
    lane.ended(first, refusal(Duration.ofSeconds(97)), BACKOFF, now);
    // An older call that went well does not shorten it, nor does a shorter wish.
    lane.ended(second, answer(), BACKOFF, now + SECOND);

    assertThat(lane.wait(SIZE, now)).isEqualTo(97 * SECOND);
    assertThat(lane.wait(SIZE, now + 96 * SECOND)).isEqualTo(SECOND);
    assertThat(lane.wait(SIZE, now + 97 * SECOND)).isZero();
    assertThat(lane.status(now).pauseReason()).isEqualTo("answered 429");
  }

  @Test
  void pausesLongerAndLongerWhereTheProviderDoesNotSayForHowLong() {
    Lane lane = lane(ModelLimits.UNKNOWN);
    for (int refusal = 1; refusal <= 12; refusal++) {
      Lane.Permit permit = lane.send(SIZE, now);
      lane.ended(permit, refusal(null), BACKOFF, now);
      double most = Math.min(60, 0.5 * Math.pow(2, refusal - 1));
      assertThat(lane.pauseLeft(now) / 1e9).isBetween(0.0, most);
      now += lane.pauseLeft(now);
    }
    assertThat(lane.refusedFor(now)).isPositive();
  }

  @Test
  void letsOneCallProbeWhereEverythingFailedAndTheOthersFollowWhenItWentWell() {
    Lane lane = lane(ModelLimits.UNKNOWN);
    Failure broken = new Failure(CallFailure.TRANSIENT, "answered 500", 500, null);
    sendAll(lane).forEach(permit -> lane.ended(permit, broken, BACKOFF, now));
    now += lane.pauseLeft(now);

    List<Lane.Permit> probe = sendAll(lane);
    assertThat(probe).hasSize(1);
    lane.ended(probe.getFirst(), broken, BACKOFF, now);
    assertThat(lane.refusalsInARow()).isEqualTo(2);
    now += lane.pauseLeft(now);

    probe = sendAll(lane);
    assertThat(probe).hasSize(1);
    lane.ended(probe.getFirst(), answer(), BACKOFF, now);
    assertThat(sendAll(lane)).hasSizeGreaterThan(1);
    assertThat(lane.refusalsInARow()).isZero();
  }

  @Test
  void aFewFailuresAmongAnswersDoNotStopTheLane() {
    Lane lane = lane(ModelLimits.UNKNOWN);
    Failure broken = new Failure(CallFailure.TRANSIENT, "answered 500", 500, null);
    for (int i = 0; i < 200; i++) {
      lane.ended(lane.send(SIZE, now), i % 3 == 0 ? answer() : broken, BACKOFF, now);
      assertThat(lane.wait(SIZE, now)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 20, 200, 2_000})
  void usesAKnownQuotaAndIsNeverRefused(int latencyMillis) {
    SimulatedProvider provider =
        new SimulatedProvider(Duration.ofMillis(latencyMillis)).quota(50, 50);
    LaneSimulation run =
        new LaneSimulation(provider, new ModelLimits(3_000.0, null, null, null), 1_000).run(1_000);

    assertThat(provider.refused).isZero();
    assertThat(run.seconds() - latencyMillis / 1e3).isLessThan(950 / 50.0 / 0.95);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 20, 200, 2_000})
  void learnsAQuotaFromWhatTheProviderSays(int latencyMillis) {
    SimulatedProvider provider =
        new SimulatedProvider(Duration.ofMillis(latencyMillis)).quota(50, 50);
    provider.readings = true;
    LaneSimulation run = new LaneSimulation(provider, ModelLimits.UNKNOWN, 1_000).run(1_000);

    assertThat(provider.refused).isLessThan(10);
    // The first answers come after one latency, and what they say is used in the next.
    assertThat(run.seconds() - 2 * latencyMillis / 1e3).isLessThan(950 / 50.0 / 0.95);
    assertThat(run.events).extracting(LaneEvent::kind).contains(Kind.PACED);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 20, 200, 2_000})
  void getsEveryAnswerUnderAQuotaOfWhichNothingIsSaid(int latencyMillis) {
    SimulatedProvider provider =
        new SimulatedProvider(Duration.ofMillis(latencyMillis)).quota(50, 50);
    LaneSimulation run = new LaneSimulation(provider, ModelLimits.UNKNOWN, 200).run(1_000);

    assertThat(run.answered).isEqualTo(1_000);
    assertThat(provider.refused).isLessThan(60);
  }

  @Test
  void staysWithinATokenQuotaByWhatAnswersReallyTook() {
    Lane lane = lane(new ModelLimits(null, 60_000.0, null, null));
    CallSize large = new CallSize(500, 0);
    List<Lane.Permit> sent = new ArrayList<>();
    while (lane.wait(large, now) == 0) {
      sent.add(lane.send(large, now));
    }
    assertThat(sent).hasSize(1);
    // It took a fifth of what was thought: there is room again.
    Completion small =
        new Completion("yes", FinishReason.STOP, new TokenUsage(100, 1), Duration.ofMillis(1));
    lane.ended(sent.getFirst(), small, BACKOFF, now);
    assertThat(lane.wait(large, now)).isZero();
  }

  @Test
  void stepsBackFromAServerThatOnlyQueuesWhatIsSentBeyondItsSlots() {
    SimulatedProvider provider = new SimulatedProvider(Duration.ofMillis(200));
    provider.slots = 16;
    LaneSimulation run = new LaneSimulation(provider, ModelLimits.UNKNOWN, 1_000).run(20_000);

    assertThat(run.events).extracting(LaneEvent::kind).contains(Kind.STEPPED_BACK);
    assertThat(run.mostInFlight).isLessThan(800);
    assertThat(run.seconds()).isLessThan(1.02 * 20_000 * 0.2 / 16);
  }

  @Test
  void sendsASecondCallBesideNoMoreThanTwoInAHundred() {
    Lane lane = lane(ModelLimits.UNKNOWN);
    int hedges = 0;
    for (int i = 0; i < 1_000; i++) {
      Lane.Permit permit = lane.send(SIZE, now);
      if (lane.mayHedge()) {
        hedges++;
        lane.ended(lane.sendHedge(SIZE, now), answer(), BACKOFF, now);
      }
      lane.ended(permit, answer(), BACKOFF, now);
    }
    assertThat(hedges).isBetween(15, 22);
  }
}
