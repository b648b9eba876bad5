package dev.researchlab.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.testkit.services.BrowserProcess;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The pages of the service in a real browser, which reaches nothing else. */
class PagesIT {

  private static final String API = "/api/v1";

  @TempDir private static Path folder;

  private static BrowserProcess browser;
  private static ServiceProcess service;
  private static BrowserPage page;

  @BeforeAll
  static void start() throws Exception {
    browser = BrowserProcess.start();
    service = ServiceProcess.start(folder);
    page = BrowserPage.in(browser);
  }

  @AfterAll
  static void stop() {
    if (page != null) {
      page.close();
    }
    if (service != null) {
      service.close();
    }
    browser.close();
  }

  @Test
  void showsTheContractAndLetsItBeTried() throws Exception {
    long operations =
        service
            .get("/openapi.json")
            .json()
            .path("paths")
            .valueStream()
            .flatMap(path -> path.propertyNames().stream())
            .filter(name -> !name.equals("parameters"))
            .count();

    page.open(service.address() + "/docs");

    assertThat(
            page.await(
                "document.querySelectorAll('.opblock').length > "
                    + operations / 2
                    + " && document.querySelectorAll('.opblock').length"))
        .isEqualTo(String.valueOf(operations));
    assertThat(page.await("document.querySelector('.info .title').textContent"))
        .startsWith("LLM Research Lab");

    String operation = "#operations-models-listProviders ";
    page.click(operation + "button");
    page.click(operation + ".try-out__btn");
    page.click(operation + ".execute");
    assertThat(
            page.await(
                "document.querySelector('"
                    + operation
                    + ".live-responses-table tbody .response-col_status')?.textContent"))
        .contains("200");
    requireOnlyTheService();
  }

  @Test
  void showsTheReportOfARun() throws Exception {
    String run = run();

    page.open(service.address() + API + "/runs/" + run + "/export?format=html");

    String text = page.await("document.readyState === 'complete' && document.body.innerText");
    JsonNode summary = service.get(API + "/runs/" + run + "/summary").json();
    assertThat(text).contains("exact_match", "<b>v</b>", "<script>alert(1)</script>");
    assertThat(summary.toString()).contains("exact_match");
    assertThat(page.await("document.querySelectorAll('table').length")).isNotEqualTo("0");
    assertThat(page.await("1 + document.querySelectorAll('body script, td b').length"))
        .isEqualTo("1");
    requireOnlyTheService();
  }

  private static void requireOnlyTheService() {
    assertThat(page.requests())
        .isNotEmpty()
        .allMatch(url -> url.startsWith(service.address() + "/") || url.startsWith("data:"));
    assertThat(page.complaints()).isEmpty();
  }

  /** A run whose names are those of somebody who would like to run a script in the report. */
  private static String run() throws Exception {
    String model =
        service
            .post(
                API + "/models",
                """
                {"name": "m", "provider": "simulated", "model_identifier": "sim"}\
                """)
            .id();
    String dataset =
        service
            .post(
                API + "/datasets",
                """
                {"name": "<script>alert(1)</script>"}\
                """)
            .id();
    List<String> lines =
        List.of(
            "{\"id\": \"1\", \"q\": \"a\", \"expected\": \"a\"}",
            "{\"id\": \"2\", \"q\": \"b\", \"expected\": \"b\"}");
    service.post(
        API + "/datasets/" + dataset + "/upload?expected=expected",
        String.join("\n", lines),
        "Content-Type",
        "application/jsonl");
    String prompt =
        service
            .post(
                API + "/prompts",
                """
                {"name": "p", "text": "{{q}}"}\
                """)
            .id();
    String experiment =
        service
            .post(
                API + "/experiments",
                """
                {"name": "<script>alert(1)</script>", "dataset_id": "%s",
                 "metrics": ["exact_match"],
                 "variants": [{"name": "<b>v</b>", "model_id": "%s", "prompt_id": "%s"}]}\
                """
                    .formatted(dataset, model, prompt))
            .id();
    String run = service.post(API + "/experiments/" + experiment + "/start", "").id();
    assertThat(service.get(API + "/runs/" + run + "/events").response().body())
        .contains("completed");
    return run;
  }
}
