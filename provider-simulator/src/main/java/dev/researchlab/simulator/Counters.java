package dev.researchlab.simulator;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** The running counts behind {@link SimulatorStats}. */
final class Counters {

  private final Map<Endpoint, LongAdder> byEndpoint = adders(Endpoint.class);
  private final LongAdder[] byStatus = new LongAdder[600];
  private final Map<Fault, LongAdder> faults = adders(Fault.class);
  private final LongAdder completed = new LongAdder();
  private final LongAdder unmatched = new LongAdder();
  private final LongAdder promptTokens = new LongAdder();
  private final LongAdder completionTokens = new LongAdder();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger maxInFlight = new AtomicInteger();
  private final AtomicInteger queued = new AtomicInteger();
  private final AtomicInteger maxQueued = new AtomicInteger();
  private final AtomicInteger connectionsOpen = new AtomicInteger();
  private final LongAdder connectionsTotal = new LongAdder();
  private final LatencyHistogram answerLatency = new LatencyHistogram();

  Counters() {
    Arrays.setAll(byStatus, status -> new LongAdder());
  }

  private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> kinds) {
    Map<E, LongAdder> adders = new EnumMap<>(kinds);
    for (E kind : kinds.getEnumConstants()) {
      adders.put(kind, new LongAdder());
    }
    return adders;
  }

  private static <E> LongAdder of(Map<E, LongAdder> adders, E kind) {
    return Objects.requireNonNull(adders.get(kind));
  }

  void request(Endpoint endpoint) {
    of(byEndpoint, endpoint).increment();
  }

  void status(int status) {
    byStatus[status].increment();
  }

  void fault(Fault fault) {
    of(faults, fault).increment();
  }

  void unmatched() {
    unmatched.increment();
  }

  void completed(int prompt, int completion) {
    completed.increment();
    promptTokens.add(prompt);
    completionTokens.add(completion);
  }

  void answerLatency(long nanos) {
    answerLatency.record(nanos);
  }

  /** Counts a request in and returns how many are in flight with it. */
  int enter() {
    return increment(inFlight, maxInFlight);
  }

  void waiting() {
    increment(queued, maxQueued);
  }

  void noLongerWaiting() {
    queued.decrementAndGet();
  }

  private static int increment(AtomicInteger count, AtomicInteger most) {
    int now = count.incrementAndGet();
    if (now > most.get()) {
      most.accumulateAndGet(now, Math::max);
    }
    return now;
  }

  void leave() {
    inFlight.decrementAndGet();
  }

  void connected() {
    connectionsOpen.incrementAndGet();
    connectionsTotal.increment();
  }

  void disconnected() {
    connectionsOpen.decrementAndGet();
  }

  SimulatorStats snapshot() {
    Map<String, Long> endpoints = new HashMap<>();
    long requests = 0;
    for (Endpoint endpoint : Endpoint.values()) {
      if (endpoint.counted()) {
        long count = of(byEndpoint, endpoint).sum();
        endpoints.put(endpoint.key(), count);
        requests += count;
      }
    }
    Map<Integer, Long> statuses = new TreeMap<>();
    long serverErrors = 0;
    for (int status = 0; status < byStatus.length; status++) {
      long count = byStatus[status].sum();
      if (count > 0) {
        statuses.put(status, count);
        serverErrors += status >= 500 ? count : 0;
      }
    }
    Map<Fault, Long> injected = new EnumMap<>(Fault.class);
    for (Fault fault : Fault.values()) {
      injected.put(fault, count(fault));
    }
    return new SimulatorStats(
        requests,
        endpoints,
        statuses,
        injected,
        completed.sum(),
        byStatus[429].sum(),
        serverErrors,
        count(Fault.RESET) + count(Fault.RESET_MID_BODY),
        count(Fault.STALL) + count(Fault.STALL_MID_BODY),
        count(Fault.MALFORMED_BODY),
        unmatched.sum(),
        inFlight.get(),
        maxInFlight.get(),
        queued.get(),
        maxQueued.get(),
        promptTokens.sum(),
        completionTokens.sum(),
        connectionsOpen.get(),
        connectionsTotal.sum(),
        answerLatency.percentileMillis(0.5),
        answerLatency.percentileMillis(0.95));
  }

  /** Back to zero; what is open or in flight stays counted. */
  void reset() {
    byEndpoint.values().forEach(LongAdder::reset);
    faults.values().forEach(LongAdder::reset);
    for (LongAdder adder : byStatus) {
      adder.reset();
    }
    completed.reset();
    unmatched.reset();
    promptTokens.reset();
    completionTokens.reset();
    maxInFlight.set(inFlight.get());
    maxQueued.set(queued.get());
    connectionsTotal.reset();
    connectionsTotal.add(connectionsOpen.get());
    answerLatency.clear();
  }

  private long count(Fault fault) {
    return of(faults, fault).sum();
  }
}
