package dev.researchlab.testkit.services;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.jspecify.annotations.Nullable;

/** A real S3 API on files of its own: it checks signatures and conditions as Amazon's does. */
public final class S3Service implements AutoCloseable {

  private static final String ACCESS_KEY = "research-lab";
  private static final String SECRET_KEY = "secret-of-tests";

  private static final class Shared {
    static final S3Service SERVICE = Service.start("the S3 service", S3Service::start);
  }

  private final Path folder;
  private final URI endpoint;
  private @Nullable S3Proxy proxy;

  private S3Service(Path folder, URI endpoint) {
    this.folder = folder;
    this.endpoint = endpoint;
  }

  /** The service that the tests of this JVM share. */
  public static S3Service shared() {
    return Shared.SERVICE;
  }

  /** A service of one test, that it may end. */
  public static S3Service start() throws IOException {
    Path folder = Files.createTempDirectory("research-lab-s3");
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    S3Service service = new S3Service(folder, URI.create("http://127.0.0.1:" + port));
    service.resume();
    Runtime.getRuntime().addShutdownHook(new Thread(service::close));
    return service;
  }

  /** Where it answers. */
  public URI endpoint() {
    return endpoint;
  }

  /** Whom it lets in. */
  public String accessKey() {
    return ACCESS_KEY;
  }

  /** By which secret. */
  public String secretKey() {
    return SECRET_KEY;
  }

  /** Makes a bucket. */
  public void createBucket(String name) {
    try {
      Files.createDirectories(folder.resolve(name));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The file that holds an object, for tests that damage it. */
  public Path file(String bucket, String key) {
    return folder.resolve(bucket).resolve(key);
  }

  /** Stops answering; what is stored stays. */
  public synchronized void pause() {
    if (proxy != null) {
      try {
        proxy.stop();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      proxy = null;
    }
  }

  /** Answers again, at the same place. */
  public synchronized void resume() {
    Properties properties = new Properties();
    properties.setProperty("jclouds.provider", "filesystem-nio2");
    properties.setProperty("jclouds.filesystem.basedir", folder.toAbsolutePath().toString());
    try {
      S3Proxy started =
          S3Proxy.builder()
              .blobStore(BlobStores.create("filesystem-nio2", properties))
              .endpoint(endpoint)
              .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
              .build();
      started.start();
      proxy = started;
    } catch (Exception e) {
      throw new IllegalStateException("the S3 service does not start: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    pause();
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // It stays in the folder for temporary files.
    }
  }
}
