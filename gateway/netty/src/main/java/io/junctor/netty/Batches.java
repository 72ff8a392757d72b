package io.junctor.netty;

import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.ProtocolViolation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Several messages in one, on one link: JSON texts that each end with a record separator;
 * MessagePack and CBOR each behind its length in four octets, big-endian. Owned by the link's loop.
 *
 * <p>The specification writes the separator as `\\30` and as `0x1e`; Autobahn took the first for
 * octal and sends 0x18. Neither can be in a JSON text, so both are read, and a peer is answered
 * with the one it uses.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-message-batching">WAMP: Message
 *     Batching</a>
 */
final class Batches {

  /**
   * Bytes after which a batch leaves: one message more may make it longer, none waits for another.
   */
  static final int BYTES_MAX = OutgoingQueue.BYTES_HIGH;

  private static final byte RECORD_SEPARATOR = 0x1E;
  private static final byte AUTOBAHN_SEPARATOR = 0x18;

  private final Format format;
  private byte separator = RECORD_SEPARATOR;

  Batches(Format format) {
    this.format = format;
  }

  /** A message as it stands in a batch. */
  byte[] framed(byte[] message) {
    return join(List.of(message));
  }

  /** The messages as one batch. */
  byte[] join(List<byte[]> messages) {
    int each = format.isBinary() ? Integer.BYTES : 1;
    int length = messages.stream().mapToInt(message -> message.length + each).sum();
    ByteBuffer batch = ByteBuffer.allocate(length);
    for (byte[] message : messages) {
      if (format.isBinary()) {
        batch.putInt(message.length).put(message);
      } else {
        batch.put(message).put(separator);
      }
    }
    return batch.array();
  }

  /**
   * The messages of a batch; as many bytes as it has, so its own bound is theirs.
   *
   * @throws ProtocolViolation when it is empty or its last message is cut off.
   */
  List<byte[]> split(byte[] batch) {
    // "Sending a batch of length **0** (no WAMP message) is illegal and a *Peer* MUST fail the
    // transport upon receiving such a transport message."
    // https://wamp-proto.org/wamp_latest_ietf.html#name-message-batching
    if (batch.length == 0) {
      throw new ProtocolViolation("batch: expected at least one message, got none");
    }
    return format.isBinary() ? splitAtLengths(batch) : splitAtSeparators(batch);
  }

  private List<byte[]> splitAtSeparators(byte[] batch) {
    byte last = batch[batch.length - 1];
    if (last != RECORD_SEPARATOR && last != AUTOBAHN_SEPARATOR) {
      throw new ProtocolViolation("batch: expected 1e after each message, got none after the last");
    }
    separator = last;
    List<byte[]> messages = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < batch.length; i++) {
      if (batch[i] == separator) {
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
