package dev.researchlab.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key of a project.
 *
 * @param scope project or lab
 * @param expiresAt null for never
 * @param secret null but for a key that was made just now
 */
public record ApiKey(
    String id,
    String name,
    String scope,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable String secret) {}
