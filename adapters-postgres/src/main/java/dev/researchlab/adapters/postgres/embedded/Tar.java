package dev.researchlab.adapters.postgres.embedded;

import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Unpacks the one archive that the lab carries: folders, files and symbolic links in the ustar
 * format with names of up to 100 characters. Anything else in it is refused.
 */
final class Tar {

  private static final int BLOCK = 512;
  private static final int EXECUTABLE = 0111;

  private Tar() {}

  static void unpack(InputStream archive, Path folder) throws IOException {
    byte[] header = new byte[BLOCK];
    while (archive.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0) {
      String name = text(header, 0, 100);
      Path target = folder.resolve(name).normalize();
      if (!target.startsWith(folder)) {
        throw new IOException("the archive names a file outside of it: " + name);
      }
      long size = octal(header, 124, 12);
      switch (header[156]) {
        case '5' -> Files.createDirectories(target);
        case '2' -> {
          Files.createDirectories(target.getParent());
          Files.createSymbolicLink(target, Path.of(text(header, 157, 100)));
        }
        case '0', 0 -> {
          Files.createDirectories(target.getParent());
          copy(archive, target, size);
          if ((octal(header, 100, 8) & EXECUTABLE) != 0 && File.separatorChar == '/') {
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
          }
          archive.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
        }
        default -> throw new IOException("the archive holds an entry of a kind not known: " + name);
      }
    }
  }

  private static void copy(InputStream archive, Path target, long size) throws IOException {
    byte[] buffer = new byte[1 << 16];
    try (OutputStream file = Files.newOutputStream(target)) {
      for (long left = size; left > 0; ) {
        int count = archive.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (count < 0) {
          throw new EOFException("the archive ends within " + target.getFileName());
        }
        file.write(buffer, 0, count);
        left -= count;
      }
    }
  }

  private static String text(byte[] header, int start, int length) {
    int end = start;
    while (end < start + length && header[end] != 0) {
      end++;
    }
    return new String(header, start, end - start, StandardCharsets.UTF_8);
  }

  private static long octal(byte[] header, int start, int length) {
    String digits = text(header, start, length).strip();
    return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
  }
}
