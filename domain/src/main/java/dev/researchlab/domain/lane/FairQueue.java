package dev.researchlab.domain.lane;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a lane, in a flow for each run. The flows take turns so that each gets the same
 * share of the lane, measured in what its items cost (start-time fair queueing: Goyal, Vin and
 * Cheng 1996). In a flow what is tried again goes before what is new, as long as it does not exceed
 * a tenth of what is sent.
 *
 * <p>Not thread-safe: whoever owns it calls it from one thread at a time.
 *
 * @param <T> an item
 */
public final class FairQueue<T> {

  private static final double RETRY_SHARE = 0.1;

  /** Retries that are always let through, so that few calls are not held up by a share of few. */
  private static final int FREE_RETRIES = 10;

  private record Retry<T>(T item, long due) {}

  private final ToLongFunction<T> cost;
  private final List<Flow> flows = new ArrayList<>();
  private long taken;
  private long retried;
  private long virtualTime;

  /**
   * @param cost of an item, at least 1
   */
  public FairQueue(ToLongFunction<T> cost) {
    this.cost = cost;
  }

  /** A new flow, of which nothing is taken while it may not start. */
  public Flow open(BooleanSupplier mayStart) {
    Flow flow = new Flow(mayStart);
    flows.add(flow);
    return flow;
  }

  /** The flow whose turn it is: it has an item that is due. Null where none has. */
  public @Nullable Flow next(long now) {
    Flow next = null;
    for (Flow flow : flows) {
      if ((next == null || flow.served < next.served)
          && flow.isDue(now)
          && flow.mayStart.getAsBoolean()) {
        next = flow;
      }
    }
    return next;
  }

  /** Nanoseconds until the next retry is due, {@link Long#MAX_VALUE} where none waits. */
  public long untilNextRetry(long now) {
    long least = Long.MAX_VALUE;
    for (Flow flow : flows) {
      Retry<T> retry = flow.retries.peek();
      if (retry != null) {
        least = Math.min(least, Math.max(0, retry.due() - now));
      }
    }
    return least;
  }

  /** Whether a flow has something to try again. */
  public boolean hasRetries() {
    return flows.stream().anyMatch(flow -> !flow.retries.isEmpty());
  }

  /** How many items wait. */
  public int size() {
    return flows.stream().mapToInt(flow -> flow.fresh.size() + flow.retries.size()).sum();
  }

  /** What waits for one run. */
  public final class Flow {

    private final BooleanSupplier mayStart;
    private final Deque<T> fresh = new ArrayDeque<>();
    private final PriorityQueue<Retry<T>> retries =
        new PriorityQueue<>((a, b) -> Long.signum(a.due() - b.due()));
    private long served;

    private Flow(BooleanSupplier mayStart) {
      this.mayStart = mayStart;
    }

    /** Adds a new item at the end. */
    public void add(T item) {
      catchUp();
      fresh.add(item);
    }

    /** Adds an item that is tried again at that time. */
    public void retry(T item, long due) {
      catchUp();
      retries.add(new Retry<>(item, due));
    }

    /** A flow that had nothing to send has not saved up a right to send more later. */
    private void catchUp() {
      if (fresh.isEmpty() && retries.isEmpty()) {
        served = Math.max(served, virtualTime);
      }
    }

    private boolean isDue(long now) {
      return !fresh.isEmpty() || retryIsDue(now);
    }

    private boolean retryIsDue(long now) {
      Retry<T> retry = retries.peek();
      return retry != null && retry.due() - now <= 0;
    }

    private boolean takesRetry(long now) {
      return retryIsDue(now) && (fresh.isEmpty() || retried < FREE_RETRIES + RETRY_SHARE * taken);
    }

    /** The item whose turn it is; only after {@link #next} gave this flow. */
    public T peek(long now) {
      return takesRetry(now) ? retries.element().item() : fresh.element();
    }

    /** Takes the item that {@link #peek} shows. */
    public T take(long now) {
      boolean retry = takesRetry(now);
      T item = retry ? retries.remove().item() : fresh.remove();
      taken++;
      retried += retry ? 1 : 0;
      virtualTime = served;
      served += cost.applyAsLong(item);
      return item;
    }

    /** Takes out everything that waits to be tried again. */
    public List<T> giveUpRetries() {
      List<T> items = retries.stream().map(Retry::item).toList();
      retries.clear();
      return items;
    }

    /** Takes out everything, and the flow with it. */
    public List<T> close() {
      List<T> items = new ArrayList<>(fresh);
      items.addAll(giveUpRetries());
      fresh.clear();
      flows.remove(this);
      return items;
    }
  }
}
