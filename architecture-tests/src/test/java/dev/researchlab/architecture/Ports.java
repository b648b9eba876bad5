package dev.researchlab.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;

/** The interfaces through which the core and the outside meet. */
final class Ports {

  private Ports() {}

  /** Those in packages that begin so; nested ones are parts of their port. */
  static List<JavaClass> interfaces(String packagePrefix) {
    return Module.PORTS.classes().stream()
        .filter(javaClass -> javaClass.getPackageName().startsWith(packagePrefix))
        .filter(JavaClass::isInterface)
        .filter(JavaClass::isTopLevelClass)
        .filter(javaClass -> !javaClass.getSimpleName().equals("package-info"))
        .filter(javaClass -> !javaClass.reflect().isSealed())
        .toList();
  }
}
