package dev.researchlab.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LogFormatterTest {

  private static LogRecord logged(String message, Object... parameters) {
    LogRecord logged = new LogRecord(Level.INFO, message);
    logged.setInstant(Instant.parse("2026-11-23T10:00:00.123456Z"));
    logged.setLoggerName("dev.researchlab.access");
    logged.setParameters(parameters);
    return logged;
  }

  @Test
  void writesALineWithItsFields() {
    assertThat(
            new LogFormatter(false)
                .format(
                    logged("run {0} begun", "7", Map.entry("status", 200), Map.entry("a", "b"))))
        .isEqualTo("2026-11-23T10:00:00.123Z INFO run 7 begun status=200 a=b\n");
  }

  @Test
  void letsNoMessageMakeARecordOfItsOwn() {
    assertThat(new LogFormatter(false).format(logged("x\n2026 ERROR forged")).lines()).hasSize(1);
  }

  @Test
  void writesOneJsonObjectWithTheFailure() {
    LogRecord logged = logged("failed \"so\"\n", Map.entry("milliseconds", 1.5));
    logged.setThrown(new IllegalStateException("why"));

    String line = new LogFormatter(true).format(logged);

    assertThat(line.lines()).hasSize(1);
    JsonNode node = JsonMapper.builder().build().readTree(line);
    assertThat(node.path("message").stringValue()).isEqualTo("failed \"so\"\n");
    assertThat(node.path("level").stringValue()).isEqualTo("info");
    assertThat(node.path("milliseconds").doubleValue()).isEqualTo(1.5);
    assertThat(node.path("error").stringValue()).contains("IllegalStateException: why");
  }
}
