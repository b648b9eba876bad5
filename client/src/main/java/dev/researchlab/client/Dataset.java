package dev.researchlab.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A dataset. */
public record Dataset(
    String id,
    String name,
    Instant createdAt,
    int versions,
    @Nullable DatasetVersion latestVersion) {}
