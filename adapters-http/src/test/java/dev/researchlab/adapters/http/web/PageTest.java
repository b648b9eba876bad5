package dev.researchlab.adapters.http.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class PageTest {

  private final List<String> names =
      new CopyOnWriteArrayList<>(
          IntStream.range(0, 45).mapToObj(i -> "name %03d \ud83d\ude00".formatted(i)).toList());

  private final TestService service =
      new TestService(
          new Routes()
              .get("/names", call -> named(call, call.page("names", "tag")))
              .get("/others", call -> named(call, call.page("others")))
              .get("/ids", PageTest::ids));

  @AfterEach
  void close() {
    service.close();
  }

  private Reply named(Call call, Page page) {
    assertThat(call.project()).isNotNull();
    return page.reply(
        page.ofNamed(names, it -> it, ""), it -> it, name -> Json.object().put("n", name));
  }

  private static Reply ids(Call call) {
    Page page = call.page("ids");
    UUID after = page.after(UUID::fromString);
    return Reply.ok(Json.object().put("after", String.valueOf(after)));
  }

  private static String cursor(String list, String position) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(("1\n" + list + "\n" + position).getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> shown(JsonNode page) {
    List<String> shown = new ArrayList<>();
    page.path("data").forEach(it -> shown.add(it.path("n").stringValue()));
    return shown;
  }

  @Test
  void leadsThroughAllPagesAndShowsEachOnce() throws Exception {
    List<String> shown = new ArrayList<>();
    String cursor = "";
    for (int page = 0; page < 10; page++) {
      JsonNode node = TestService.json(service.get("/names?limit=10" + cursor));
      shown.addAll(shown(node));
      assertThat(node.path("has_more").booleanValue()).isEqualTo(shown.size() < 45);
      if (!node.path("has_more").booleanValue()) {
        assertThat(node.path("next_cursor").isNull()).isTrue();
        break;
      }
      cursor = "&cursor=" + node.path("next_cursor").stringValue();
    }
    assertThat(shown).isEqualTo(names);
  }

  @Test
  void showsTwentyWhereNoLimitIsSaid() throws Exception {
    assertThat(shown(TestService.json(service.get("/names")))).hasSize(20);
    assertThat(shown(TestService.json(service.get("/names?limit=45")))).hasSize(45);
  }

  @Test
  void goesOnWhereEverythingThatWasShownIsDeleted() throws Exception {
    List<String> all = List.copyOf(names);
    List<String> shown = new ArrayList<>();
    String cursor = "";
    for (int page = 0; page < 5 && !names.isEmpty(); page++) {
      JsonNode node = TestService.json(service.get("/names?limit=10" + cursor));
      shown.addAll(shown(node));
      names.removeAll(shown(node));
      cursor = "&cursor=" + node.path("next_cursor").asString();
    }
    assertThat(shown).isEqualTo(all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "101", "x", "1.5", "2147483648", "%20"})
  void refusesALimitOutOfItsRange(String limit) throws Exception {
    refused(service.get("/names?limit=" + limit), "limit");
  }

  @Test
  void refusesTheCursorOfAnotherListOrFilter() throws Exception {
    String names = TestService.json(service.get("/names")).path("next_cursor").stringValue();
    refused(service.get("/others?cursor=" + names), "cursor");
    refused(service.get("/names?tag=x&cursor=" + names), "cursor");
    assertThat(service.get("/names?limit=50&cursor=" + names).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "%00", "MQ", "!!!!", "%F0%9F%98%80", "null"})
  void refusesACursorThatIsNone(String cursor) throws Exception {
    refused(service.get("/names?cursor=" + cursor), "cursor");
  }

  @Test
  void refusesACursorThatWasChanged() throws Exception {
    String cursor = TestService.json(service.get("/names")).path("next_cursor").stringValue();
    refused(service.get("/names?cursor=" + cursor + "="), "cursor");
    refused(service.get("/names?cursor=A" + cursor), "cursor");
    refused(service.get("/names?cursor=" + cursor.substring(1)), "cursor");
    refused(service.get("/names?cursor=" + cursor("names", "a\u0000b")), "cursor");
    refused(service.get("/names?cursor=" + cursor + "&cursor=" + cursor), "cursor");
  }

  @Test
  void refusesAPositionThatIsNoneInThatList() throws Exception {
    UUID id = new UUID(7, 7);
    assertThat(service.get("/ids?cursor=" + cursor("ids", id.toString())).body())
        .contains(id.toString());
    assertThat(service.get("/ids").body()).contains("null");
    refused(service.get("/ids?cursor=" + cursor("ids", "not-an-id")), "cursor");
    refused(service.get("/ids?cursor=" + cursor("ids", "")), "cursor");
  }

  @Test
  void refusesAParameterThatNobodyKnows() throws Exception {
    refused(service.get("/names?limt=3"), "limt");
    assertThat(service.get("/names?limt=3").body()).contains("did you mean 'limit'?");
  }

  @Test
  void beginsAfterAPositionOfAListThatIsAtHand() {
    Page page = new Page("letters", 2, "b");
    assertThat(page.of(List.of("a", "b", "c"), it -> it)).containsExactly("c");
    assertThat(page.of(List.of("a", "c"), it -> it)).isEmpty();
    assertThat(new Page("letters", 2, null).of(List.of("a"), it -> it)).containsExactly("a");
    assertThat(page.of(Collections.<String>emptyList(), it -> it)).isEmpty();
  }

  @Test
  void takesAFailureInPlacesWhereNoneBelongsForOurs() {
    Page page = new Page("letters", 2, "b");
    assertThatThrownBy(
            () ->
                page.after(
                    it -> {
                      throw new IllegalStateException(it);
                    }))
        .isInstanceOf(IllegalStateException.class);
  }

  private static void refused(HttpResponse<String> response, String path) throws IOException {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(TestService.json(response).path("issues").path(0).path("path").stringValue())
        .isEqualTo(path);
  }
}
