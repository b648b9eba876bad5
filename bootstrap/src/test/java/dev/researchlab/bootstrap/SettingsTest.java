package dev.researchlab.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.researchlab.domain.InvalidException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

  @Test
  void isTheEmbeddedDefaultWhereNothingIsSet() {
    Settings settings = Settings.of(Map.of("LLM_RESEARCH_DATABASE_URL", "  ", "HOME", "elsewhere"));

    assertThat(settings.dataDirectory())
        .isEqualTo(Path.of(System.getProperty("user.home"), ".local/share/research-lab"));
    assertThat(settings.databaseUrl()).isNull();
    assertThat(settings.clickHouseUrl()).isNull();
    assertThat(settings.bucket()).isNull();
  }

  @Test
  void followsTheDirectoriesOfTheDesktop() {
    Settings settings = Settings.of(Map.of("XDG_DATA_HOME", "/d", "XDG_CACHE_HOME", "/c"));

    assertThat(settings.dataDirectory()).isEqualTo(Path.of("/d/research-lab"));
    assertThat(settings.cacheDirectory()).isEqualTo(Path.of("/c/research-lab"));
  }

  @Test
  void refusesAVariableThatIsNotKnownAndSuggestsTheNearest() {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> Settings.of(Map.of("LLM_RESEARCH_S3_BUKET", "b")))
        .withMessage(
            "the environment variable LLM_RESEARCH_S3_BUKET is not known; did you mean"
                + " LLM_RESEARCH_S3_BUCKET?");
  }

  @Test
  void readsTheVariablesOfTheServiceAndLeavesThoseOfTestsAlone() {
    Map<String, String> environment =
        Map.of(
            "LLM_RESEARCH_PORT", "3000",
            "LLM_RESEARCH_LOG_LEVEL", "debug",
            "LLM_RESEARCH_TEST_CLICKHOUSE_URL", "http://localhost:8123");

    Settings settings = Settings.of(environment);

    assertThat(settings.service().port()).isEqualTo(3000);
    assertThat(settings.log().level()).isEqualTo("debug");
  }

  @Test
  void namesTheVariableOfS3ThatIsWrong() {
    Settings settings =
        Settings.of(
            Map.of("LLM_RESEARCH_S3_BUCKET", "lab", "LLM_RESEARCH_S3_ENDPOINT", "ftp://host"));

    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> settings.s3("lab"))
        .withMessageStartingWith("LLM_RESEARCH_S3_ENDPOINT: ");
  }
}
