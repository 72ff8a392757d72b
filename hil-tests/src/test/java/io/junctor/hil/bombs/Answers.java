package io.junctor.hil.bombs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.hil.peer.Octets;
import io.junctor.wamp.message.Abort;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.serializer.Serializers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * What a protocol says to who breaks it, read from all that came until the link was closed. A reset
 * behind the answer is no fault: the gateway may have closed while more was on its way.
 */
final class Answers {

  private static final String VIOLATION = "wamp.error.protocol_violation";
  private static final int OPCODE = 0x0F;
  private static final int CLOSE = 8;
  private static final int RSV1 = 0x40;
  private static final int ABORT_BYTES_MAX = 4096;

  private Answers() {}

  /** ABORT over RawSocket. */
  static void requireAbort(Octets peer, Format format) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(peer.readEnd().octets());
    List<Message> messages = new ArrayList<>();
    while (rest.hasRemaining()) {
      int header = rest.getInt();
      byte[] payload = new byte[header & 0xFF_FFFF];
      rest.get(payload);
      if (header >>> 24 == 0) {
        messages.add(Serializers.of(format).decode(payload));
      }
    }
    requireAbort(messages);
  }

  private static void requireAbort(List<Message> messages) {
    assertEquals(1, messages.size(), () -> "expected ABORT alone, got " + messages);
    assertTrue(
        messages.getFirst() instanceof Abort abort && abort.reason().equals(VIOLATION),
        messages::toString);
  }

  /**
   * ABORT and a closing frame over WebSocket.
   *
   * @param status the closing frame's.
   */
  static void requireAbortAndStatus(Octets peer, Format format, int status) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(peer.readEnd().octets());
    List<Message> messages = new ArrayList<>();
    Integer closed = null;
    while (rest.hasRemaining()) {
      int first = rest.get();
      int opcode = first & OPCODE;
      byte[] payload = (first & RSV1) == 0 ? payload(rest) : inflated(payload(rest));
      if (opcode == CLOSE) {
        closed = (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
      } else if (opcode < CLOSE) {
        messages.add(Serializers.of(format).decode(payload));
      }
    }
    assertEquals(status, closed);
    requireAbort(messages);
  }

  private static byte[] payload(ByteBuffer frames) {
    int length = frames.get() & 0x7F;
    if (length == 126) {
      length = frames.getShort() & 0xFFFF;
    }
    byte[] payload = new byte[length];
    frames.get(payload);
    return payload;
  }

  private static byte[] inflated(byte[] packed) {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(packed);
      byte[] message = new byte[ABORT_BYTES_MAX];
      return Arrays.copyOf(message, inflater.inflate(message));
    } catch (DataFormatException e) {
      throw new AssertionError(e);
    } finally {
      inflater.end();
    }
  }

  /** A status of HTTP. */
  static void requireHttp(Octets peer, int status) throws IOException {
    String text = new String(peer.readEnd().octets(), StandardCharsets.UTF_8);
    assertTrue(
        text.startsWith("HTTP/1.1 " + status + " "), () -> "expected " + status + ", got " + text);
  }

  /** Exactly these octets; none where a protocol has no word for it. */
  static void requireOctets(Octets peer, String hex) throws IOException {
    byte[] octets = peer.readEnd().octets();
    assertEquals(hex.replace(" ", ""), HexFormat.of().withUpperCase().formatHex(octets));
  }
}
