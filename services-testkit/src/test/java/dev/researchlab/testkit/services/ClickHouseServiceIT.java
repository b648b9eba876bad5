package dev.researchlab.testkit.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class ClickHouseServiceIT {

  @Test
  void answersItsUserAndNobodyElse() throws IOException, InterruptedException {
    try (ClickHouseService service = ClickHouseService.start()) {
      URI url = URI.create(service.url());

      assertThat(query(url, url.getUserInfo(), "SELECT 1").body()).isEqualTo("1\n");
      assertThat(query(url, "tests:wrong", "SELECT 1").statusCode()).isIn(401, 403);
      assertThat(query(url, "default:", "SELECT 1").statusCode()).isEqualTo(404);
      assertThat(query(url, url.getUserInfo(), "SELECT * FROM url('http://127.0.0.1', CSV)").body())
          .contains("ACCESS_DENIED");
    }
  }

  @Test
  void keepsItsPortAndDataOverACrash() throws IOException, InterruptedException {
    try (ClickHouseService service = ClickHouseService.start()) {
      URI url = URI.create(service.url());
      query(url, url.getUserInfo(), "CREATE DATABASE kept");
      query(url, url.getUserInfo(), "CREATE TABLE kept.n (n UInt8) ENGINE MergeTree ORDER BY n");
      query(url, url.getUserInfo(), "INSERT INTO kept.n VALUES (42)");

      service.kill();
      service.restart();

      assertThat(service.url()).isEqualTo(url.toString());
      assertThat(query(url, url.getUserInfo(), "SELECT n FROM kept.n").body()).isEqualTo("42\n");
    }
  }

  private static HttpResponse<String> query(URI url, String credentials, String sql)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + url.getPort() + "/"))
              .header(
                  "Authorization",
                  "Basic "
                      + Base64.getEncoder()
                          .encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
              .POST(HttpRequest.BodyPublishers.ofString(sql))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
