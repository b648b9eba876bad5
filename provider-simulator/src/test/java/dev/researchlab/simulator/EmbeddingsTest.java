package dev.researchlab.simulator;

import static dev.researchlab.simulator.JsonValue.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingsTest {

  private final ProviderSimulator simulator =
      ProviderSimulator.start(SimulatorSettings.builder().build());
  private final Client client = new Client(simulator);

  @AfterEach
  void stop() {
    client.close();
    simulator.close();
  }

  private String embed(String members) throws Exception {
    return client
        .post("/v1/embeddings", "{\"model\":\"e\"," + members.replace('\'', '"') + "}")
        .body();
  }

  private static List<Double> vector(String body, int index) {
    List<?> values = (List<?>) Objects.requireNonNull(at(body, "data." + index + ".embedding"));
    return values.stream().map(value -> ((Number) value).doubleValue()).toList();
  }

  private static double dot(List<Double> a, List<Double> b) {
    double dot = 0;
    for (int i = 0; i < a.size(); i++) {
      dot += a.get(i) * b.get(i);
    }
    return dot;
  }

  @Test
  void givesEqualTextsEqualUnitVectors() throws Exception {
    String body = embed("'input':['cat','dog','cat']");

    assertThat(vector(body, 0)).hasSize(1536).isEqualTo(vector(body, 2));
    assertThat(dot(vector(body, 0), vector(body, 0))).isCloseTo(1, within(1e-6));
    assertThat(Math.abs(dot(vector(body, 0), vector(body, 1)))).isLessThan(0.2);
    assertThat(at(body, "data.2.index")).isEqualTo(2L);
    assertThat(at(body, "model")).isEqualTo("e");
    assertThat(at(body, "usage.prompt_tokens")).isEqualTo(3L);
    assertThat(at(body, "usage.total_tokens")).isEqualTo(3L);
  }

  @Test
  void givesTheSameVectorInEveryProcess() throws Exception {
    try (ProviderSimulator other =
            ProviderSimulator.start(SimulatorSettings.builder().seed(9).build());
        Client otherClient = new Client(other)) {
      String elsewhere =
          otherClient.post("/v1/embeddings", "{\"model\":\"x\",\"input\":\"cat\"}").body();
      assertThat(vector(elsewhere, 0)).isEqualTo(vector(embed("'input':'cat'"), 0));
    }
  }

  @Test
  void givesAsManyDimensionsAsAskedFor() throws Exception {
    List<Double> three = vector(embed("'input':'cat','dimensions':3"), 0);

    assertThat(three).hasSize(3);
    assertThat(dot(three, three)).isCloseTo(1, within(1e-6));
  }

  @Test
  void encodesVectorsInBase64() throws Exception {
    String text =
        (String)
            at(
                embed("'input':'cat','dimensions':4,'encoding_format':'base64'"),
                "data.0.embedding");
    ByteBuffer bytes =
        ByteBuffer.wrap(Base64.getDecoder().decode(text)).order(ByteOrder.LITTLE_ENDIAN);

    List<Double> plain = vector(embed("'input':'cat','dimensions':4"), 0);
    assertThat(bytes.remaining()).isEqualTo(16);
    for (double value : plain) {
      assertThat((double) bytes.getFloat()).isCloseTo(value, within(1e-7));
    }
  }

  @Test
  void takesTokensInPlaceOfText() throws Exception {
    String one = embed("'input':[1,2,3],'dimensions':4");
    String several = embed("'input':[[1,2,3],[4]],'dimensions':4");

    assertThat(at(one, "usage.prompt_tokens")).isEqualTo(3L);
    assertThat(at(several, "usage.prompt_tokens")).isEqualTo(4L);
    assertThat(vector(several, 0)).isEqualTo(vector(one, 0)).isNotEqualTo(vector(several, 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'input':''",
        "'input':[]",
        "'input':['a','']",
        "'input':[[]]",
        "'input':[1,'a']",
        "'input':{}",
        "'user':'u'",
        "'input':'a','dimensions':0",
        "'input':'a','dimensions':100000",
        "'input':'a','encoding_format':'hex'"
      })
  void refusesAMalformedRequest(String members) throws Exception {
    assertThat(at(embed(members), "error.type")).isEqualTo("invalid_request_error");
  }
}
