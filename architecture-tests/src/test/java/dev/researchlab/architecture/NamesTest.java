package dev.researchlab.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NamesTest {

  private static final Pattern SAYS_NOTHING =
      Pattern.compile(".*(Impl|Manager|Helper|Utils?|Dto|DTO|Port)");
  private static final Pattern I_PREFIX = Pattern.compile("I[A-Z][a-z].*");

  @Test
  void noTypeHasAPartOfItsNameThatSaysNothing() {
    assertThat(Module.allClasses().stream().map(JavaClass::getSimpleName))
        .as("a name is a term of the field: trial, sample, epoch, metric, interval")
        .hasSizeGreaterThan(150)
        .noneMatch(name -> SAYS_NOTHING.matcher(name).matches());
  }

  @Test
  void noInterfaceBeginsWithI() {
    assertThat(Module.allClasses().stream().filter(JavaClass::isInterface))
        .as("who uses a type need not know whether it is an interface")
        .hasSizeGreaterThan(20)
        .noneMatch(type -> I_PREFIX.matcher(type.getSimpleName()).matches());
  }

  @Test
  void noAccessorOfTheCoreBeginsWithGet() {
    List<JavaMethod> methods =
        Stream.of(Module.DOMAIN, Module.PORTS)
            .flatMap(module -> module.classes().stream())
            .flatMap(javaClass -> javaClass.getMethods().stream())
            .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(method -> method.getRawParameterTypes().isEmpty())
            .toList();

    assertThat(methods).hasSizeGreaterThan(200);
    assertThat(methods)
        .as("records say name(), and so does everything else")
        .noneMatch(method -> method.getName().matches("(get|is)[A-Z].*"));
  }

  @Test
  void everyDrivingPortNamesTheGoalOfItsUser() {
    List<JavaClass> ports = Ports.interfaces("dev.researchlab.ports.driving.");

    assertThat(ports)
        .as("a driving port is what somebody comes for: ForRunningExperiments")
        .hasSizeGreaterThanOrEqualTo(7)
        .allMatch(port -> port.getSimpleName().startsWith("For"));
  }

  @Test
  void noDrivenPortIsNamedLikeADrivingOne() {
    List<JavaClass> ports = Ports.interfaces("dev.researchlab.ports.driven.");

    assertThat(ports)
        .as("a driven port is a role: ExperimentStore")
        .hasSizeGreaterThanOrEqualTo(10)
        .noneMatch(port -> port.getSimpleName().startsWith("For"));
  }
}
