package dev.researchlab.adapters.clickhouse;

import dev.researchlab.domain.run.TrialKey;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Goes through the rows of a run page by page; only one page is held. */
final class Pages<T> implements Iterator<T> {

  /** Gives the page after a trial, the first one after null; empty at the end. */
  interface Page<T> {
    List<T> after(@Nullable TrialKey trial);
  }

  private final Page<T> pages;
  private final Function<T, TrialKey> trialOf;
  private Iterator<T> page = Collections.emptyIterator();
  private @Nullable TrialKey last;
  private boolean ended;

  private Pages(Page<T> pages, Function<T, TrialKey> trialOf) {
    this.pages = pages;
    this.trialOf = trialOf;
  }

  static <T> Stream<T> stream(Page<T> pages, Function<T, TrialKey> trialOf) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(
            new Pages<>(pages, trialOf), Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  @Override
  public boolean hasNext() {
    if (!page.hasNext() && !ended) {
      List<T> next = pages.after(last);
      page = next.iterator();
      if (next.isEmpty()) {
        ended = true;
      } else {
        last = trialOf.apply(next.getLast());
      }
    }
    return page.hasNext();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return page.next();
  }
}
