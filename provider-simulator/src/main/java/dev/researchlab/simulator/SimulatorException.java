package dev.researchlab.simulator;

/** The simulator cannot start; the message is one line for the person who started it. */
public final class SimulatorException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SimulatorException(String message) {
    super(message);
  }
}
