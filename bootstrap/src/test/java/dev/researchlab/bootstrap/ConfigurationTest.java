package dev.researchlab.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.researchlab.domain.InvalidException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {

  @TempDir private Path folder;

  private Map<String, String> local(String text) throws IOException {
    Path file = folder.resolve("local.yaml");
    Files.writeString(file, text);
    return Map.of("LLM_RESEARCH_CONFIG", file.toString());
  }

  @Test
  void letsTheEnvironmentWinOverTheFileAndAFlagOverBoth() throws IOException {
    Map<String, String> environment =
        new java.util.HashMap<>(local("# mine\nport: 3001\nhost: 127.0.0.2\ns3_region: eu\n"));
    environment.put("LLM_RESEARCH_HOST", "127.0.0.3");
    environment.put("LLM_RESEARCH_S3_REGION", " ");

    Configuration configuration =
        Configuration.of(environment).with("port", "--port", 3002).with("host", "--host", null);

    assertThat(configuration.value("port")).isEqualTo(new Configuration.Value("3002", "--port"));
    assertThat(configuration.value("host").text()).isEqualTo("127.0.0.3");
    assertThat(configuration.value("host").place()).isEqualTo("LLM_RESEARCH_HOST");
    assertThat(configuration.value("s3_region").text()).isEqualTo("eu");
    assertThat(configuration.value("s3_region").place()).endsWith("local.yaml:4: s3_region");
    assertThat(configuration.value("log_level").isDefault()).isTrue();
  }

  @Test
  void takesAFileOfCommentsAlone() throws IOException {
    assertThat(Configuration.of(local("# nothing yet\n\n")).value("port").text()).isEqualTo("3000");
  }

  @Test
  void saysEveryUnknownKeyInALineOfItsOwn() throws IOException {
    Map<String, String> environment =
        new java.util.HashMap<>(local("port: 3001\ndata_dri: here\nzebra: 1\n"));
    environment.put("LLM_RESEARCH_HOSTS", "h");

    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> Configuration.of(environment))
        .satisfies(
            e ->
                assertThat(String.valueOf(e.getMessage()).lines())
                    .satisfiesExactly(
                        it ->
                            assertThat(it)
                                .endsWith(
                                    "local.yaml:2: the key 'data_dri' is not known; did you mean"
                                        + " 'data_dir'?"),
                        it -> assertThat(it).contains("local.yaml:3: the key 'zebra'"),
                        it ->
                            assertThat(it)
                                .endsWith("is not known; did you mean LLM_RESEARCH_HOST?")));
  }

  @Test
  void saysEveryBadValueWithThePlaceWhereItWasSet() throws IOException {
    Map<String, String> environment =
        new java.util.HashMap<>(local("port: 70000\nlog_level: loud\nmax_connections:\n"));
    environment.put("LLM_RESEARCH_OTLP_ENDPOINT", "collector:4318");
    environment.put("LLM_RESEARCH_MAX_BODY_BYTES", "16 MB");

    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> Settings.of(environment))
        .satisfies(
            e ->
                assertThat(String.valueOf(e.getMessage()))
                    .contains("local.yaml:1: port: must be a whole number from 0 to 65535")
                    .contains("local.yaml:2: log_level: must be one of debug, error, info,")
                    .contains("local.yaml:3: max_connections: must be a whole number")
                    .contains("LLM_RESEARCH_MAX_BODY_BYTES: must be a whole number")
                    .contains("LLM_RESEARCH_OTLP_ENDPOINT: must be a URL"));
  }

  @Test
  void refusesAFileThatIsNamedAndMissing() {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(
            () ->
                Configuration.of(
                    Map.of("LLM_RESEARCH_CONFIG", folder.resolve("none.yaml").toString())))
        .withMessageContaining("none.yaml");
  }

  @Test
  void isPrintedWithItsOriginsAndWithoutPasswords() throws IOException {
    CommandLineCall call =
        CommandLineCall.with(
            Map.of(
                "LLM_RESEARCH_DATABASE_URL",
                "postgresql://lab:s3:cr@t@db/lab?sslpassword=hidden&x=1",
                "LLM_RESEARCH_CLICKHOUSE_URL",
                "http://lab:hidden@host:8123"),
            "config");

    assertThat(call.exitCode()).isZero();
    assertThat(call.out())
        .containsPattern("(?m)^port +3000 +default$")
        .containsPattern(
            "database_url +postgresql://lab:\\*\\*\\*@db/lab\\?sslpassword=\\*\\*\\*&x=1")
        .containsPattern("(?m)^log_format +text +default$")
        .doesNotContain("hidden", "cr@t");
  }

  @Test
  void documentsEachKey() throws IOException {
    String defaults = Files.readString(Path.of("..", "config", "default.yaml"));
    String[] parts = defaults.split("\n\n", -1);
    for (String part : parts) {
      assertThat(part.strip()).startsWith("#");
    }
    assertThat(Configuration.of(Map.of()).values()).hasSizeGreaterThan(15);
  }
}
