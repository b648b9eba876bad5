package dev.researchlab.adapters.local.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.researchlab.domain.UnavailableException;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.artifact.BlobStore;
import dev.researchlab.ports.testkit.artifact.BlobStoreContract;
import dev.researchlab.ports.testkit.project.Projects;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryBlobStoreTest extends BlobStoreContract {

  private static final byte[] CONTENT = {1, 2, 3};
  private static final ContentHash HASH = ContentHash.of(CONTENT);

  private final ProjectId project = Projects.fresh();

  @TempDir private Path temporary;
  private Path directory;
  private DirectoryBlobStore store;

  @BeforeEach
  void open() {
    directory = temporary.resolve("made/on/demand");
    store = new DirectoryBlobStore(directory);
  }

  @Override
  protected BlobStore store() {
    return store;
  }

  @Override
  protected BlobStore unavailable() {
    DirectoryBlobStore vanished = new DirectoryBlobStore(temporary.resolve("vanished"));
    assertThat(temporary.resolve("vanished").toFile().delete()).isTrue();
    return vanished;
  }

  @Test
  void namesTheFileByProjectTwoDigitsAndHash() throws IOException {
    put();

    assertThat(file()).hasBinaryContent(CONTENT);
    assertThat(file().getParent()).hasFileName(HASH.hex().substring(0, 2));
    assertThat(projectFolder()).isDirectoryRecursivelyContaining("glob:**/" + HASH.hex());
  }

  @Test
  void findsInAnotherProcessWhatOneHasPut() throws IOException {
    put();

    try (InputStream content = new DirectoryBlobStore(directory).get(project, HASH).orElseThrow()) {
      assertThat(content.readAllBytes()).isEqualTo(CONTENT);
    }
  }

  @Test
  void leavesNoTemporaryFile() throws IOException {
    put();
    put();
    InputStream closed = InputStream.nullInputStream();
    closed.close();
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> store.put(project, closed));

    assertThat(files()).containsExactly(file());
  }

  @Test
  void ignoresWhatACrashOrAStrangerHasLeft() throws IOException {
    put();
    Path incoming = projectFolder().resolve("incoming");
    Files.write(incoming.resolve("0b7ad9a2-left-by-a-crash"), CONTENT);
    Files.write(incoming.resolve(ContentHash.of("half").hex()), CONTENT);
    Files.write(file().resolveSibling("notes.txt"), CONTENT);
    Files.write(file().resolveSibling("ff".repeat(32)), CONTENT);
    Files.createDirectory(file().resolveSibling(HASH.hex().replaceAll(".$", "-")));

    assertThat(hashes()).containsExactly(HASH);
  }

  @Test
  void doesNotFollowALinkInPlaceOfAContent() throws IOException {
    Path secret = Files.writeString(temporary.resolve("secret"), "secret");
    Files.createDirectories(file().getParent());
    Files.createSymbolicLink(file(), secret);

    assertThat(store.get(project, HASH)).isEmpty();
    assertThat(store.size(project, HASH)).isEmpty();
    assertThat(hashes()).isEmpty();
    assertThat(store.delete(project, HASH)).isFalse();

    put();
    assertThat(file()).hasBinaryContent(CONTENT).isRegularFile();
    assertThat(Files.isSymbolicLink(file())).isFalse();
    assertThat(secret).hasContent("secret");
  }

  @Test
  void doesNotFollowALinkInPlaceOfAFolder() throws IOException {
    Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
    Files.createSymbolicLink(projectFolder(), elsewhere);
    Path content = elsewhere.resolve(HASH.hex().substring(0, 2)).resolve(HASH.hex());
    Files.createDirectories(content.getParent());
    Files.write(content, CONTENT);

    assertThat(store.get(project, HASH)).isEmpty();
    assertThat(hashes()).isEmpty();
    assertThat(store.delete(project, HASH)).isFalse();
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(this::put)
        .withMessageContaining(projectFolder() + " is in the way");
    assertThat(content).hasBinaryContent(CONTENT);
  }

  @Test
  void saysThatAFileIsInPlaceOfItsDirectory() throws IOException {
    Path file = Files.createFile(temporary.resolve("file"));

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> new DirectoryBlobStore(file))
        .withMessage("the blob directory %s cannot be made: %s is in the way", file, file);
  }

  @Test
  void saysThatItsDirectoryHasVanishedAndDoesNotMakeItAgain() throws IOException {
    Files.delete(directory);
    String reason = "the blob directory %s cannot be used: there is no %s";

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(this::put)
        .withMessage(reason, directory, directory);
    assertThat(directory).doesNotExist();
  }

  @Test
  void saysThatAFileHasTakenThePlaceOfItsDirectory() throws IOException {
    Files.delete(directory);
    Files.createFile(directory);

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(this::put)
        .withMessageContaining(directory + " is not a directory");
  }

  @Test
  void saysThatAFileIsInPlaceOfAProjectsFolder() throws IOException {
    Files.createFile(projectFolder());

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(this::put)
        .withMessageContaining(projectFolder() + " is in the way");
  }

  private void put() {
    store.put(project, new ByteArrayInputStream(CONTENT));
  }

  private Path projectFolder() {
    return directory.resolve(project.toString());
  }

  private Path file() {
    return projectFolder().resolve(HASH.hex().substring(0, 2)).resolve(HASH.hex());
  }

  private Stream<ContentHash> hashes() {
    return store.list(project);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
