package dev.researchlab.domain.run;

import org.jspecify.annotations.Nullable;

/**
 * Why a run failed.
 *
 * @param model the name of the model that cannot be asked; null where the failure is not a model's
 * @param message one line for people
 */
public record RunFailure(@Nullable String model, String message) {}
