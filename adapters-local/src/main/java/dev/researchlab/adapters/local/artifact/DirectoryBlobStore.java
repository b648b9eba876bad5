package dev.researchlab.adapters.local.artifact;

import dev.researchlab.domain.UnavailableException;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.artifact.VerifiedInputStream;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.artifact.BlobStore;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Keeps each content in a file named by its hash: {@code <directory>/<project>/<first two
 * digits>/<all digits>}. Symbolic links below the directory are not followed. A crash may leave a
 * file in {@code <directory>/<project>/incoming}; it is never read and may be deleted while nobody
 * writes.
 */
public final class DirectoryBlobStore implements BlobStore {

  private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");
  private static final int BUFFER_SIZE = 1 << 16;

  private final Path directory;

  /**
   * Makes the directory where there is none. Later it is not made again: where it has vanished,
   * such as with an unmounted disk, nothing is written into its place.
   *
   * @throws UnavailableException if there is no directory and none can be made
   */
  public DirectoryBlobStore(Path directory) {
    this.directory = directory.toAbsolutePath();
    try {
      Files.createDirectories(this.directory);
    } catch (IOException e) {
      throw unavailable("made", e);
    }
  }

  @Override
  public ContentHash put(ProjectId project, InputStream content) {
    try {
      requireDirectory();
      Path folder = makeFolder(directory, project.toString());
      Path incoming = makeFolder(folder, "incoming").resolve(UUID.randomUUID().toString());
      try {
        ContentHash hash = write(incoming, content);
        Path prefixFolder = makeFolder(folder, prefix(hash));
        Path file = prefixFolder.resolve(hash.hex());
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          Files.move(incoming, file, StandardCopyOption.ATOMIC_MOVE);
          force(prefixFolder);
        }
        return hash;
      } finally {
        Files.deleteIfExists(incoming);
      }
    } catch (IOException e) {
      throw unavailable("written", e);
    }
  }

  @Override
  public Optional<InputStream> get(ProjectId project, ContentHash hash) {
    return open(project, hash).map(content -> new VerifiedInputStream(content, hash));
  }

  private Optional<InputStream> open(ProjectId project, ContentHash hash) {
    try {
      Optional<Path> file = find(project, hash);
      return file.isEmpty()
          ? Optional.empty()
          : Optional.of(Files.newInputStream(file.get(), LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException deletedMeanwhile) {
      return Optional.empty();
    } catch (IOException e) {
      throw unavailable("read", e);
    }
  }

  @Override
  public Optional<InputStream> get(ProjectId project, ContentHash hash, long offset, int length) {
    Optional<InputStream> content = open(project, hash);
    if (content.isEmpty()) {
      return content;
    }
    try (InputStream whole = content.get()) {
      long ignored = whole.skip(offset); // a file lets its end be skipped
      return Optional.of(new ByteArrayInputStream(whole.readNBytes(length)));
    } catch (IOException e) {
      throw unavailable("read", e);
    }
  }

  @Override
  public Optional<URI> downloadUrl(ProjectId project, ContentHash hash, Duration validFor) {
    return Optional.empty();
  }

  @Override
  public Optional<Upload> upload(ProjectId project, ContentHash hash, Duration validFor) {
    return Optional.empty();
  }

  @Override
  public Optional<Long> size(ProjectId project, ContentHash hash) {
    try {
      Optional<Path> file = find(project, hash);
      return file.isEmpty() ? Optional.empty() : Optional.of(Files.size(file.get()));
    } catch (NoSuchFileException deletedMeanwhile) {
      return Optional.empty();
    } catch (IOException e) {
      throw unavailable("read", e);
    }
  }

  @Override
  public Stream<ContentHash> list(ProjectId project) {
    requireDirectory();
    return IntStream.range(0, 256)
        .mapToObj("%02x"::formatted)
        .flatMap(prefix -> hashes(project, prefix).stream());
  }

  @Override
  public boolean delete(ProjectId project, ContentHash hash) {
    try {
      Optional<Path> file = find(project, hash);
      return file.isPresent() && Files.deleteIfExists(file.get());
    } catch (IOException e) {
      throw unavailable("changed", e);
    }
  }

  private static String prefix(ContentHash hash) {
    return hash.hex().substring(0, 2);
  }

  private ContentHash write(Path file, InputStream content) throws IOException {
    MessageDigest digest = ContentHash.sha256();
    byte[] buffer = new byte[BUFFER_SIZE];
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int length = read(content, buffer); length >= 0; length = read(content, buffer)) {
        digest.update(buffer, 0, length);
        ByteBuffer piece = ByteBuffer.wrap(buffer, 0, length);
        while (piece.hasRemaining()) {
          channel.write(piece);
        }
      }
      channel.force(true);
    }
    return ContentHash.of(digest);
  }

  private static int read(InputStream content, byte[] buffer) {
    try {
      return content.read(buffer);
    } catch (IOException e) {
      throw new UnavailableException("the content cannot be read to its end: " + reason(e), e);
    }
  }

  private Optional<Path> find(ProjectId project, ContentHash hash) {
    requireDirectory();
    return prefixFolder(project, prefix(hash))
        .map(folder -> folder.resolve(hash.hex()))
        .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
  }

  /** The hashes that begin with the prefix: a 256th of the project's, so that few are sorted. */
  private List<ContentHash> hashes(ProjectId project, String prefix) {
    Optional<Path> folder = prefixFolder(project, prefix);
    if (folder.isEmpty()) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder.get())) {
      return files
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(prefix) && NAME.matcher(name).matches())
          .sorted()
          .map(ContentHash::new)
          .toList();
    } catch (IOException e) {
      throw unavailable("read", e);
    }
  }

  private Optional<Path> prefixFolder(ProjectId project, String prefix) {
    Path folder = directory.resolve(project.toString());
    return isFolder(folder)
        ? Optional.of(folder.resolve(prefix)).filter(DirectoryBlobStore::isFolder)
        : Optional.empty();
  }

  private static boolean isFolder(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static Path makeFolder(Path parent, String name) throws IOException {
    Path folder = parent.resolve(name);
    try {
      Files.createDirectory(folder);
      force(parent);
    } catch (FileAlreadyExistsException e) {
      if (!isFolder(folder)) {
        throw e;
      }
    }
    return folder;
  }

  /** Makes the folder's entries last through a crash; only on POSIX can a folder be opened. */
  private static void force(Path folder) throws IOException {
    if (File.separatorChar == '/') {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private void requireDirectory() {
    if (!Files.isDirectory(directory)) {
      throw unavailable(
          "used",
          Files.exists(directory)
              ? new NotDirectoryException(directory.toString())
              : new NoSuchFileException(directory.toString()));
    }
  }

  private UnavailableException unavailable(String verb, IOException cause) {
    return new UnavailableException(
        "the blob directory %s cannot be %s: %s".formatted(directory, verb, reason(cause)), cause);
  }

  private static String reason(IOException cause) {
    return switch (cause) {
      case NoSuchFileException e -> "there is no " + e.getFile();
      case NotDirectoryException e -> e.getFile() + " is not a directory";
      case FileAlreadyExistsException e -> e.getFile() + " is in the way";
      case AccessDeniedException e -> "no permission for " + e.getFile();
      default -> cause.getMessage() == null ? cause.toString() : cause.getMessage();
    };
  }
}
