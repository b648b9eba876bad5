package dev.researchlab.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArrowsTest {

  @ParameterizedTest
  @EnumSource
  void aModuleDependsOnWhatItsArrowsSayAndNothingElse(Module module) {
    String[] allowed =
        Stream.of(
                Stream.of("java..", "org.jspecify.annotations.."),
                module.packages().stream().map(root -> root + ".."),
                module.arrows().stream())
            .flatMap(packages -> packages)
            .toArray(String[]::new);

    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed)
        .because("the arrows of " + module + " are the whole plan of the house")
        .check(module.classes());
  }

  @Test
  void theDomainComputesWithLibrariesInTwoPackagesOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.researchlab.domain.statistics..", "dev.researchlab.domain.metric..")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("java..", "org.jspecify.annotations..", "dev.researchlab.domain..")
        .because("the domain outlives every library")
        .check(Module.DOMAIN.classes());
  }

  @Test
  void anAdapterNeverSeesAnotherAdapter() {
    slices()
        .matching("dev.researchlab.adapters.(*)..")
        .should()
        .notDependOnEachOther()
        .because("each adapter can be left out")
        .check(Module.allClasses());
  }

  @Test
  void onlyBootstrapSeesTheApplication() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.researchlab.application..", "dev.researchlab.bootstrap..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.researchlab.application..")
        .because("adapters know the ports, and whoever starts the lab knows the rest")
        .check(Module.allClasses());
  }

  @Test
  void nobodyButTestsSeesTheTestkit() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.researchlab.ports.testkit..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.researchlab.ports.testkit..")
        .because("contracts and fixtures are for tests")
        .check(Module.allClasses());
  }

  @Test
  void drivingAndDrivenPortsDoNotKnowEachOther() {
    slices()
        .matching("dev.researchlab.ports.(*)..")
        .should()
        .notDependOnEachOther()
        .because("who uses the lab and what the lab uses are two different sides")
        .check(Module.PORTS.classes());
  }

  @Test
  void theWebServiceUsesDrivingPortsOnly() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.researchlab.ports.driven..")
        .because("a request goes through the lab, never past it to a store")
        .check(Module.ADAPTERS_HTTP.classes());
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "ADAPTERS_LOCAL",
        "ADAPTERS_LLM",
        "ADAPTERS_POSTGRES",
        "ADAPTERS_CLICKHOUSE",
        "ADAPTERS_S3"
      })
  void storesAndProvidersUseDrivenPortsOnly(Module module) {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.researchlab.ports.driving..")
        .because("what the lab uses does not use the lab")
        .check(module.classes());
  }

  @Test
  void theApplicationExposesOneType() {
    assertThat(
            Module.APPLICATION.classes().stream()
                .filter(javaClass -> javaClass.getModifiers().contains(JavaModifier.PUBLIC))
                .map(JavaClass::getFullName))
        .as("everybody enters by one door; what is behind it can change")
        .containsExactly("dev.researchlab.application.ResearchLab");
  }
}
