package dev.researchlab.ports.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.model.ProviderDescription;
import dev.researchlab.ports.driven.model.LanguageModel;
import dev.researchlab.ports.driven.model.ModelProvider;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every {@link ModelProvider} does. */
public abstract class ModelProviderContract {

  private static final String UNKNOWN_OPTION = "no_such_option";

  /** The provider under test. */
  protected abstract ModelProvider provider();

  /** A specification that can be opened. */
  protected abstract ModelSpecification working();

  /**
   * Specifications that cannot work, at least one, each by the option, field or environment
   * variable that is missing or bad: the message names it.
   */
  protected abstract Map<String, ModelSpecification> broken();

  @Test
  void describesItselfAndEveryOption() {
    ProviderDescription description = provider().description();

    assertThat(description.name()).isNotBlank().isEqualTo(working().provider());
    assertThat(description.summary()).isNotBlank().hasLineCount(1);
    assertThat(description.options())
        .allSatisfy(
            (option, line) -> {
              assertThat(option).isNotBlank();
              assertThat(line).isNotBlank().hasLineCount(1);
            });
    assertThat(description.options())
        .containsKeys(working().options().keySet().toArray(String[]::new));
  }

  @Test
  void acceptsASpecificationThatWorks() {
    assertThatCode(() -> provider().check(working())).doesNotThrowAnyException();
  }

  @Test
  void opensASpecificationThatWorksAsOftenAsAsked() {
    try (LanguageModel first = provider().open(working());
        LanguageModel second = provider().open(working())) {
      assertThat(first).isNotNull();
      assertThat(second).isNotNull();
    }
  }

  @Test
  void rejectsAnUnknownOptionByItsName() {
    Map<String, String> options = new HashMap<>(working().options());
    options.put(UNKNOWN_OPTION, "1");

    assertRejected(UNKNOWN_OPTION, working().withOptions(options));
  }

  @Test
  void rejectsWhatCannotWorkByItsName() {
    assertThat(broken()).isNotEmpty().allSatisfy(this::assertRejected);
  }

  private void assertRejected(String name, ModelSpecification specification) {
    assertThatExceptionOfType(InvalidException.class)
        .as("check")
        .isThrownBy(() -> provider().check(specification))
        .withMessageContaining(name);
    assertThatExceptionOfType(InvalidException.class)
        .as("open")
        .isThrownBy(() -> provider().open(specification).close())
        .withMessageContaining(name);
  }
}
