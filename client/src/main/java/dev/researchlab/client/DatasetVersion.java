package dev.researchlab.client;

import java.time.Instant;

/**
 * The samples of a dataset at some time.
 *
 * @param version the SHA-256 of the samples
 */
public record DatasetVersion(String version, long samples, Instant importedAt) {}
