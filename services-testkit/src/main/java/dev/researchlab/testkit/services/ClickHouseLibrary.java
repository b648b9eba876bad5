package dev.researchlab.testkit.services;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The engine of ClickHouse as a library, fetched once for all tests of this user. */
final class ClickHouseLibrary {

  private static final String VERSION = "26.7.3-stable.1";
  private static final String PACKAGE = "@chdb/lib-linux-x64-gnu@" + VERSION;
  private static final String SHA_512 =
      "XP97mMqnc5tZpKQywR8N7cLTsHNiTmHr30pC5mzo3jWmukjKn2IBa60c2B/gWUNcuFjOMjWoorQICCqBVj5wpw==";
  private static final Path HOME =
      Path.of(System.getProperty("user.home"), ".cache/research-lab/clickhouse-" + VERSION);
  private static final int FETCH_MINUTES = 10;

  private ClickHouseLibrary() {}

  /** The file, which is fetched if it is not there yet: 178 MB to load, 566 MB on disk. */
  static Path fetch() throws IOException, InterruptedException {
    Path library = HOME.resolve("libchdb.so");
    if (Files.exists(library)) {
      return library;
    }
    String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    if (!platform.equals("Linux amd64")) {
      throw new IOException(
          "there is no ClickHouse library for "
              + platform
              + "; name a server by the environment variable "
              + EXTERNAL);
    }
    Path parent = Files.createDirectories(HOME.getParent());
    Path fetched = Files.createTempDirectory(parent, "clickhouse-");
    try {
      call(fetched, List.of("npm", "pack", "--silent", PACKAGE));
      Path archive = fetched.resolve("chdb-lib-linux-x64-gnu-" + VERSION + ".tgz");
      if (!sha512(archive).equals(SHA_512)) {
        throw new IOException("the archive of " + PACKAGE + " is not the one that is expected");
      }
      Path unpacked = Files.createDirectory(fetched.resolve("unpacked"));
      call(
          unpacked,
          List.of("tar", "-xzf", archive.toString(), "--strip-components=1", "package/libchdb.so"));
      try {
        Files.move(unpacked, HOME, StandardCopyOption.ATOMIC_MOVE);
      } catch (FileSystemException e) {
        // Another process may have been faster.
        if (!Files.exists(library)) {
          throw e;
        }
      }
      return library;
    } finally {
      Folders.delete(fetched);
    }
  }

  /** The environment variable that names a server to be used instead. */
  static final String EXTERNAL = "LLM_RESEARCH_TEST_CLICKHOUSE_URL";

  private static void call(Path folder, List<String> command)
      throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (!process.waitFor(FETCH_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IOException(
            "'" + String.join(" ", command) + "' failed: " + Files.readString(log).strip());
      }
    } finally {
      process.destroyForcibly();
      Files.delete(log);
    }
  }

  private static String sha512(Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-512");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-512", e);
    }
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return Base64.getEncoder().encodeToString(digest.digest());
  }
}
