package dev.researchlab.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The contract before a public linter, Redocly's. */
class OpenApiLintIT {

  private static final String LINTER = "@redocly/cli@2.77.0";
  private static final Path DOCUMENT =
      Path.of(
          "..",
          "adapters-http/src/main/resources/dev/researchlab/adapters/http/operations/openapi.yaml");

  @Test
  void findsNothingWrong() throws Exception {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "npx"))),
        "npx of Node.js is not there, by which the linter is run");
    ProcessBuilder builder =
        new ProcessBuilder("npx", "--yes", LINTER, "lint", DOCUMENT.toString())
            .redirectErrorStream(true);
    builder
        .environment()
        .putAll(Map.of("REDOCLY_TELEMETRY", "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE", "true"));
    Process linter = builder.start();
    String said = new String(linter.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(linter.waitFor()).as(said).isZero();
    assertThat(said)
        .contains("valid")
        .doesNotContainIgnoringCase("warning was generated", "warnings");
  }
}
