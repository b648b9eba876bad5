package dev.researchlab.domain.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {

  private static String render(String template, Map<String, String> values) {
    return Template.parse(template).render(values);
  }

  @Test
  void fillsEveryVariable() {
    assertThat(render("{{a}} and {{ b }} and {{a}}", Map.of("a", "1", "b", "2")))
        .isEqualTo("1 and 2 and 1");
  }

  @Test
  void namesItsVariablesInTheOrderOfTheirFirstUse() {
    assertThat(Template.parse("{{z}} {{a}} {{z}} {{m-1.x_y}}").variables())
        .containsExactly("z", "a", "m-1.x_y");
  }

  @Test
  void neverRendersAValueAgain() {
    assertThat(render("{{a}}{{b}}", Map.of("a", "{{b}}", "b", "{{a}} $1 \\0")))
        .isEqualTo("{{b}}{{a}} $1 \\0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{{", "}}", "{{}}", "{ {a} }", "{{a b}}", "{{{", "{%a%}", "{{a"})
  void leavesEverythingElseAsItIs(String text) {
    assertThat(render(text, Map.of("a", "1"))).isEqualTo(text);
    assertThat(Template.parse(text).variables()).isEmpty();
  }

  @Test
  void takesTheInnermostBraces() {
    assertThat(render("{{{a}}}", Map.of("a", "1"))).isEqualTo("{1}");
  }

  @Test
  void refusesAVariableWithoutAValueAndNamesThoseThereAre() {
    assertThatThrownBy(() -> render("{{qestion}}", Map.of("question", "?", "id", "7")))
        .isInstanceOf(UndefinedVariableException.class)
        .hasMessage("the variable {{qestion}} is not defined; there are [id, question]");
  }

  @Test
  void takesAnEmptyValueForAValue() {
    assertThat(render("[{{a}}]", Map.of("a", ""))).isEqualTo("[]");
  }
}
