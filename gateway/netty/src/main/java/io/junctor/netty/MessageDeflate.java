package io.junctor.netty;

import io.junctor.wamp.message.ProtocolViolation;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Compresses the messages of one link with {@code permessage-deflate}. Works on whole messages, so
 * that one bound holds for what comes in, however it was packed and cut. Owned by the channel's
 * loop.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7692#section-7.2">RFC 7692 7.2: Message Payload
 *     Transformation</a>
 */
final class MessageDeflate {

  /** Shorter messages are sent as they are: nothing is gained by packing them. */
  static final int BYTES_MIN = 64;

  /** The largest window, 2^15 bytes, and the only one that the JDK's compressor has. */
  static final int WINDOW_BITS_MAX = 15;

  private static final int CHUNK_BYTES = 8 * 1024;

  // "Append 4 octets of 0x00 0x00 0xff 0xff to the tail end of the payload of the message."
  private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

  // What links without a context share, one of each for each loop.
  private static final FastThreadLocal<Zip> SHARED =
      new FastThreadLocal<>() {
        @Override
        protected Zip initialValue() {
          return new Zip();
        }

        @Override
        protected void onRemoval(Zip zip) {
          zip.end();
        }
      };

  /** A compressor and its counterpart, and room for a piece of their output. */
  private static final class Zip {

    // A board has better things to do; level 1 leaves a fifth more than level 6 at a third the cost
    final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    final Inflater inflater = new Inflater(true);
    final byte[] chunk = new byte[CHUNK_BYTES];

    void end() {
      deflater.end();
      inflater.end();
    }
  }

  private final int pieceBytes; // nothing refers from one piece of a message to another
  private final boolean serverContext;
  private final boolean clientContext;
  private final Runnable onEnd;
  private final Zip own;

  /**
   * The compression of a link.
   *
   * @param windowBits how far back what we send may refer, as a power of two in bytes, 8 to 15. For
   *     less than 15 a message is compressed in pieces of that length, each by itself: the
   *     compressor has but the one window, and so none of its references can leave the peer's.
   * @param serverContext whether what we send refers to what we sent before; only with 15.
   * @param clientContext whether what we get does so.
   * @param onEnd called once when the link is gone and its memory free.
   */
  MessageDeflate(int windowBits, boolean serverContext, boolean clientContext, Runnable onEnd) {
    this.pieceBytes = windowBits == WINDOW_BITS_MAX ? Integer.MAX_VALUE : 1 << windowBits;
    this.serverContext = serverContext;
    this.clientContext = clientContext;
    this.onEnd = onEnd;
    this.own = serverContext || clientContext ? new Zip() : SHARED.get();
  }

  /** The message as it goes out; shorter or not. */
  byte[] deflate(byte[] message) {
    Deflater deflater = own.deflater;
    ByteArrayOutputStream out = new ByteArrayOutputStream(Math.max(128, message.length / 4));
    int start = 0;
    while (message.length - start > pieceBytes) {
      deflater.setInput(message, start, pieceBytes);
      flush(Deflater.FULL_FLUSH, out);
      start += pieceBytes;
    }
    deflater.setInput(message, start, message.length - start);
    flush(Deflater.SYNC_FLUSH, out);
    if (!serverContext) {
      deflater.reset();
    }
    byte[] bytes = out.toByteArray();
    // "Remove 4 octets (that are 0x00 0x00 0xff 0xff) from the tail end."
    return Arrays.copyOf(bytes, bytes.length - TAIL.length);
  }

  private void flush(int how, ByteArrayOutputStream out) {
    int length;
    do {
      length = own.deflater.deflate(own.chunk, 0, CHUNK_BYTES, how);
      out.write(own.chunk, 0, length);
    } while (length == CHUNK_BYTES || !own.deflater.needsInput());
  }

  /**
   * The message that was packed; null when it is longer than allowed.
   *
   * @param bytesMax how long it may get; unpacking stops there.
   * @throws ProtocolViolation when it is no compressed data.
   */
  byte @Nullable [] inflate(byte[] packed, int bytesMax) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(CHUNK_BYTES);
    try {
      boolean fits = inflate(packed, bytesMax, out) && inflate(TAIL, bytesMax, out);
      return fits ? out.toByteArray() : null;
    } catch (DataFormatException e) {
      throw new ProtocolViolation("WebSocket message: no compressed data: " + e.getMessage());
    } finally {
      if (!clientContext) {
        own.inflater.reset();
      }
    }
  }

  private boolean inflate(byte[] packed, int bytesMax, ByteArrayOutputStream out)
      throws DataFormatException {
    Inflater inflater = own.inflater;
    inflater.setInput(packed);
    while (true) {
      int length = inflater.inflate(own.chunk);
      if (out.size() + length > bytesMax) {
        return false;
      }
      out.write(own.chunk, 0, length);
      if (length > 0) {
        continue; // each round makes bytes, up to their bound, or is one of those below
      }
      if (inflater.finished()) {
        // A block may be the last of its data and others follow nevertheless: RFC 7692 7.2.3.4.
        int rest = inflater.getRemaining();
        inflater.reset();
        inflater.setInput(packed, packed.length - rest, rest);
      } else if (inflater.needsInput()) {
        return true;
      } else {
        throw new DataFormatException("it asks for a dictionary");
      }
    }
  }

  /** The link is gone. */
  void end() {
    if (serverContext || clientContext) {
      own.end();
    }
    onEnd.run();
  }
}
