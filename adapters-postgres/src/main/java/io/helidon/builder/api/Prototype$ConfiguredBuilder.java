package io.helidon.builder.api;

import io.helidon.common.config.Config;

/**
 * DbClient 4.1.7 is the newest that can be had, and names this type of the Helidon core, which 4.2
 * removed. With it the two work together. It goes away, with this package, when a DbClient of the
 * core's own version resolves: docs/decisions/0006.
 *
 * @param <B> type of the builder
 * @param <P> type of what is built
 */
@SuppressWarnings({"checkstyle", "removal", "deprecation"})
public interface Prototype$ConfiguredBuilder<B, P> extends Prototype.Builder<B, P> {

  /** Reads the builder's values from a configuration. */
  B config(Config config);
}
