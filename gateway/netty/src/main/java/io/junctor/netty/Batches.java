package io.junctor.netty;

import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.ProtocolViolation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Several messages in one: JSON texts that each end with a record separator; MessagePack and CBOR
 * each behind its length in four octets, big-endian.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-message-batching">WAMP: Message
 *     Batching</a>
 */
final class Batches {

  /**
   * Bytes after which a batch leaves: one message more may make it longer, none waits for another.
   */
  static final int BYTES_MAX = OutgoingQueue.BYTES_HIGH;

  // The text says `\30`, which is decimal: "octet `0x1e`".
  private static final byte RECORD_SEPARATOR = 0x1E;

  private Batches() {}

  /** Bytes that a message takes in a batch. */
  static int lengthOf(Format format, byte[] message) {
    return message.length + (format.isBinary() ? Integer.BYTES : 1);
  }

  /** Appends a message to a batch. */
  static void append(Format format, byte[] message, ByteBuffer batch) {
    if (format.isBinary()) {
      batch.putInt(message.length).put(message);
    } else {
      batch.put(message).put(RECORD_SEPARATOR);
    }
  }

  /** The messages as one batch. */
  static byte[] join(Format format, List<byte[]> messages) {
    int length = messages.stream().mapToInt(message -> lengthOf(format, message)).sum();
    ByteBuffer batch = ByteBuffer.allocate(length);
    messages.forEach(message -> append(format, message, batch));
    return batch.array();
  }

  /**
   * The messages of a batch; as many bytes as it has, so its own bound is theirs.
   *
   * @throws ProtocolViolation when it is empty or its last message is cut off.
   */
  static List<byte[]> split(Format format, byte[] batch) {
    // "Sending a batch of length **0** (no WAMP message) is illegal and a *Peer* MUST fail the
    // transport upon receiving such a transport message."
    // https://wamp-proto.org/wamp_latest_ietf.html#name-message-batching
    if (batch.length == 0) {
      throw new ProtocolViolation("batch: expected at least one message, got none");
    }
    return format.isBinary() ? splitAtLengths(batch) : splitAtSeparators(batch);
  }

  private static List<byte[]> splitAtSeparators(byte[] batch) {
    if (batch[batch.length - 1] != RECORD_SEPARATOR) {
      throw new ProtocolViolation("batch: expected 1e after each message, got none after the last");
    }
    List<byte[]> messages = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < batch.length; i++) {
      if (batch[i] == RECORD_SEPARATOR) {
        messages.add(Arrays.copyOfRange(batch, from, i));
        from = i + 1;
      }
    }
    return messages;
  }

  private static List<byte[]> splitAtLengths(byte[] batch) {
    List<byte[]> messages = new ArrayList<>();
    ByteBuffer rest = ByteBuffer.wrap(batch);
    while (rest.hasRemaining()) {
      long length = rest.remaining() < Integer.BYTES ? -1 : Integer.toUnsignedLong(rest.getInt());
      // A message has one byte at least; without that a batch could hold any number of them.
      if (length < 1 || length > rest.remaining()) {
        throw new ProtocolViolation(
            "batch: expected a length of 1.."
                + rest.remaining()
                + " and as many bytes, got "
                + (length < 0 ? "a length that is cut off" : Long.toString(length)));
      }
      byte[] message = new byte[(int) length];
      rest.get(message);
      messages.add(message);
    }
    return messages;
  }
}
