package dev.researchlab.adapters.postgres.document;

import dev.researchlab.domain.model.GenerationParameters;
import dev.researchlab.domain.model.ModelLimits;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.model.TokenPrice;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ModelSpecification} as documents hold it: what they were written too early to say is
 * null.
 */
record StoredSpecification(
    String provider,
    String modelIdentifier,
    @Nullable URI endpoint,
    @Nullable String credentialVariable,
    GenerationParameters parameters,
    @Nullable TokenPrice price,
    Duration timeout,
    @Nullable Duration firstByteTimeout,
    @Nullable Duration idleTimeout,
    @Nullable ModelLimits limits,
    Map<String, String> options) {

  ModelSpecification specification() {
    return new ModelSpecification(
        provider,
        modelIdentifier,
        endpoint,
        credentialVariable,
        parameters,
        price,
        timeout,
        firstByteTimeout,
        idleTimeout,
        Objects.requireNonNullElse(limits, ModelLimits.UNKNOWN),
        options);
  }
}
