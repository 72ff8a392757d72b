package io.junctor.app.fuzz;

import io.junctor.wamp.message.Format;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;

/**
 * WebSocket: the upgrade with what permessage-deflate can be offered with, messages whole, in
 * fragments and compressed, control frames, reserved bits and codes, lengths that are not so.
 */
final class WebSocketConversation extends WampConversation {

  private static final int CONTINUATION = 0;
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int FIN = 0x80;
  private static final int RSV1 = 0x40;

  private static final List<String> OFFERS =
      List.of(
          "permessage-deflate",
          "permessage-deflate; client_max_window_bits",
          "permessage-deflate; server_max_window_bits=9; client_max_window_bits=9",
          "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
          "permessage-deflate; server_max_window_bits=7",
          "permessage-deflate; x=1, permessage-deflate",
          "permessage-bzip2",
          ";=,");

  private final String host; // another one is refused
  private boolean deflate; // offered by this connection

  WebSocketConversation(int port, Random random) {
    super(random, 12);
    this.host = "127.0.0.1:" + port;
  }

  @Override
  public String accepted() {
    return "HTTP/1.1 101 ";
  }

  @Override
  public String name() {
    return "websocket";
  }

  @Override
  byte[] opening(Format format, Random random) {
    deflate = random.nextBoolean();
    return upgrade(format, random);
  }

  @Override
  byte[] frame(Format format, byte[] message, Random random) {
    return frame(FIN | kind(format), message, random);
  }

  private static int kind(Format format) {
    return format == Format.JSON ? TEXT : BINARY;
  }

  private byte[] upgrade(Format format, Random random) {
    String offer =
        deflate
            ? "Sec-WebSocket-Extensions: " + OFFERS.get(random.nextInt(OFFERS.size())) + "\r\n"
            : "";
    String batched = random.nextInt(8) == 0 ? ".batched" : "";
    return ("GET /ws HTTP/1.1\r\nHost: "
            + host
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Protocol: wamp.2."
            + format.name().toLowerCase(java.util.Locale.ROOT)
            + batched
            + "\r\n"
            + offer
            + "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  byte[] anyFrame(Format format, byte[] message, Random random) {
    int kind = kind(format);
    if (deflate && random.nextBoolean()) {
      return frame(FIN | RSV1 | kind, mutations.sometimes(deflated(message), 4), random);
    }
    return switch (random.nextInt(8)) {
      case 0 -> {
        int cut = random.nextInt(message.length + 1);
        byte[] first = frame(kind, Arrays.copyOf(message, cut), random);
        byte[] second =
            frame(FIN | CONTINUATION, Arrays.copyOfRange(message, cut, message.length), random);
        yield join(first, second);
      }
      case 1 -> {
        int code = CLOSE + random.nextInt(3);
        int length = random.nextInt(code == CLOSE ? 3 : 125);
        yield frame(FIN | code, Arrays.copyOf(message, length), random);
      }
      case 2 -> frame(random.nextInt(0x100), message, random);
      default -> frame(FIN | kind, message, random);
    };
  }

  private static byte[] deflated(byte[] message) {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try {
      deflater.setInput(message);
      byte[] output = new byte[message.length + 64];
      int length = deflater.deflate(output, 0, output.length, Deflater.SYNC_FLUSH);
      return Arrays.copyOf(output, Math.max(1, length - 4)); // RFC 7692, 7.2.1
    } finally {
      deflater.end();
    }
  }

  private static byte[] frame(int head, byte[] body, Random random) {
    ByteBuffer frame = ByteBuffer.allocate(14 + body.length).put((byte) head);
    if (body.length < 126) {
      frame.put((byte) (0x80 | body.length));
    } else {
      frame.put((byte) (0x80 | 126)).putShort((short) body.length);
    }
    byte[] mask = new byte[4];
    random.nextBytes(mask);
    frame.put(mask);
    for (int i = 0; i < body.length; i++) {
      frame.put((byte) (body[i] ^ mask[i & 3]));
    }
    return Arrays.copyOf(frame.array(), frame.position());
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
