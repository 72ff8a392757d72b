package io.junctor.hil.websocket;

import io.junctor.hil.peer.Deflated;
import io.junctor.hil.peer.Octets;
import io.junctor.wamp.message.Format;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * A WebSocket client that compresses, made of the JDK's zlib and RFC 7692 alone. It keeps to what
 * the answer to its offer says.
 */
final class DeflatingPeer implements AutoCloseable {

  static final int FIN = 0x80;
  static final int RSV1 = 0x40;
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;

  private static final int OPCODE = 0x0F;
  private static final int CLOSE = 8;
  private static final String HEADER = "sec-websocket-extensions:";
  private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

  private final Octets octets;
  private final String answer;
  private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
  private final Inflater inflater = new Inflater(true);

  private DeflatingPeer(Octets octets, String answer) {
    this.octets = octets;
    this.answer = answer;
  }

  /** A message as it came; the array is only read. */
  @SuppressWarnings("ArrayRecordComponent")
  record Received(boolean isText, boolean isPacked, int packedBytes, byte[] message) {

    String text() {
      return new String(message, StandardCharsets.UTF_8);
    }
  }

  /**
   * Connects and makes an offer.
   *
   * @param offer the value of {@code Sec-WebSocket-Extensions}; empty for none.
   */
  static DeflatingPeer offering(URI uri, String offer) throws IOException {
    Octets octets = Octets.to(uri.getPort());
    octets.sendUpgrade(
        uri.getPort(),
        uri.getPath(),
        Format.JSON,
        offer.isEmpty() ? "" : "Sec-WebSocket-Extensions: " + offer + "\r\n");
    String head = octets.readHead();
    if (!head.startsWith("HTTP/1.1 101 ")) {
      octets.close();
      throw new AssertionError("expected an upgrade, got " + head);
    }
    String answer =
        head.lines()
            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(HEADER))
            .map(line -> line.substring(HEADER.length()).strip())
            .findFirst()
            .orElse("");
    return new DeflatingPeer(octets, answer);
  }

  /** What was agreed on; empty for nothing. */
  String answer() {
    return answer;
  }

  /** For frames of the test's own. */
  Octets octets() {
    return octets;
  }

  /** A message compressed, within the context where there is one. */
  byte[] packed(byte[] message) {
    byte[] packed = Deflated.by(deflater, message);
    if (answer.contains("client_no_context_takeover")) {
      deflater.reset();
    }
    return packed;
  }

  /**
   * Sends a message.
   *
   * @param isPacked whether it is compressed.
   * @param fragmentBytes the longest frame; 0 for a single one.
   */
  void send(int opcode, byte[] message, boolean isPacked, int fragmentBytes) throws IOException {
    byte[] payload = isPacked ? packed(message) : message;
    int step = fragmentBytes == 0 ? Math.max(1, payload.length) : fragmentBytes;
    int first = opcode | (isPacked ? RSV1 : 0);
    int start = 0;
    do {
      int end = Math.min(payload.length, start + step);
      octets.sendFrame(
          (start == 0 ? first : CONTINUATION) | (end == payload.length ? FIN : 0),
          Arrays.copyOfRange(payload, start, end));
      start = end;
    } while (start < payload.length);
  }

  /** The next message, put together and unpacked; what is no message is passed over. */
  Received read() throws IOException {
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    int start = 0;
    while (true) {
      byte[] frame = octets.readFrame();
      int opcode = frame[0] & OPCODE;
      if (opcode == CLOSE) {
        throw new AssertionError("closed with " + status(frame));
      }
      if (opcode <= BINARY) {
        start |= frame[0] & (OPCODE | RSV1);
        payload.write(frame, 1, frame.length - 1);
        if ((frame[0] & FIN) != 0) {
          byte[] bytes = payload.toByteArray();
          boolean isPacked = (start & RSV1) != 0;
          return new Received(
              (start & OPCODE) == TEXT, isPacked, bytes.length, isPacked ? unpacked(bytes) : bytes);
        }
      }
    }
  }

  private byte[] unpacked(byte[] packed) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] chunk = new byte[8192];
    byte[] all = Arrays.copyOf(packed, packed.length + TAIL.length);
    System.arraycopy(TAIL, 0, all, packed.length, TAIL.length);
    inflater.setInput(all);
    try {
      for (int length = inflater.inflate(chunk); length > 0; length = inflater.inflate(chunk)) {
        out.write(chunk, 0, length);
      }
    } catch (DataFormatException e) {
      throw new AssertionError("what came is no compressed data", e);
    }
    if (answer.contains("server_no_context_takeover")) {
      inflater.reset();
    }
    return out.toByteArray();
  }

  /** The status of the close frame; what comes before it is passed over. */
  int closeStatus() throws IOException {
    byte[] frame = octets.readFrame();
    while ((frame[0] & OPCODE) != CLOSE) {
      frame = octets.readFrame();
    }
    return status(frame);
  }

  private static int status(byte[] frame) {
    return (frame[1] & 0xFF) << 8 | (frame[2] & 0xFF);
  }

  @Override
  public void close() throws IOException {
    deflater.end();
    inflater.end();
    octets.close();
  }
}
