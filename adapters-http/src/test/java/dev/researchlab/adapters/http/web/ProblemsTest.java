package dev.researchlab.adapters.http.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.researchlab.domain.ConflictException;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.NotFoundException;
import dev.researchlab.domain.UnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class ProblemsTest {

  private static final String SECRET = "SELECT secret FROM runs at db.internal:5432";

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new NotFoundException("run", "7"), 404, "not_found"),
        Arguments.of(new ConflictException("it goes on"), 409, "conflict"),
        Arguments.of(new InvalidException("name", "is taken"), 400, "invalid"),
        Arguments.of(new InvalidException("does not fit"), 400, "invalid"),
        Arguments.of(new UnavailableException(SECRET, new Exception(SECRET)), 503, "unavailable"),
        Arguments.of(catchThrowable(() -> Json.parse("{\n  x")), 400, "malformed_json"),
        Arguments.of(Problem.of(418, "tea", "no coffee").asException(), 418, "tea"),
        Arguments.of(new IllegalArgumentException(SECRET), 500, "internal"),
        Arguments.of(new NullPointerException(SECRET), 500, "internal"),
        Arguments.of(
            new java.io.UncheckedIOException(new java.io.IOException(SECRET)), 500, "internal"),
        Arguments.of(new java.sql.SQLException(SECRET), 500, "internal"),
        Arguments.of(new StackOverflowError(), 500, "internal"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void givesEachFailureItsStatusAndNeverItsInside(Throwable failure, int status, String code) {
    Reply reply = Problems.reply(Problems.of(failure, "r-1"), "/api/v1/x", "r-1");
    JsonNode body = body(reply);

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.headers()).containsEntry("Content-Type", Problem.MEDIA_TYPE);
    assertThat(body.path("status").intValue()).isEqualTo(status);
    assertThat(body.path("code").stringValue()).isEqualTo(code);
    assertThat(body.path("type").stringValue()).isEqualTo("urn:research-lab:problem:" + code);
    assertThat(body.path("title").stringValue()).isNotBlank();
    assertThat(body.path("detail").stringValue()).isNotBlank();
    assertThat(body.path("instance").stringValue()).isEqualTo("/api/v1/x");
    assertThat(body.path("request_id").stringValue()).isEqualTo("r-1");
    assertThat(body.toString())
        .doesNotContain("SELECT", "db.internal", "Exception", "\\tat ", "dev.researchlab");
  }

  private static JsonNode body(Reply reply) {
    return Json.parse(new String(reply.body(), StandardCharsets.UTF_8));
  }

  @Test
  void saysWhereABodyIsMalformed() {
    Throwable failure = catchThrowable(() -> Json.parse("{\n  \"a\": x}"));
    assertThat(Problems.of(failure, "r").detail()).startsWith("line 2, column ").contains("'x'");
  }

  @Test
  void namesThePathOfAValueInItsIssues() {
    JsonNode issue =
        body(Problems.reply(Problem.invalid("variants[0].name", "is missing"), "/", "r"))
            .path("issues")
            .path(0);
    assertThat(issue.path("path").stringValue()).isEqualTo("variants[0].name");
    assertThat(issue.path("message").stringValue()).isEqualTo("is missing");
  }

  @Test
  void asksToTryAgainWhereAStoreDoesNotAnswer() {
    assertThat(Problems.of(new UnavailableException("x", new Exception()), "r").headers())
        .containsEntry("Retry-After", "2");
  }

  @Test
  void keepsTheHeadersThatItHas() {
    assertThat(Problem.of(409, "c", "d").withHeader("A", "1").withHeader("B", "2").headers())
        .isEqualTo(Map.of("A", "1", "B", "2"));
  }

  @Test
  void writesTextThatIsNoneAsAQuestionMark() {
    Problem odd = new Problem(400, "invalid", "\ud800", List.of(), Map.of());
    assertThat(body(Problems.reply(odd, "/", "r")).path("detail").stringValue()).isEqualTo("?");
  }
}
