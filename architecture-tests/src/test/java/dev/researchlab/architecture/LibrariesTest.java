package dev.researchlab.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import org.junit.jupiter.api.Test;

class LibrariesTest {

  @Test
  void nobodyMocks() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.mockito..", "org.easymock..", "org.powermock..", "mockit..", "io.mockk..")
        .because(
            "a mock repeats what its author believes; tests use real parts and faulty wrappers")
        .check(Module.allClassesAndTests());
  }

  @Test
  void nobodyUsesLombok() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("lombok..")
        .because("records say the same, and what is compiled is what is written")
        .check(Module.allClassesAndTests());
  }
}
