package dev.researchlab.domain.model;

/** What a kind of provider can do. */
public enum Capability {
  CHAT,
  STREAMING,
  COMPLETIONS,
  LOGPROBS,
  EMBEDDINGS,
  TOOLS,
  IMAGES,
  STRUCTURED_OUTPUT,
  SEED
}
