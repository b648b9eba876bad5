package dev.researchlab.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The core gets its instants, ids, seeds and settings as values. */
class PurityTest {

  private static final Set<String> CLOCKS_AND_CHANCE_AND_ENVIRONMENT =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.lang.System.getenv",
          "java.lang.System.getProperty",
          "java.lang.System.getProperties",
          "java.lang.System.getLogger",
          "java.lang.System.exit",
          "java.lang.System.in",
          "java.lang.System.out",
          "java.lang.System.err",
          "java.lang.Throwable.printStackTrace",
          "java.lang.Math.random",
          "java.lang.StrictMath.random",
          "java.time.InstantSource.system",
          "java.time.Clock.systemUTC",
          "java.time.Clock.systemDefaultZone",
          "java.time.Clock.system",
          "java.time.ZoneId.systemDefault",
          "java.util.UUID.randomUUID",
          "java.util.Locale.getDefault",
          "java.util.TimeZone.getDefault",
          "java.util.concurrent.ThreadLocalRandom.current",
          "java.util.random.RandomGenerator.getDefault");

  /** Without a seed these draw one. */
  private static final Set<String> SEEDED =
      Set.of("java.util.Random", "java.util.SplittableRandom");

  @ParameterizedTest
  @EnumSource(names = {"DOMAIN", "PORTS", "APPLICATION"})
  void theCoreAsksNoClockNoChanceNoEnvironmentAndPrintsNothing(Module module) {
    noClasses()
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe("depends on when and where it runs", PurityTest::isImpure))
        .because("the same values must give the same result everywhere and always")
        .check(module.classes());
  }

  @Test
  void theDomainMeasuresNoTime() {
    noClasses()
        .should()
        .callMethod(System.class, "nanoTime")
        .because("durations arrive as values; only the application, which runs trials, may measure")
        .check(Module.DOMAIN.classes());
  }

  @Test
  void noRecordHasAnOptionalOrAnArray() {
    List<JavaField> components =
        Module.allClasses().stream()
            .filter(JavaClass::isRecord)
            .flatMap(record -> record.getFields().stream())
            .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
            .toList();

    assertThat(components).hasSizeGreaterThan(200);
    assertThat(components)
        .as("what may be absent is @Nullable, and an array can be changed from outside")
        .noneMatch(field -> isOptional(field.getRawType()) || field.getRawType().isArray());
  }

  private static boolean isOptional(JavaClass type) {
    return List.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class)
        .stream()
        .anyMatch(type::isEquivalentTo);
  }

  private static boolean isImpure(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getFullName();
    String name = access.getName();
    return CLOCKS_AND_CHANCE_AND_ENVIRONMENT.contains(owner + "." + name)
        || (owner.startsWith("java.time.") && name.equals("now"))
        || owner.equals("java.security.SecureRandom")
        || (SEEDED.contains(owner) && name.equals("<init>") && parameters(access) == 0)
        || (owner.equals("java.util.Collections")
            && name.equals("shuffle")
            && parameters(access) == 1);
  }

  private static int parameters(JavaAccess<?> access) {
    return access.getTarget() instanceof CodeUnitAccessTarget target
        ? target.getRawParameterTypes().size()
        : 0;
  }
}
