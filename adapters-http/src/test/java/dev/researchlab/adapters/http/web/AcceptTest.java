package dev.researchlab.adapters.http.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptTest {

  private static final List<String> TYPES = List.of("application/json", "text/plain");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                         | application/json",
        "*/*                                        | application/json",
        "application/*                              | application/json",
        "text/*                                     | text/plain",
        "TEXT/PLAIN; charset=utf-8                  | text/plain",
        "text/plain, application/json               | application/json",
        "text/plain, application/json;q=0.9         | text/plain",
        "text/html, */*;q=0.1                       | application/json",
        "application/json;q=0, */*                  | text/plain",
        "text/plain;q=0.2, text/*;q=0.9, image/png  | text/plain",
        "application/json; q=0.000, text/html       | none",
        "application/xml                            | none",
        "application/jsonl                          | none",
        "image/png, text/html                       | none",
        "nonsense                                   | none",
        ",, ;q=1,                                   | application/json",
      })
  void choosesWhatIsWantedMost(String header, String wanted) {
    assertThat(Accept.of(header).best(TYPES).orElse("none")).isEqualTo(wanted);
  }
}
