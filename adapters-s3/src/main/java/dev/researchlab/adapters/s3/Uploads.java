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
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Puts contents whose name is known at their end alone: small ones from memory, large ones from a
 * file of its own, in parts. An object is there whole or not at all, and is never replaced.
 */
record Uploads(S3Client client, String bucket, S3Failures failures) {

  /** What is held in memory, and the size of a part of a larger content. */
  private static final int PART = 8 << 20;

  /** S3 takes 10,000 parts at most. */
  private static final int MOST_PARTS = 10_000;

  private static final int BUFFER = 1 << 16;
  private static final int ALREADY_THERE = 412;

  ContentHash put(InputStream content, Function<ContentHash, String> key) {
    MessageDigest digest = ContentHash.sha256();
    byte[] start = read(content, PART);
    digest.update(start);
    if (start.length < PART) {
      ContentHash hash = ContentHash.of(digest);
      putWhole(key.apply(hash), RequestBody.fromBytes(start));
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

  private void putWhole(String key, RequestBody body) {
    try {
      client.putObject(put -> put.bucket(bucket).key(key).ifNoneMatch("*"), body);
    } catch (S3Exception e) {
      if (e.statusCode() != ALREADY_THERE) {
        throw failures.unavailable(e);
      }
    } catch (SdkException e) {
      throw failures.unavailable(e);
    }
  }

  private ContentHash putLarge(
      byte[] start, InputStream rest, MessageDigest digest, Function<ContentHash, String> key) {
    Path file = null;
    try {
      file = Files.createTempFile("research-lab-blob", "");
      copy(start, rest, digest, file);
      ContentHash hash = ContentHash.of(digest);
      putParts(key.apply(hash), file, Files.size(file));
      return hash;
    } catch (IOException e) {
      throw new UnavailableException(
          "a large content cannot be written to the folder for temporary files: " + e.getMessage(),
          e);
    } finally {
      delete(file);
    }
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

  private void putParts(String key, Path file, long size) throws IOException {
    long partSize = Math.max(PART, (size + MOST_PARTS - 1) / MOST_PARTS);
    String upload = null;
    try (InputStream content = Files.newInputStream(file)) {
      upload = client.createMultipartUpload(create -> create.bucket(bucket).key(key)).uploadId();
      List<CompletedPart> parts = new ArrayList<>();
      for (long offset = 0; offset < size; offset += partSize) {
        byte[] part = content.readNBytes((int) Math.min(partSize, size - offset));
        parts.add(putPart(key, upload, parts.size() + 1, part));
      }
      complete(key, upload, parts);
    } catch (S3Exception e) {
      abort(key, upload);
      if (e.statusCode() != ALREADY_THERE) {
        throw failures.unavailable(e);
      }
    } catch (SdkException e) {
      abort(key, upload);
      throw failures.unavailable(e);
    }
  }

  private CompletedPart putPart(String key, String upload, int number, byte[] part) {
    String tag =
        client
            .uploadPart(
                put -> put.bucket(bucket).key(key).uploadId(upload).partNumber(number),
                RequestBody.fromBytes(part))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(tag).build();
  }

  private void complete(String key, String upload, List<CompletedPart> parts) {
    client.completeMultipartUpload(
        complete ->
            complete
                .bucket(bucket)
                .key(key)
                .uploadId(upload)
                .ifNoneMatch("*")
                .multipartUpload(all -> all.parts(parts)));
  }

  private void abort(String key, @Nullable String upload) {
    if (upload == null) {
      return;
    }
    try {
      client.abortMultipartUpload(abort -> abort.bucket(bucket).key(key).uploadId(upload));
    } catch (SdkException e) {
      // The bucket's rule for incomplete uploads is left to do it.
    }
  }
}
