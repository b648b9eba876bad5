package dev.researchlab.adapters.s3;

import dev.researchlab.domain.UnavailableException;
import dev.researchlab.domain.artifact.ContentHash;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Puts contents whose name is known at their end alone: small ones from memory, large ones from a
 * file of its own, in parts. An object is there whole or not at all, and is never replaced.
 */
record Uploads(S3Client client, String bucket, S3Failures failures, Turns turns) {

  /** What is held in memory, and the size of a part of a larger content. */
  private static final int PART = 8 << 20;

  /** S3 takes 10,000 parts at most. */
  private static final int MOST_PARTS = 10_000;

  private static final int BUFFER = 1 << 16;
  private static final int ALREADY_THERE = 412;
  private static final int CONFLICT = 409;
  private static final int ATTEMPTS = 3;

  ContentHash put(InputStream content, Function<ContentHash, String> key) {
    MessageDigest digest = ContentHash.sha256();
    byte[] start = read(content, PART);
    digest.update(start);
    if (start.length < PART) {
      ContentHash hash = ContentHash.of(digest);
      putUnlessThere(() -> putWhole(key.apply(hash), start));
      return hash;
    }
    return putLarge(start, content, digest, key);
  }

  private static byte[] read(InputStream content, int length) {
    try {
      return content.readNBytes(length);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static UnavailableException unreadable(IOException cause) {
    return new UnavailableException(
        "the content cannot be read to its end: " + cause.getMessage(), cause);
  }

  /**
   * Puts again where S3 asks for that: after two have put, or one has put and one deleted, the same
   * content at once, and after an upload of parts was removed from under it.
   */
  private void putUnlessThere(Runnable put) {
    for (int attempt = 1; ; attempt++) {
      try {
        put.run();
        return;
      } catch (S3Exception e) {
        if (e.statusCode() == ALREADY_THERE) {
          return;
        }
        if (!isPassing(e) || attempt == ATTEMPTS) {
          throw failures.unavailable(e);
        }
      } catch (SdkException e) {
        throw failures.unavailable(e);
      }
    }
  }

  private static boolean isPassing(S3Exception answer) {
    return answer.statusCode() == CONFLICT
        || (answer.awsErrorDetails() != null
            && "NoSuchUpload".equals(answer.awsErrorDetails().errorCode()));
  }

  private void putWhole(String key, byte[] content) {
    turns.during(
        () -> client.putObject(put -> put.bucket(bucket).key(key).ifNoneMatch("*"), body(content)));
  }

  /** Unlike {@link RequestBody#fromBytes}, without a copy. */
  private static RequestBody body(byte[] content) {
    return RequestBody.fromContentProvider(
        ContentStreamProvider.fromByteArrayUnsafe(content),
        content.length,
        "application/octet-stream");
  }

  private ContentHash putLarge(
      byte[] start, InputStream rest, MessageDigest digest, Function<ContentHash, String> key) {
    Path file = null;
    try {
      file = Files.createTempFile("research-lab-blob", "");
      Path whole = file;
      copy(start, rest, digest, whole);
      ContentHash hash = ContentHash.of(digest);
      long size = Files.size(whole);
      putUnlessThere(() -> putParts(key.apply(hash), whole, size));
      return hash;
    } catch (IOException e) {
      throw temporary("written", e);
    } finally {
      delete(file);
    }
  }

  private static UnavailableException temporary(String verb, IOException cause) {
    return new UnavailableException(
        "a large content cannot be %s in the folder for temporary files: %s"
            .formatted(verb, cause.getMessage()),
        cause);
  }

  private static void copy(byte[] start, InputStream rest, MessageDigest digest, Path file)
      throws IOException {
    try (OutputStream target = Files.newOutputStream(file)) {
      target.write(start);
      for (byte[] piece = read(rest, BUFFER); piece.length > 0; piece = read(rest, BUFFER)) {
        digest.update(piece);
        target.write(piece);
      }
    }
  }

  private static void delete(@Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // It stays in the folder for temporary files.
    }
  }

  private void putParts(String key, Path file, long size) {
    long partSize = Math.max(PART, (size + MOST_PARTS - 1) / MOST_PARTS);
    String upload =
        turns.during(
            () ->
                client.createMultipartUpload(create -> create.bucket(bucket).key(key)).uploadId());
    boolean complete = false;
    try (InputStream content = Files.newInputStream(file)) {
      List<CompletedPart> parts = new ArrayList<>();
      for (long offset = 0; offset < size; offset += partSize) {
        byte[] part = content.readNBytes((int) Math.min(partSize, size - offset));
        parts.add(putPart(key, upload, parts.size() + 1, part));
      }
      complete(key, upload, parts);
      complete = true;
    } catch (IOException e) {
      throw temporary("read", e);
    } finally {
      if (!complete) {
        abort(key, upload);
      }
    }
  }

  private CompletedPart putPart(String key, String upload, int number, byte[] part) {
    String tag =
        turns.during(
            () ->
                client
                    .uploadPart(
                        put -> put.bucket(bucket).key(key).uploadId(upload).partNumber(number),
                        body(part))
                    .eTag());
    return CompletedPart.builder().partNumber(number).eTag(tag).build();
  }

  private void complete(String key, String upload, List<CompletedPart> parts) {
    turns.during(
        () ->
            client.completeMultipartUpload(
                complete ->
                    complete
                        .bucket(bucket)
                        .key(key)
                        .uploadId(upload)
                        .ifNoneMatch("*")
                        .multipartUpload(all -> all.parts(parts))));
  }

  private void abort(String key, String upload) {
    boolean interrupted = Thread.interrupted(); // or the client would not send this either
    try {
      turns.during(
          () ->
              client.abortMultipartUpload(abort -> abort.bucket(bucket).key(key).uploadId(upload)));
    } catch (SdkException | UnavailableException e) {
      // The bucket's rule for incomplete uploads is left to do it.
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
