package dev.researchlab.domain.model;

import org.jspecify.annotations.Nullable;

/**
 * How likely a model held a token.
 *
 * @param logprob the natural logarithm of its probability, 0 or less; null for the first token of
 *     an echoed prompt, which nothing stands before
 */
public record TokenLogprob(String token, @Nullable Double logprob) {}
