package dev.researchlab.application;

import dev.researchlab.domain.UnavailableException;
import dev.researchlab.domain.WellFormedText;
import dev.researchlab.domain.dataset.Sample;
import dev.researchlab.domain.dataset.SampleNumbers;
import dev.researchlab.domain.model.ChatMessage;
import dev.researchlab.domain.model.Role;
import dev.researchlab.domain.model.ToolCall;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The samples of a dataset in a temporary file, to be found by their ids in any order: evaluations
 * come in the order of ids and a dataset in its own, and neither fits into memory. The heap holds
 * about 50 bytes for each sample. Thread-safe.
 */
final class SampleSpool implements AutoCloseable {

  private final SampleNumbers numbers = new SampleNumbers();

  /** Where each sample starts, and after them where the last one ends. */
  private long[] starts = new long[1024];

  private final FileChannel channel;

  /**
   * Reads the samples to their end.
   *
   * @throws UnavailableException if the temporary file cannot be written
   */
  SampleSpool(Stream<Sample> samples) {
    try {
      channel = SpoolFile.create("research-lab-samples-");
      try {
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
        for (Iterator<Sample> all = samples.iterator(); all.hasNext(); ) {
          append(out, all.next());
        }
        out.flush(); // and not closed: the channel is read from now on
      } catch (IOException | RuntimeException | Error e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UnavailableException("the samples do not fit into a temporary file: " + e, e);
    }
  }

  private void append(OutputStream out, Sample sample) throws IOException {
    int number = numbers.add(sample.id());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream record = new DataOutputStream(bytes);
    write(record, sample.variables());
    write(record, sample.expected());
    write(record, sample.metadata());
    record.writeInt(sample.messages().size());
    for (ChatMessage message : sample.messages()) {
      write(record, message);
    }
    bytes.writeTo(out);
    if (number + 1 == starts.length) {
      starts = Arrays.copyOf(starts, starts.length * 2);
    }
    starts[number + 1] = starts[number] + bytes.size();
  }

  private static void write(DataOutputStream out, ChatMessage message) throws IOException {
    write(out, message.role().name());
    write(out, message.content());
    write(out, message.images());
    out.writeInt(message.toolCalls().size());
    for (ToolCall call : message.toolCalls()) {
      write(out, call.id());
      write(out, call.name());
      write(out, call.arguments());
    }
    out.writeBoolean(message.toolCallId() != null);
    if (message.toolCallId() != null) {
      write(out, message.toolCallId());
    }
  }

  private static void write(DataOutputStream out, List<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      write(out, text);
    }
  }

  private static void write(DataOutputStream out, Map<String, String> texts) throws IOException {
    out.writeInt(texts.size());
    for (Map.Entry<String, String> entry : texts.entrySet()) {
      write(out, entry.getKey());
      write(out, entry.getValue());
    }
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = WellFormedText.encode(text).getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** The sample of that id, null where there is none. */
  @Nullable Sample find(String id) {
    int number = numbers.find(id);
    if (number == SampleNumbers.UNKNOWN) {
      return null;
    }
    ByteBuffer record = ByteBuffer.allocate((int) (starts[number + 1] - starts[number]));
    try {
      while (record.hasRemaining()) {
        if (channel.read(record, starts[number] + record.position()) < 0) {
          throw new IOException("it ends too early");
        }
      }
    } catch (IOException e) {
      throw new UnavailableException("the temporary file of samples cannot be read: " + e, e);
    }
    record.flip();
    return new Sample(
        id,
        texts(record),
        list(record, SampleSpool::text),
        texts(record),
        list(record, SampleSpool::message));
  }

  private static ChatMessage message(ByteBuffer record) {
    return new ChatMessage(
        Role.valueOf(text(record)),
        text(record),
        list(record, SampleSpool::text),
        list(record, call -> new ToolCall(text(call), text(call), text(call))),
        record.get() == 0 ? null : text(record));
  }

  private static <T> List<T> list(ByteBuffer record, Function<ByteBuffer, T> item) {
    List<T> items = new ArrayList<>();
    for (int left = record.getInt(); left > 0; left--) {
      items.add(item.apply(record));
    }
    return items;
  }

  private static Map<String, String> texts(ByteBuffer record) {
    int size = record.getInt();
    Map<String, String> texts = LinkedHashMap.newLinkedHashMap(size);
    for (int left = size; left > 0; left--) {
      String key = text(record);
      texts.put(key, text(record));
    }
    return texts;
  }

  private static String text(ByteBuffer record) {
    byte[] bytes = new byte[record.getInt()];
    record.get(bytes);
    return WellFormedText.decode(new String(bytes, StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UnavailableException("the temporary file of samples cannot be deleted: " + e, e);
    }
  }
}
