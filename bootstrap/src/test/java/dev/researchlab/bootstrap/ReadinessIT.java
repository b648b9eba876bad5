package dev.researchlab.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.bootstrap.ServiceProcess.Answer;
import dev.researchlab.testkit.services.ClickHouseService;
import dev.researchlab.testkit.services.S3Service;
import dev.researchlab.testkit.services.Service;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A service says which of the servers that it needs does not answer, and answers itself. */
class ReadinessIT {

  private static final String BUCKET = "readiness";

  @TempDir private static Path folder;

  @AutoClose private final S3Service s3 = Service.start("S3", S3Service::start);
  @AutoClose private final ClickHouseService clickHouse = ClickHouseService.start();

  @Test
  @Timeout(120)
  void tellsWhatDoesNotAnswer() throws Exception {
    s3.createBucket(BUCKET);
    try (ServiceProcess service =
        ServiceProcess.start(
            folder,
            Map.of(
                Settings.CLICKHOUSE_URL,
                clickHouse.url(),
                Settings.S3_BUCKET,
                BUCKET,
                Settings.S3_ENDPOINT,
                s3.endpoint().toString(),
                "AWS_ACCESS_KEY_ID",
                s3.accessKey(),
                "AWS_SECRET_ACCESS_KEY",
                s3.secretKey()))) {
      requireChecks(service, 200, "up", "up", "up");

      s3.pause();
      requireChecks(service, 503, "up", "up", "down");
      clickHouse.kill();
      requireChecks(service, 503, "up", "down", "down");

      assertThat(service.get("/health/live").status()).isEqualTo(200);
      assertThat(service.get("/api/v1/models").status()).isEqualTo(200);
      assertThat(service.get("/api/v1/evaluations/01a20aad-0c20-74f6-b245-deedc943d339").status())
          .isEqualTo(503);

      s3.resume();
      requireChecks(service, 503, "up", "down", "up");
    }
  }

  private static void requireChecks(
      ServiceProcess service, int status, String database, String evaluations, String blobs)
      throws Exception {
    Answer ready = service.get("/health/ready");
    JsonNode checks = ready.json().path("checks");
    assertThat(checks.path("database").stringValue()).isEqualTo(database);
    assertThat(checks.path("evaluations").stringValue()).isEqualTo(evaluations);
    assertThat(checks.path("blobs").stringValue()).isEqualTo(blobs);
    assertThat(ready.status()).isEqualTo(status);
  }
}
