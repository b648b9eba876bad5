package dev.researchlab.adapters.postgres.embedded;

import dev.researchlab.domain.InvalidException;
import java.io.BufferedInputStream;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.tukaani.xz.XZInputStream;

/** The programs of PostgreSQL, unpacked once from the class path into a folder of the user. */
final class PostgresBinaries {

  /** The major version: a data directory belongs to one. */
  static final String MAJOR_VERSION = "18";

  private static final String FOLDER = "postgresql-18.6.0-";

  private PostgresBinaries() {}

  /**
   * The folder that holds {@code bin}, {@code lib} and {@code share}; several processes may ask at
   * once.
   *
   * @throws InvalidException if there are none for this machine
   */
  static Path install(Path cache) throws IOException {
    String platform = platform();
    Path home = cache.resolve(FOLDER + platform);
    if (Files.isDirectory(home)) {
      return home;
    }
    URL archive = PostgresBinaries.class.getResource("/postgres-" + platform + ".txz");
    if (archive == null) {
      throw new InvalidException(
          "no PostgreSQL is packed for this machine ("
              + platform
              + "); set LLM_RESEARCH_DATABASE_URL to one that runs, or use --memory");
    }
    Path unpacking = Files.createTempDirectory(Files.createDirectories(cache), "unpacking");
    try (InputStream packed = new BufferedInputStream(archive.openStream(), 1 << 16);
        InputStream tar = new BufferedInputStream(new XZInputStream(packed), 1 << 16)) {
      Tar.unpack(tar, unpacking);
      if (File.separatorChar == '/') {
        Files.setPosixFilePermissions(unpacking, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
      Files.move(unpacking, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(home)) {
        throw e;
      }
      delete(unpacking); // another process was faster
    }
    return home;
  }

  private static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String name = os.startsWith("mac") ? "darwin" : os.startsWith("windows") ? "windows" : "linux";
    String architecture = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
    boolean musl = name.equals("linux") && Files.exists(Path.of("/etc/alpine-release"));
    return name + "-" + architecture + (musl ? "-alpine_linux" : "");
  }

  private static void delete(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> files = Files.walk(folder)) {
      deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
    } catch (FileNotFoundException gone) {
      return;
    }
    for (Path file : deepestFirst) {
      Files.deleteIfExists(file);
    }
  }
}
