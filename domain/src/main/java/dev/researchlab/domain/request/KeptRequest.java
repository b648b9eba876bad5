package dev.researchlab.domain.request;

import dev.researchlab.domain.artifact.ContentHash;
import org.jspecify.annotations.Nullable;

/**
 * A request that was sent with a key, so that sending it again does not repeat what it does.
 *
 * @param content of all that it asks for
 * @param reply what was replied, in whatever form the interface gave it; null while it is worked on
 */
public record KeptRequest(ContentHash content, @Nullable String reply) {}
