package dev.researchlab.ports.testkit.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.researchlab.domain.UnavailableException;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.artifact.BlobStore;
import dev.researchlab.ports.testkit.Race;
import dev.researchlab.ports.testkit.project.Projects;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What every {@link BlobStore} does. */
public abstract class BlobStoreContract {

  private static final byte[] HELLO = "hello \ud83d\udc4b".getBytes(StandardCharsets.UTF_8);

  private final ProjectId project = Projects.fresh();
  private final ProjectId otherProject = Projects.fresh();

  /** The store under test, the same in all of one test; it may hold blobs of other projects. */
  protected abstract BlobStore store();

  /** A store whose storage does not answer. */
  protected abstract BlobStore unavailable();

  @Test
  void readsWhatWasPutUnderItsHash() throws IOException {
    ContentHash hash = put(HELLO);

    assertThat(hash).isEqualTo(ContentHash.of(HELLO));
    assertThat(read(hash)).isEqualTo(HELLO);
    assertThat(store().size(project, hash)).contains((long) HELLO.length);
    assertThat(list(project)).containsExactly(hash);
  }

  @Test
  void findsNothingWhereNothingIs() {
    ContentHash unknown = ContentHash.of("unknown");

    assertThat(store().get(project, unknown)).isEmpty();
    assertThat(store().size(project, unknown)).isEmpty();
    assertThat(list(project)).isEmpty();
    assertThat(store().delete(project, unknown)).isFalse();
  }

  @Test
  void keepsTheEmptyContent() throws IOException {
    ContentHash hash = put(new byte[0]);

    assertThat(read(hash)).isEmpty();
    assertThat(store().size(project, hash)).contains(0L);
  }

  @Test
  void keepsALargeContentThatArrivesInPieces() throws IOException {
    byte[] large = new byte[5_000_001];
    new Random(1).nextBytes(large);
    InputStream halves =
        new SequenceInputStream(
            new ByteArrayInputStream(large, 0, 7),
            new ByteArrayInputStream(large, 7, large.length - 7));
    ContentHash hash = store().put(project, halves);

    assertThat(hash).isEqualTo(ContentHash.of(large));
    assertThat(read(hash)).isEqualTo(large);
    assertThat(store().size(project, hash)).contains(5_000_001L);
  }

  @Test
  void readsAPart() throws IOException {
    byte[] content = new byte[100_000];
    new Random(1).nextBytes(content);
    ContentHash hash = put(content);

    assertThat(read(hash, 0, 10)).isEqualTo(Arrays.copyOf(content, 10));
    assertThat(read(hash, 70_000, 20_000)).isEqualTo(Arrays.copyOfRange(content, 70_000, 90_000));
    assertThat(read(hash, 99_999, 10)).isEqualTo(Arrays.copyOfRange(content, 99_999, 100_000));
    assertThat(read(hash, 100_000, 10)).isEmpty();
    assertThat(read(hash, 200_000, 10)).isEmpty();
    assertThat(store().get(project, ContentHash.of("unknown"), 0, 10)).isEmpty();
    assertThat(store().get(otherProject, hash, 0, 10)).isEmpty();
  }

  @Test
  void leavesTheStreamOpen() {
    Recorded content = new Recorded(HELLO);
    store().put(project, content);

    assertThat(content.closed).isFalse();
  }

  @Test
  void changesNothingWhenTheSameContentIsPutAgain() throws IOException {
    ContentHash hash = put(HELLO);

    assertThat(put(HELLO)).isEqualTo(hash);
    assertThat(list(project)).containsExactly(hash);
    assertThat(read(hash)).isEqualTo(HELLO);
  }

  @Test
  void showsNothingOfAContentBeforeItIsWhole() {
    InputStream spying =
        new ByteArrayInputStream(HELLO) {
          @Override
          public synchronized int read(byte[] target, int offset, int length) {
            assertThat(list(project)).isEmpty();
            assertThat(store().get(project, ContentHash.of(HELLO))).isEmpty();
            return super.read(target, offset, Math.min(length, 1));
          }
        };

    assertThat(list(project)).isEmpty();
    ContentHash hash = store().put(project, spying);
    assertThat(list(project)).containsExactly(hash);
  }

  @Test
  void storesNothingOfAContentThatCannotBeReadToItsEnd() {
    InputStream broken = new SequenceInputStream(new ByteArrayInputStream(HELLO), new Broken());

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> store().put(project, broken))
        .withMessageContaining("the cable was pulled");
    assertThat(list(project)).isEmpty();
    assertThat(store().get(project, ContentHash.of(HELLO))).isEmpty();
  }

  @Test
  void listsInTheOrderOfDigits() {
    List<ContentHash> hashes =
        IntStream.range(0, 300)
            .mapToObj(i -> put(("content " + i).getBytes(StandardCharsets.UTF_8)))
            .sorted(Comparator.comparing(ContentHash::hex))
            .toList();

    assertThat(list(project)).containsExactlyElementsOf(hashes);
  }

  @Test
  void letsAReaderStopHalfWay() throws IOException {
    byte[] large = new byte[1_000_000];
    ContentHash hash = put(large);
    put(HELLO);
    for (int i = 0; i < 30; i++) {
      try (InputStream content = store().get(project, hash).orElseThrow();
          Stream<ContentHash> hashes = store().list(project)) {
        assertThat(content.read()).isZero();
        assertThat(hashes.iterator()).hasNext();
      }
    }

    assertThat(read(hash)).isEqualTo(large);
  }

  @Test
  void deletesAContentOnce() throws IOException {
    ContentHash hash = put(HELLO);
    ContentHash other = put(new byte[] {1});

    assertThat(store().delete(project, hash)).isTrue();
    assertThat(store().get(project, hash)).isEmpty();
    assertThat(store().size(project, hash)).isEmpty();
    assertThat(list(project)).containsExactly(other);
    assertThat(store().delete(project, hash)).isFalse();

    put(HELLO);
    assertThat(read(hash)).isEqualTo(HELLO);
  }

  @Test
  void hidesABlobFromOtherProjects() throws IOException {
    ContentHash hash = put(HELLO);

    assertThat(store().get(otherProject, hash)).isEmpty();
    assertThat(store().size(otherProject, hash)).isEmpty();
    assertThat(list(otherProject)).isEmpty();
    assertThat(store().delete(otherProject, hash)).isFalse();
    assertThat(read(hash)).isEqualTo(HELLO);
  }

  @Test
  void keepsTheSameContentInTwoProjectsApart() throws IOException {
    ContentHash hash = put(HELLO);
    store().put(otherProject, new ByteArrayInputStream(HELLO));

    assertThat(store().delete(otherProject, hash)).isTrue();
    assertThat(read(hash)).isEqualTo(HELLO);
  }

  @Test
  void keepsOneBlobOfAContentThatIsPutManyTimesAtOnce()
      throws IOException, InterruptedException, ExecutionException {
    byte[] content = new byte[300_000];
    List<ContentHash> hashes = Race.run(8, racer -> () -> put(content));

    assertThat(hashes).containsOnly(ContentHash.of(content));
    assertThat(list(project)).containsExactly(ContentHash.of(content));
    assertThat(read(ContentHash.of(content))).isEqualTo(content);
  }

  @Test
  void saysThatTheStorageDoesNotAnswer() {
    BlobStore store = unavailable();
    ContentHash hash = ContentHash.of(HELLO);

    assertUnavailable(() -> store.put(project, new ByteArrayInputStream(HELLO)));
    assertUnavailable(() -> store.get(project, hash));
    assertUnavailable(() -> store.get(project, hash, 0, 1));
    assertUnavailable(() -> store.size(project, hash));
    assertUnavailable(() -> store.list(project).toList());
    assertUnavailable(() -> store.delete(project, hash));
  }

  private static void assertUnavailable(ThrowingCallable call) {
    assertThatExceptionOfType(UnavailableException.class).isThrownBy(call);
  }

  private ContentHash put(byte[] content) {
    return store().put(project, new ByteArrayInputStream(content));
  }

  private byte[] read(ContentHash hash) throws IOException {
    try (InputStream content = store().get(project, hash).orElseThrow()) {
      return content.readAllBytes();
    }
  }

  private byte[] read(ContentHash hash, long offset, int length) throws IOException {
    try (InputStream content = store().get(project, hash, offset, length).orElseThrow()) {
      return content.readAllBytes();
    }
  }

  private List<ContentHash> list(ProjectId inProject) {
    try (Stream<ContentHash> hashes = store().list(inProject)) {
      return hashes.toList();
    }
  }

  private static final class Recorded extends ByteArrayInputStream {

    private boolean closed;

    Recorded(byte[] content) {
      super(content);
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static final class Broken extends InputStream {

    @Override
    public int read() throws IOException {
      throw new IOException("the cable was pulled");
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return read();
    }
  }
}
