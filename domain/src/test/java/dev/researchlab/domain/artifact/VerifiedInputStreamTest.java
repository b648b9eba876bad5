package dev.researchlab.domain.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class VerifiedInputStreamTest {

  private static final byte[] CONTENT = "a content".getBytes(StandardCharsets.UTF_8);

  @Test
  void givesTheContentOfTheHash() throws IOException {
    try (VerifiedInputStream stream = of("a content")) {
      assertThat(stream.read()).isEqualTo('a');
      assertThat(stream.skip(1)).isEqualTo(1);
      assertThat(stream.readAllBytes()).asString().isEqualTo("content");
      assertThat(stream.read()).isEqualTo(-1);
    }
  }

  @Test
  void refusesAnotherContentAtItsEnd() throws IOException {
    try (VerifiedInputStream stream = of("another content")) {
      assertThat(stream.readNBytes(CONTENT.length)).isEqualTo(CONTENT);
      assertThatIOException()
          .isThrownBy(stream::read)
          .withMessageContaining("damaged")
          .withMessageContaining(ContentHash.of(CONTENT).hex());
    }
  }

  private static VerifiedInputStream of(String expected) {
    return new VerifiedInputStream(new ByteArrayInputStream(CONTENT), ContentHash.of(expected));
  }
}
