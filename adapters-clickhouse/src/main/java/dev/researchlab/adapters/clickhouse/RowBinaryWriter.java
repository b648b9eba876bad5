package dev.researchlab.adapters.clickhouse;

import dev.researchlab.domain.WellFormedText;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows in ClickHouse's format RowBinary, collected in memory. */
final class RowBinaryWriter {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes = new byte[1 << 16];
  private int size;

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, size);
  }

  void writeByte(int value) {
    ensure(1);
    bytes[size++] = (byte) value;
  }

  void writeInt(int value) {
    ensure(Integer.BYTES);
    INT.set(bytes, size, value);
    size += Integer.BYTES;
  }

  void writeLong(long value) {
    ensure(Long.BYTES);
    LONG.set(bytes, size, value);
    size += Long.BYTES;
  }

  private void writeDouble(double value) {
    writeLong(Double.doubleToRawLongBits(value));
  }

  void writeUuid(UUID value) {
    writeLong(value.getMostSignificantBits());
    writeLong(value.getLeastSignificantBits());
  }

  private void writeInt128(BigInteger value) {
    writeLong(value.longValue());
    writeLong(value.shiftRight(Long.SIZE).longValue());
  }

  void writeNullableInt(@Nullable Integer value) {
    writeByte(value == null ? 1 : 0);
    if (value != null) {
      writeInt(value);
    }
  }

  void writeNullableLong(@Nullable Long value) {
    writeByte(value == null ? 1 : 0);
    if (value != null) {
      writeLong(value);
    }
  }

  void writeNullableDouble(@Nullable Double value) {
    writeByte(value == null ? 1 : 0);
    if (value != null) {
      writeDouble(value);
    }
  }

  void writeNullableInt128(@Nullable BigInteger value) {
    writeByte(value == null ? 1 : 0);
    if (value != null) {
      writeInt128(value);
    }
  }

  void writeNullableText(@Nullable String value) {
    writeByte(value == null ? 1 : 0);
    if (value != null) {
      writeText(value);
    }
  }

  /** How many elements or bytes follow, seven bits at a time. */
  void writeLength(int length) {
    int rest = length;
    while (rest >= 0x80) {
      writeByte(rest | 0x80);
      rest >>>= 7;
    }
    writeByte(rest);
  }

  void writeText(String text) {
    byte[] utf8 = WellFormedText.encode(text).getBytes(StandardCharsets.UTF_8);
    writeLength(utf8.length);
    ensure(utf8.length);
    System.arraycopy(utf8, 0, bytes, size, utf8.length);
    size += utf8.length;
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
