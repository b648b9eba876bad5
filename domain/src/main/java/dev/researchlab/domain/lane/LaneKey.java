package dev.researchlab.domain.lane;

import dev.researchlab.domain.model.ModelSpecification;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Calls that share a provider's limits: the same model behind the same address and account. */
public record LaneKey(
    String provider,
    @Nullable URI endpoint,
    @Nullable String credentialVariable,
    String modelIdentifier) {

  /** The lane of the model. */
  public static LaneKey of(ModelSpecification model) {
    return new LaneKey(
        model.provider(), model.endpoint(), model.credentialVariable(), model.modelIdentifier());
  }

  @Override
  public String toString() {
    String where = endpoint == null ? "" : " at " + endpoint.getHost();
    return provider + " " + modelIdentifier + where;
  }
}
