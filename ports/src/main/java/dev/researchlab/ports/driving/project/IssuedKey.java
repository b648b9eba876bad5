package dev.researchlab.ports.driving.project;

import dev.researchlab.domain.project.ApiKey;
import dev.researchlab.domain.project.ApiKeySecret;

/** A new key, and its secret: it is told this once, and not kept. */
public record IssuedKey(ApiKey key, ApiKeySecret secret) {}
