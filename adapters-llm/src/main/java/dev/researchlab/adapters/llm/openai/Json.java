package dev.researchlab.adapters.llm.openai;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/** How JSON is read and written here. */
final class Json {

  /** The longest body that is read; an answer may be nearly all of it. */
  static final int MAX_BODY = 64 * 1024 * 1024;

  // A pool shared by all threads: one per virtual thread would never be used twice.
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(MAX_BODY).build())
          .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
          .build();

  private Json() {}
}
