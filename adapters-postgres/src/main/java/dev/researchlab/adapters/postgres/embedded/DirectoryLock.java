package dev.researchlab.adapters.postgres.embedded;

import dev.researchlab.domain.InvalidException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The right to use a data directory, which one lab has at a time; it ends with its process. */
final class DirectoryLock implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(DirectoryLock.class.getName());

  /**
   * The directories of this process. A file's lock holds between processes only, and is lost as
   * soon as its process closes any other channel to that file: so none is ever opened.
   */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel file;

  private DirectoryLock(Path directory, FileChannel file) {
    this.directory = directory;
    this.file = file;
  }

  /**
   * Takes a directory, which is made where it is new and shown to nobody else.
   *
   * @throws InvalidException if another lab has it, or it cannot be used
   */
  static DirectoryLock on(Path directory) {
    Path real = create(directory);
    if (OWN.add(real)) {
      try {
        FileChannel file =
            FileChannel.open(
                real.resolve("lab.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        DirectoryLock lock = new DirectoryLock(real, file);
        if (file.tryLock() != null) {
          return lock;
        }
        lock.close();
      } catch (IOException e) {
        OWN.remove(real);
        throw cannotBeUsed(real, e);
      }
    }
    throw new InvalidException(
        "the data directory %s is in use by another lab; wait for it, or set LLM_RESEARCH_DATA_DIR"
                .formatted(real)
            + " to another directory");
  }

  private static Path create(Path directory) {
    try {
      Files.createDirectories(directory);
      if (EmbeddedPostgres.isPosix()) {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
      }
      return directory.toRealPath();
    } catch (IOException e) {
      throw cannotBeUsed(directory.toAbsolutePath(), e);
    }
  }

  private static InvalidException cannotBeUsed(Path directory, IOException cause) {
    return new InvalidException(
        "the data directory %s cannot be used (%s); set LLM_RESEARCH_DATA_DIR to one that you may"
                .formatted(directory, reason(cause))
            + " write to, or use --memory",
        cause);
  }

  /** What a failure with a file means; some have nothing but its path for a message. */
  static String reason(IOException failure) {
    return switch (failure) {
      case AccessDeniedException denied -> "no permission for " + denied.getFile();
      case FileAlreadyExistsException other -> other.getFile() + " is not a directory";
      case NoSuchFileException missing -> "there is no file " + missing.getFile();
      default -> String.valueOf(failure.getMessage());
    };
  }

  /** By its real path. */
  Path directory() {
    return directory;
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "the lock is given free by the end of the process", e);
    }
    OWN.remove(directory);
  }
}
