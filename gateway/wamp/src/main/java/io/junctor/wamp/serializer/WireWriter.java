package io.junctor.wamp.serializer;

import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Payload;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes one frame, or one payload range, into a buffer that grows. Not thread-safe. */
abstract class WireWriter implements ValueSink {

  byte[] buffer;
  int length;
  private Payload carried = Payload.NONE; // what stands at the split and is not in the buffer
  private int split;

  WireWriter(int capacity) {
    this.buffer = new byte[capacity];
  }

  static WireWriter of(Format format, int capacity) {
    return switch (format) {
      case JSON -> new JsonWriter(capacity);
      case MSGPACK -> new MsgPackWriter(capacity);
      case CBOR -> new CborWriter(capacity);
    };
  }

  abstract Format format();

  /** Starts the message's list. */
  abstract void beginMessage(int size);

  abstract void endMessage();

  /** Makes room for the first element of a payload that is copied as it is. */
  abstract void beginRaw();

  /** Writes the key of the next value. */
  abstract void key(String key);

  /** Writes a string; an unpaired surrogate, which no format can carry, becomes {@code ?}. */
  final void text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    text(utf8, 0, utf8.length);
  }

  /**
   * Writes the elements of a payload, the last ones of a message: as they are, or value by value
   * from another format.
   */
  final void payload(Payload payload) {
    if (payload.isEmpty()) {
      return;
    }
    if (payload.format() == format()) {
      beginRaw();
      if (Frame.carries(payload)) {
        carried = payload;
        split = length;
      } else {
        raw(payload.bytes(), payload.offset(), payload.length());
      }
      return;
    }
    WireReader in = PayloadValues.readerOf(payload);
    in.copyTo(this);
    if (payload.elements() == 2) {
      in.nextPayloadElement();
      in.copyTo(this);
    }
  }

  /** What was written. */
  final Frame toFrame() {
    return carried.isEmpty()
        ? Frame.of(buffer, length)
        : Frame.around(buffer, length, split, carried);
  }

  /** The same in one array. */
  final byte[] toByteArray() {
    return toFrame().toByteArray();
  }

  final void raw(byte[] bytes, int offset, int count) {
    ensure(count);
    System.arraycopy(bytes, offset, buffer, length, count);
    length += count;
  }

  final void oneByte(int value) {
    ensure(1);
    buffer[length++] = (byte) value;
  }

  /** Writes the low {@code count} bytes of a number, highest first. */
  final void bigEndian(long value, int count) {
    ensure(count);
    for (int shift = (count - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      buffer[length++] = (byte) (value >> shift);
    }
  }

  /** Moves everything from {@code from} on, to make room for {@code count} more bytes there. */
  final void insertGap(int from, int count) {
    ensure(count);
    System.arraycopy(buffer, from, buffer, from + count, length - from);
    length += count;
  }

  final void ensure(int count) {
    if (buffer.length - length < count) {
      buffer = Arrays.copyOf(buffer, Math.max(length + count, buffer.length * 2));
    }
  }
}
