package dev.researchlab.application;

import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.run.Run;
import dev.researchlab.ports.driven.dataset.DatasetStore;
import java.util.Iterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Walks the samples of a run once. Where the store stops answering half way, the next step goes on
 * where the last one ended.
 */
final class SampleWalk implements AutoCloseable {

  private final DatasetStore datasets;
  private final Run run;
  private @Nullable Stream<Sample> stream;
  private Iterator<Sample> samples = Stream.<Sample>empty().iterator();
  private long position;

  SampleWalk(DatasetStore datasets, Run run) {
    this.datasets = datasets;
    this.run = run;
  }

  /** The next sample; null after the last one. */
  @Nullable Sample next() {
    try {
      if (stream == null) {
        stream =
            datasets.samples(run.project(), run.manifest().dataset(), run.manifest().datasetHash());
        samples = stream.skip(position).iterator();
      }
      if (!samples.hasNext()) {
        return null;
      }
      Sample sample = samples.next();
      position++;
      return sample;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public void close() {
    if (stream != null) {
      stream.close();
      stream = null;
    }
  }
}
