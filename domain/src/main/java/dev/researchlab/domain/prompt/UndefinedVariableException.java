package dev.researchlab.domain.prompt;

import java.util.Set;
import java.util.TreeSet;

/** A template names a variable that the sample does not have. */
public final class UndefinedVariableException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String variable;

  UndefinedVariableException(String variable, Set<String> defined) {
    super("the variable {{" + variable + "}} is not defined; there are " + new TreeSet<>(defined));
    this.variable = variable;
  }

  /** The name that has no value. */
  public String variable() {
    return variable;
  }
}
