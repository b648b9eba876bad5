package dev.researchlab.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What ports are made of, and that every one has a contract which every adapter keeps. */
class PortsTest {

  private static final List<JavaClass> DRIVEN = Ports.interfaces("dev.researchlab.ports.driven.");

  @Test
  void portsAreInterfacesRecordsEnumsAndSealedTypes() {
    assertThat(Module.PORTS.classes())
        .as("a port states, and leaves the doing to others")
        .isNotEmpty()
        .allMatch(
            type ->
                type.isInterface()
                    || type.isRecord()
                    || type.isEnum()
                    || type.reflect().isSealed());
  }

  @Test
  void everyDrivenPortHasAContract() {
    assertThat(DRIVEN)
        .as("a port without a contract means something else to every adapter")
        .hasSizeGreaterThanOrEqualTo(10)
        .allSatisfy(
            port ->
                assertThat(Module.PORTS_TESTKIT.classes())
                    .filteredOn(type -> type.getFullName().equals(contractOf(port)))
                    .as(contractOf(port))
                    .hasSize(1)
                    .allMatch(type -> type.getModifiers().contains(JavaModifier.ABSTRACT)));
  }

  @Test
  void adaptersWereFound() {
    assertThat(implementations())
        .as("the rule below must have something to look at")
        .hasSizeGreaterThanOrEqualTo(7);
  }

  @TestFactory
  Stream<DynamicTest> everyAdapterRunsTheContractOfItsPort() {
    return implementations()
        .map(
            implementation ->
                DynamicTest.dynamicTest(
                    implementation.toString(),
                    () ->
                        assertThat(implementation.contractTests())
                            .as(
                                "%s promises to be a %s; a test of %s that extends %s must hold it"
                                    + " to that",
                                implementation.adapter().getFullName(),
                                implementation.port().getSimpleName(),
                                implementation.module(),
                                contractOf(implementation.port()))
                            .isNotEmpty()));
  }

  private static Stream<Implementation> implementations() {
    return Module.adapters()
        .flatMap(
            module ->
                module.classes().stream()
                    .filter(type -> !type.isInterface())
                    .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                    .flatMap(
                        type ->
                            DRIVEN.stream()
                                .filter(port -> type.isAssignableTo(port.getFullName()))
                                .map(port -> new Implementation(module, type, port))));
  }

  private static String contractOf(JavaClass port) {
    return port.getFullName().replace(".ports.driven.", ".ports.testkit.") + "Contract";
  }

  private record Implementation(Module module, JavaClass adapter, JavaClass port) {

    /**
     * The tests of the module that extend the contract and reach the adapter: directly, or through
     * what makes it, as a provider opens its models.
     */
    Set<String> contractTests() {
      Set<String> tests = new TreeSet<>();
      for (JavaClass test : module.testClasses()) {
        if (test.isAssignableTo(contractOf(port))
            && test.getTransitiveDependenciesFromSelf().stream()
                .anyMatch(dependency -> dependency.getTargetClass().equals(adapter))) {
          tests.add(test.getFullName());
        }
      }
      return tests;
    }

    @Override
    public String toString() {
      return adapter.getSimpleName() + " is a " + port.getSimpleName();
    }
  }
}
