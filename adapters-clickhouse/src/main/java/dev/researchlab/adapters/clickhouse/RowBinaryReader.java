package dev.researchlab.adapters.clickhouse;

import dev.researchlab.domain.WellFormedText;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads rows in ClickHouse's format RowBinary. */
final class RowBinaryReader {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int end;
  private long consumed;

  RowBinaryReader(InputStream in) {
    this.in = in;
  }

  /** Whether another row follows. */
  boolean hasNext() throws IOException {
    return position < end || fill(1);
  }

  /** How many bytes have been taken from the stream. */
  long consumed() {
    return consumed;
  }

  byte readByte() throws IOException {
    return buffer[take(1)];
  }

  int readInt() throws IOException {
    return (int) INT.get(buffer, take(Integer.BYTES));
  }

  long readLong() throws IOException {
    return (long) LONG.get(buffer, take(Long.BYTES));
  }

  double readDouble() throws IOException {
    return Double.longBitsToDouble(readLong());
  }

  UUID readUuid() throws IOException {
    long most = readLong();
    return new UUID(most, readLong());
  }

  private BigInteger readInt128() throws IOException {
    BigInteger low = BigInteger.valueOf(readLong());
    BigInteger unsigned = low.signum() < 0 ? low.add(BigInteger.ONE.shiftLeft(Long.SIZE)) : low;
    return BigInteger.valueOf(readLong()).shiftLeft(Long.SIZE).add(unsigned);
  }

  @Nullable Integer readNullableInt() throws IOException {
    return readByte() == 0 ? readInt() : null;
  }

  @Nullable Long readNullableLong() throws IOException {
    return readByte() == 0 ? readLong() : null;
  }

  @Nullable Double readNullableDouble() throws IOException {
    return readByte() == 0 ? Double.longBitsToDouble(readLong()) : null;
  }

  @Nullable BigInteger readNullableInt128() throws IOException {
    return readByte() == 0 ? readInt128() : null;
  }

  @Nullable String readNullableText() throws IOException {
    return readByte() == 0 ? readText() : null;
  }

  /** How many elements or bytes follow. */
  int readLength() throws IOException {
    int length = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = readByte();
      length |= (next & 0x7f) << shift;
      if (next >= 0) {
        return length;
      }
    }
  }

  String readText() throws IOException {
    int length = readLength();
    String encoded;
    if (length <= buffer.length) {
      encoded = new String(buffer, take(length), length, StandardCharsets.UTF_8);
    } else {
      byte[] large = new byte[length];
      int buffered = end - position;
      System.arraycopy(buffer, take(buffered), large, 0, buffered);
      if (in.readNBytes(large, buffered, length - buffered) < length - buffered) {
        throw new EOFException("the answer of ClickHouse ends within a text");
      }
      consumed += length - buffered;
      encoded = new String(large, StandardCharsets.UTF_8);
    }
    return WellFormedText.decode(encoded);
  }

  /** Where in the buffer the next so many bytes are. */
  private int take(int count) throws IOException {
    if (end - position < count && !fill(count)) {
      throw new EOFException("the answer of ClickHouse ends within a row");
    }
    int start = position;
    position += count;
    consumed += count;
    return start;
  }

  private boolean fill(int count) throws IOException {
    System.arraycopy(buffer, position, buffer, 0, end - position);
    end -= position;
    position = 0;
    while (end < count) {
      int read = in.read(buffer, end, buffer.length - end);
      if (read < 0) {
        return false;
      }
      end += read;
    }
    return true;
  }
}
