package dev.researchlab.testkit.services;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real browser without a window: Chromium, steered by its DevTools protocol on a loopback port.
 * It reaches nothing but the loopback interface.
 */
public final class BrowserProcess implements AutoCloseable {

  private static final NpmPackage PACKAGE =
      new NpmPackage(
          "@sparticuz/chromium",
          "153.0.0",
          "jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA==");

  /** The program is packed by Brotli, for which Node has what it takes. */
  private static final String UNPACK =
      "const fs = require('fs'), z = require('zlib');for (const f of ['chromium', 'al2023.tar',"
          + " 'fonts.tar', 'swiftshader.tar']) fs.writeFileSync('bin/' + f,"
          + " z.brotliDecompressSync(fs.readFileSync('bin/' + f + '.br')));";

  private static final Pattern LISTENING = Pattern.compile("DevTools listening on (ws://\\S+)");
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Path folder;
  private final Process process;
  private final URI devTools;

  private BrowserProcess(Path home) throws IOException, InterruptedException {
    this.folder = Files.createTempDirectory("browser-").toRealPath();
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    Path log = folder.resolve("log");
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin/chromium").toString());
    command.addAll(
        List.of(
            "--headless=shell",
            "--no-sandbox",
            "--no-zygote",
            "--use-gl=angle",
            "--use-angle=swiftshader",
            "--enable-unsafe-swiftshader",
            "--disable-dev-shm-usage",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            "--remote-debugging-port=0",
            "--user-data-dir=" + folder.resolve("profile"),
            "about:blank"));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("LD_LIBRARY_PATH", home.resolve("bin/lib").toString());
    builder.environment().put("FONTCONFIG_FILE", fonts(home).toString());
    builder.environment().put("HOME", folder.toString());
    this.process = builder.start();
    this.devTools = await(log);
  }

  /** Starts it; at the first call of this user it is fetched: 70 MB to load, 220 MB on disk. */
  public static BrowserProcess start() {
    return Service.start(
        "Chromium",
        () ->
            new BrowserProcess(
                PACKAGE.fetch(
                    "chromium",
                    "bin",
                    List.of(
                        List.of("node", "-e", UNPACK),
                        List.of("tar", "-xf", "bin/al2023.tar", "-C", "bin"),
                        List.of("tar", "-xf", "bin/fonts.tar", "-C", "bin"),
                        List.of("tar", "-xf", "bin/swiftshader.tar", "-C", "bin"),
                        List.of("chmod", "+x", "bin/chromium")))));
  }

  /** Where it takes commands of the DevTools protocol. */
  public URI devTools() {
    return devTools;
  }

  /** Without a font it ends at the first letter. */
  private Path fonts(Path home) throws IOException {
    return Files.writeString(
        folder.resolve("fonts.conf"),
        "<fontconfig><dir>%s</dir><cachedir>%s</cachedir></fontconfig>"
            .formatted(home.resolve("bin/fonts"), folder.resolve("font-cache")));
  }

  private URI await(Path log) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (System.nanoTime() < deadline && process.isAlive()) {
      Matcher listening = LISTENING.matcher(Files.readString(log));
      if (listening.find()) {
        return URI.create(listening.group(1));
      }
      Thread.sleep(20);
    }
    String said = Files.readString(log);
    close();
    throw new IOException("it does not listen: " + said.strip());
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
      Folders.delete(folder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // A folder for temporary files keeps some.
    }
  }
}
