package dev.researchlab.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModulesTest {

  private static final Pattern MEANINGLESS =
      Pattern.compile(".*\\.(utils?|commons?|dto|impl|helpers?|misc)(\\..*)?");

  @ParameterizedTest
  @EnumSource
  void theImportSawTheModule(Module module) {
    assertThat(module.classes())
        .as("a rule must not pass because %s was not compiled or not found", module)
        .hasSizeGreaterThanOrEqualTo(module.leastClasses());
  }

  @Test
  void theImportSawTheTests() {
    assertThat(Module.ADAPTERS_LOCAL.testClasses())
        .as("which adapter runs which contract is read from the tests")
        .hasSizeGreaterThanOrEqualTo(8);
  }

  @ParameterizedTest
  @EnumSource
  void everyClassLiesUnderThePackagesOfItsModule(Module module) {
    assertThat(module.classes())
        .as("the layer is the module, and the package says the layer")
        .allMatch(
            javaClass ->
                module.packages().stream()
                    .anyMatch(root -> (javaClass.getPackageName() + ".").startsWith(root + ".")));
  }

  @Test
  void noPackageIsInTwoModules() {
    Map<String, Set<Module>> owners = new HashMap<>();
    for (Module module : Module.values()) {
      for (JavaClass javaClass : module.classes()) {
        owners.computeIfAbsent(javaClass.getPackageName(), name -> new TreeSet<>()).add(module);
      }
    }

    assertThat(owners).hasSizeGreaterThan(50);
    assertThat(owners)
        .as("a package in two modules cannot be put on a module path and hides who owns it")
        .allSatisfy((name, modules) -> assertThat(modules).as(name).hasSize(1));
  }

  @Test
  void everyPackageIsNullMarked() {
    Set<JavaPackage> packages =
        Module.allClasses().stream().map(JavaClass::getPackage).collect(Collectors.toSet());

    assertThat(packages).hasSizeGreaterThan(50);
    assertThat(packages)
        .as("outside of null-marked packages the compiler does not look for null")
        .allMatch(javaPackage -> javaPackage.isAnnotatedWith(NullMarked.class));
  }

  @Test
  void noPackageHasANameThatSaysNothing() {
    assertThat(Module.allClasses())
        .as("a package is named by its feature; what fits everywhere belongs nowhere")
        .isNotEmpty()
        .noneMatch(javaClass -> MEANINGLESS.matcher(javaClass.getPackageName()).matches());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev.researchlab.domain.(*)..",
        "dev.researchlab.ports.driving.(*)..",
        "dev.researchlab.ports.driven.(*)..",
        "dev.researchlab.ports.testkit.(*)..",
        "dev.researchlab.adapters.local.(*)..",
        "dev.researchlab.adapters.formats.(*)..",
        "dev.researchlab.adapters.llm.(*)..",
        "dev.researchlab.adapters.postgres.(*)..",
      })
  void noFeaturesGoInACircle(String features) {
    slices()
        .matching(features)
        .should()
        .beFreeOfCycles()
        .because("a feature is understood, tested and taken out without those that use it")
        .check(Module.allClasses());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev.researchlab.application.(*)..",
        "dev.researchlab.adapters.postgres.(*)..",
        "dev.researchlab.adapters.clickhouse.(*)..",
        "dev.researchlab.adapters.s3.(*)..",
        "dev.researchlab.adapters.http.(*)..",
        "dev.researchlab.simulator.(*)..",
        "dev.researchlab.bootstrap.(*)..",
      })
  void noFeaturesGoInACircleWhereThereIsMoreThanOnePackage(String features) {
    slices()
        .matching(features)
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .because("these are one package now; the day they are split, the rule is there")
        .check(Module.allClasses());
  }
}
