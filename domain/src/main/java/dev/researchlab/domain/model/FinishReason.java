package dev.researchlab.domain.model;

/** Why a model ended its answer. */
public enum FinishReason {
  /** The answer is whole. */
  STOP,
  /** The limit of output tokens cut the answer. */
  LENGTH,
  /** The model waits for the tools that it wants called. */
  TOOL_CALLS,
  /** The provider or the model declined to answer. */
  CONTENT_FILTER
}
