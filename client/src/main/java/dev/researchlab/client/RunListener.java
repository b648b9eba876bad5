package dev.researchlab.client;

/** Is told of a run while it goes on. */
public interface RunListener {

  /** The run has come so far. */
  void progress(Progress progress);

  /** Something happened to the calls to a provider. */
  default void lane(LaneEvent event) {}
}
