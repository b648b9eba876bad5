package dev.researchlab.adapters.http.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.domain.ConflictException;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RepeatedRequestsTest {

  private static final String JSON = "application/json";

  private final AtomicInteger made = new AtomicInteger();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch leave = new CountDownLatch(1);

  private final TestService service =
      new TestService(
          new Routes()
              .post("/things", this::make)
              .post("/others", this::make)
              .get("/things", call -> Reply.ok(Json.object().put("made", made.incrementAndGet())))
              .post("/uploads", this::upload)
              .post("/slow", this::slow)
              .post("/conflict", call -> fail(new ConflictException("not now")))
              .post("/broken", call -> fail(new IllegalStateException("broken"))));

  @AfterEach
  void close() {
    leave.countDown();
    service.close();
  }

  private Reply make(Call call) {
    String name = call.json(json -> json.text("name", 10));
    return Reply.created(
            "/things/" + name,
            Json.object().put("name", name).put("number", made.incrementAndGet()))
        .tagged(3);
  }

  private Reply upload(Call call) throws Exception {
    made.incrementAndGet();
    try (var body = call.stream()) {
      return Reply.ok(Json.object().put("bytes", body.readAllBytes().length));
    }
  }

  private Reply slow(Call call) throws Exception {
    entered.countDown();
    leave.await();
    return make(call);
  }

  private Reply fail(RuntimeException failure) {
    made.incrementAndGet();
    throw failure;
  }

  @Test
  void answersARequestThatIsSentAgainAsBefore() throws Exception {
    HttpResponse<String> first = service.post("/things", "k", JSON, "{\"name\": \"a\"}");
    HttpResponse<String> again = service.post("/things", "k", JSON, "{\"name\": \"a\"}");

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(first.body());
    for (String header : new String[] {"Location", "ETag", "Content-Type"}) {
      assertThat(again.headers().firstValue(header)).isEqualTo(first.headers().firstValue(header));
    }
    assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
    assertThat(again.headers().firstValue("Idempotency-Replayed")).hasValue("true");
    assertThat(made).hasValue(1);
  }

  @Test
  void doesItTwiceWithoutAKeyOrWithAnother() throws Exception {
    assertThat(service.post("/things", "", JSON, "{\"name\": \"a\"}").statusCode()).isEqualTo(201);
    assertThat(service.post("/things", "k", JSON, "{\"name\": \"a\"}").statusCode()).isEqualTo(201);
    assertThat(service.post("/things", "l", JSON, "{\"name\": \"a\"}").statusCode()).isEqualTo(201);
    assertThat(made).hasValue(3);
  }

  @Test
  void refusesAKeyThatWasSentWithAnotherRequest() throws Exception {
    service.post("/things", "k", JSON, "{\"name\": \"a\"}");
    reused(service.post("/things", "k", JSON, "{\"name\": \"b\"}"));
    reused(service.post("/others", "k", JSON, "{\"name\": \"a\"}"));
    reused(service.post("/things?x=1", "k", JSON, "{\"name\": \"a\"}"));
    assertThat(made).hasValue(1);
  }

  private static void reused(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(TestService.json(response).path("code").stringValue())
        .isEqualTo("idempotency_key_reused");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/conflict", "/broken"})
  void forgetsARequestThatCameToNothing(String path) throws Exception {
    int first = service.post(path, "k", JSON, "{}").statusCode();
    int again = service.post(path, "k", JSON, "{}").statusCode();

    assertThat(again).isEqualTo(first).isGreaterThanOrEqualTo(400);
    assertThat(made).hasValue(2);
    assertThat(service.kept).isEmpty();
  }

  @Test
  void forgetsARequestThatWasRefused() throws Exception {
    assertThat(service.post("/things", "k", JSON, "{\"name\": 1}").statusCode()).isEqualTo(400);
    assertThat(service.post("/things", "k", JSON, "{\"name\": \"a\"}").statusCode()).isEqualTo(201);
  }

  @Test
  void asksToComeBackWhileTheFirstIsWorkedOn() throws Exception {
    CompletableFuture<Integer> first =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return service.post("/slow", "k", JSON, "{\"name\": \"a\"}").statusCode();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    entered.await();
    HttpResponse<String> second = service.post("/slow", "k", JSON, "{\"name\": \"a\"}");
    leave.countDown();

    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(TestService.json(second).path("code").stringValue()).isEqualTo("in_progress");
    assertThat(second.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(first.get()).isEqualTo(201);
    assertThat(service.post("/slow", "k", JSON, "{\"name\": \"a\"}").statusCode()).isEqualTo(201);
    assertThat(made).hasValue(1);
  }

  @Test
  void looksAtTheKeysOfPostsOnly() throws Exception {
    service.send(service.to("/things").header("Idempotency-Key", "k"));
    service.send(service.to("/things").header("Idempotency-Key", "k"));
    assertThat(made).hasValue(2);
  }

  @Test
  void refusesAKeyThatIsTooLongOrNoVisibleText() throws Exception {
    for (String key : new String[] {"k".repeat(257), "a b"}) {
      HttpResponse<String> response = service.post("/things", key, JSON, "{\"name\": \"a\"}");
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(response.body()).contains("Idempotency-Key");
    }
    assertThat(service.post("/things", "k".repeat(256), JSON, "{\"name\": \"a\"}").statusCode())
        .isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/jsonl", "application/x-ndjson", "text/csv"})
  void letsAnUploadOfAnySizeThrough(String type) throws Exception {
    String body = "x".repeat(10 * TestService.MAX_BODY);
    HttpResponse<String> first = service.post("/uploads", "k", type, body);
    assertThat(first.body()).isEqualTo("{\"bytes\":" + body.length() + "}");
    assertThat(service.post("/uploads", "k", type, body).body()).isEqualTo(first.body());
    assertThat(made).hasValue(1);
  }

  @Test
  void letsAHandlerReadABodyThatWasReadForItsKey() throws Exception {
    assertThat(service.post("/uploads", "k", "", "x".repeat(100)).body())
        .isEqualTo("{\"bytes\":100}");
  }

  @Test
  void refusesABodyThatIsTooLarge() throws Exception {
    String large = "{\"name\": \"" + "a".repeat(TestService.MAX_BODY) + "\"}";
    assertThat(service.post("/things", "k", JSON, large).statusCode()).isEqualTo(413);
    assertThat(service.post("/things", "", JSON, large).statusCode()).isEqualTo(413);
    assertThat(service.kept).isEmpty();
  }
}
