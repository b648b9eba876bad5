package dev.researchlab.adapters.llm.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerSentEventsTest {

  private static final String STREAM =
      "\uFEFFdata: one\n\n"
          + ": a comment\nevent: x\nid: 7\nretry: 5\ndata:two\r\n\r\n"
          + "data: é\rdata:  \ud83d\ude00\r\r"
          + "\n\n\ndatabase: no\ndata\n\n"
          + "data: last";

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 10_000})
  void readsTheDataOfEveryEventHoweverTheBytesCome(int chunk) throws Exception {
    assertThat(read(STREAM, chunk)).containsExactly("one", "two", "é\n \ud83d\ude00", "", "last");
  }

  @Test
  void readsAnEventThatIsLongerThanEveryBuffer() throws Exception {
    String longText = "0123456789".repeat(100_000);

    assertThat(read("data: " + longText + "\n\ndata: b\n\n", 1000)).containsExactly(longText, "b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n\n", ": ping\n\n: ping\n\n", "event: x\n\n"})
  void findsNoEventWhereThereIsNoData(String stream) throws Exception {
    assertThat(read(stream, 5)).isEmpty();
  }

  @Test
  void endsAStreamThatIsTooLongToKeep() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            Arrays.fill(buffer, offset, offset + length, (byte) 'x');
            return length;
          }
        };

    assertThatExceptionOfType(MalformedAnswerException.class)
        .isThrownBy(() -> new ServerSentEvents(endless::read).next())
        .withMessageContaining("longer than 67108864 bytes");
  }

  private static List<String> read(String stream, int chunk)
      throws IOException, MalformedAnswerException {
    var bytes = new ByteArrayInputStream(stream.getBytes(StandardCharsets.UTF_8));
    var events =
        new ServerSentEvents(
            (buffer, offset, length) -> bytes.read(buffer, offset, Math.min(chunk, length)));
    List<String> data = new ArrayList<>();
    while (events.next()) {
      data.add(events.data());
    }
    return data;
  }
}
