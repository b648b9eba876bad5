package dev.researchlab.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.domain.comparison.RunSummary;
import dev.researchlab.domain.comparison.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @Test
  void showsTheEmbeddingExampleAsItIsCompiledAndRun() throws Exception {
    String source =
        Files.readString(
            ROOT.resolve(
                "bootstrap/src/test/java/dev/researchlab/bootstrap/EmbeddingExample.java"));
    String example =
        source.substring(
            source.indexOf("// README: begin\n") + "// README: begin\n".length(),
            source.indexOf("    // README: end"));

    assertThat(readme()).contains("```java\n" + example.stripTrailing().stripIndent() + "\n```");

    RunSummary summary = EmbeddingExample.run();
    assertThat(summary.evaluated()).isEqualTo(400);
    assertThat(summary.comparisons().getFirst().verdict()).isEqualTo(Verdict.BETTER);
  }

  @Test
  void namesTheTestCommandThatContinuousIntegrationRuns() throws IOException {
    assertThat(Files.readString(ROOT.resolve(".ci/run"))).contains("\nmvn -B -ntp verify\n");
    assertThat(readme()).contains("\nmvn -B -ntp verify\n");
  }

  private static String readme() throws IOException {
    return Files.readString(ROOT.resolve("README.md"));
  }
}
