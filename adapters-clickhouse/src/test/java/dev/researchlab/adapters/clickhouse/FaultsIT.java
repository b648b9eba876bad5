package dev.researchlab.adapters.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import dev.researchlab.domain.UnavailableException;
import dev.researchlab.domain.evaluation.Evaluation;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.RunId;
import dev.researchlab.domain.run.TrialKey;
import dev.researchlab.ports.testkit.Race;
import dev.researchlab.ports.testkit.evaluation.Evaluations;
import dev.researchlab.ports.testkit.project.Projects;
import dev.researchlab.testkit.services.ClickHouseService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultsIT {

  private final ProjectId project = Projects.fresh();
  private final RunId run = new RunId(UUID.randomUUID());

  @Test
  void saysThatTheServerIsGoneAndGoesOnWhenItIsBack()
      throws IOException, InterruptedException, ExecutionException {
    try (ClickHouseService service = ClickHouseService.start();
        ClickHouseEvaluationStore store = ClickHouseEvaluationStore.open(service.url() + "/lab")) {
      List<Evaluation> before = Evaluations.answered(project, run, 1_000);
      store.record(before);
      // Several connections are kept open and will all be dead.
      Race.run(8, racer -> () -> store.count(project, run));

      service.kill();
      List<Evaluation> after = new ArrayList<>(before);
      after.add(Evaluations.answered(project, run, new TrialKey("new", "q", 1)));
      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(() -> store.record(after))
          .withMessageContaining("/lab does not answer")
          .withMessageNotContaining(password(service.url()));
      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(() -> store.count(project, run));

      service.restart();
      Race.run(8, racer -> () -> store.count(project, run));
      store.record(after);
      assertThat(store.count(project, run)).isEqualTo(1_001);
      try (Stream<Evaluation> evaluations = store.stream(project, run)) {
        assertThat(evaluations).containsExactlyInAnyOrderElementsOf(after);
      }
    }
  }

  @Test
  void goesOnWhenTheServerWasRestartedUnnoticed()
      throws IOException, InterruptedException, ExecutionException {
    try (ClickHouseService service = ClickHouseService.start();
        ClickHouseEvaluationStore store = ClickHouseEvaluationStore.open(service.url() + "/lab")) {
      Race.run(8, racer -> () -> store.count(project, run));

      service.kill();
      service.restart();

      store.record(Evaluations.answered(project, run, 10));
      assertThat(store.count(project, run)).isEqualTo(10);
    }
  }

  @Test
  void losesNothingAndDoublesNothingWhenTheServerDiesWhileManyWrite()
      throws IOException, InterruptedException, ExecutionException {
    try (ClickHouseService service = ClickHouseService.start();
        ClickHouseEvaluationStore store = ClickHouseEvaluationStore.open(service.url() + "/lab")) {
      List<List<Evaluation>> blocks = new ArrayList<>();
      List<Evaluation> all = Evaluations.answered(project, run, 2_000);
      for (int i = 0; i < all.size(); i += 20) {
        blocks.add(all.subList(i, i + 20));
      }
      List<Boolean> recorded =
          Race.run(
              blocks.size() + 1,
              racer ->
                  () -> {
                    if (racer == blocks.size()) {
                      while (store.count(project, run) < 200) {
                        Thread.onSpinWait();
                      }
                      service.kill();
                      return true;
                    }
                    try {
                      store.record(blocks.get(racer));
                      return true;
                    } catch (UnavailableException e) {
                      return false;
                    }
                  });
      service.restart();
      assertThat(recorded).contains(true, false);
      for (int i = 0; i < blocks.size(); i++) {
        if (recorded.get(i)) {
          for (Evaluation evaluation : blocks.get(i)) {
            assertThat(store.find(project, evaluation.id())).contains(evaluation);
          }
        }
      }

      blocks.forEach(store::record);
      assertThat(store.count(project, run)).isEqualTo(all.size());
      try (Stream<Evaluation> evaluations = store.stream(project, run)) {
        assertThat(evaluations).containsExactlyInAnyOrderElementsOf(all);
      }
    }
  }

  @Test
  void theServerKnowsABlockThatItHasHadAlsoAfterACrash() throws IOException, InterruptedException {
    try (ClickHouseService service = ClickHouseService.start();
        ClickHouseEvaluationStore store = ClickHouseEvaluationStore.open(service.url() + "/lab");
        ClickHouse clickHouse =
            new ClickHouse(ClickHouseUrl.parse(service.url() + "/lab"), rows -> {})) {
      RowBinaryWriter rows = new RowBinaryWriter();
      Evaluations.answered(project, run, 100)
          .forEach(evaluation -> EvaluationRow.write(evaluation, rows));
      // As when an answer got lost, and the block is sent again before it is seen.
      clickHouse.insert("evaluations", EvaluationRow.COLUMNS, rows, "one token");
      clickHouse.insert("evaluations", EvaluationRow.COLUMNS, rows, "one token");
      assertThat(store.count(project, run)).isEqualTo(100);

      service.kill();
      service.restart();
      clickHouse.insert("evaluations", EvaluationRow.COLUMNS, rows, "one token");
      assertThat(store.count(project, run)).isEqualTo(100);

      clickHouse.insert("evaluations", EvaluationRow.COLUMNS, rows, "another token");
      assertThat(store.count(project, run)).isEqualTo(200);
    }
  }

  @Test
  void tellsAReaderWhenTheServerDiesHalfWay() throws IOException, InterruptedException {
    try (ClickHouseService service = ClickHouseService.start();
        ClickHouseEvaluationStore store = ClickHouseEvaluationStore.open(service.url() + "/lab")) {
      store.record(Evaluations.answered(project, run, 25_000));
      try (Stream<Evaluation> evaluations = store.stream(project, run)) {
        Iterator<Evaluation> reader = evaluations.iterator();
        assertThat(reader.next().trial().sample()).isEqualTo("q0");
        service.kill();

        assertThatExceptionOfType(UnavailableException.class)
            .isThrownBy(() -> reader.forEachRemaining(evaluation -> {}));
      }
    }
  }

  @Test
  void saysThatThePasswordIsWrong() {
    String url = Databases.fresh();
    String wrong = url.replace(password(url), "wr0ng");

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> ClickHouseEvaluationStore.open(wrong))
        .withMessageMatching(
            "ClickHouse at http://.* does not know the user '.*' with this password")
        .withMessageNotContaining("wr0ng");
  }

  @Test
  void saysThatTheDatabaseCannotBeMade() {
    String url = Databases.fresh() + "x".repeat(300);

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> ClickHouseEvaluationStore.open(url))
        .withMessageMatching("ClickHouse at http://.* has a problem: .*")
        .withMessageNotContaining(password(url));
  }

  @Test
  void saysThatTheUserMayNotDoSomething() {
    ClickHouseUrl url = ClickHouseUrl.parse(Databases.fresh());
    try (ClickHouse clickHouse = new ClickHouse(url, rows -> {})) {
      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(
              () ->
                  clickHouse.execute(
                      "SELECT * FROM url('http://127.0.0.1:1', CSV, 'n Int8')", Map.of(), "system"))
          .withMessageMatching(
              "ClickHouse at http://.* does not let the user '.*' do what is needed: .*");
    }
  }

  @Test
  void saysThatNobodyIsThere() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(
            () -> ClickHouseEvaluationStore.open("http://me:s3cret@127.0.0.1:" + port + "/lab"))
        .withMessageStartingWith(
            "ClickHouse at http://127.0.0.1:" + port + "/lab does not answer (")
        .withMessageNotContaining("s3cret");
  }

  @Test
  void saysThatItIsSomethingElse() throws IOException {
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    other.start();
    try {
      int port = other.getAddress().getPort();
      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(() -> ClickHouseEvaluationStore.open("http://me:s3cret@127.0.0.1:" + port))
          .withMessageContaining("is not ClickHouse")
          .withMessageNotContaining("s3cret");
    } finally {
      other.stop(0);
    }
  }

  private static String password(String url) {
    return ClickHouseUrl.parse(url).password();
  }
}
