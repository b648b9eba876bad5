package dev.researchlab.simulator;

/** Whose protocol a request speaks: it decides the form of errors and of rate-limit headers. */
enum Dialect {
  OPENAI,
  ANTHROPIC
}
