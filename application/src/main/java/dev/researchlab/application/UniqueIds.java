package dev.researchlab.application;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.UnavailableException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds an id that is there twice, in the memory of so many ids however many there are: those
 * beyond are compared with these at once, and with each other at the end, from a temporary file. It
 * is read once for each such part of them.
 */
final class UniqueIds implements AutoCloseable {

  private static final int BUFFER = 1 << 16;

  private final int held;
  private final Set<String> first = new HashSet<>();
  private @Nullable FileChannel file;
  private @Nullable DataOutputStream spill;
  private long spilled;

  /**
   * @param held how many ids are held in memory at once
   */
  UniqueIds(int held) {
    this.held = held;
  }

  /**
   * Adds the next.
   *
   * @throws InvalidException if it is known already to have been there
   */
  void add(String id) {
    if (first.contains(id)) {
      throw twice(id);
    }
    if (first.size() < held) {
      first.add(id);
      return;
    }
    try {
      if (spill == null) {
        file = SpoolFile.create("research-lab-ids-");
        spill =
            new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(file), BUFFER));
      }
      spill.writeInt(part(id));
      spill.writeUTF(id);
      spilled++;
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  boolean isEmpty() {
    return first.isEmpty();
  }

  /**
   * Nothing more is added.
   *
   * @throws InvalidException if an id was there twice
   */
  void finish() {
    if (spill == null || file == null) {
      return;
    }
    first.clear();
    try {
      spill.flush();
      int parts = (int) Math.min(Integer.MAX_VALUE, (spilled + held - 1) / held);
      for (int part = 0; part < parts; part++) {
        file.position(0);
        requireUnique(
            new DataInputStream(new BufferedInputStream(Channels.newInputStream(file), BUFFER)),
            part,
            parts);
      }
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  private void requireUnique(DataInputStream ids, int part, int parts) throws IOException {
    Set<String> seen = new HashSet<>();
    for (long i = 0; i < spilled; i++) {
      if (ids.readInt() % parts == part) {
        String id = ids.readUTF();
        if (!seen.add(id)) {
          throw twice(id);
        }
      } else {
        ids.skipNBytes(ids.readUnsignedShort());
      }
    }
  }

  /** Hashes of ids that count up are spread. */
  private static int part(String id) {
    return (id.hashCode() * 0x9e3779b9) >>> 1;
  }

  private static InvalidException twice(String id) {
    return new InvalidException("two samples have the id '" + id + "'");
  }

  private static UnavailableException unavailable(IOException cause) {
    return new UnavailableException(
        "the ids of the samples do not fit into a temporary file: " + cause, cause);
  }

  @Override
  public void close() {
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        throw unavailable(e);
      }
    }
  }
}
