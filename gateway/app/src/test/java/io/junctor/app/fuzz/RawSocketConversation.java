package io.junctor.app.fuzz;

import io.junctor.wamp.message.Format;
import java.nio.ByteBuffer;
import java.util.Random;

/** RawSocket: the handshake, messages, pings and pongs, reserved types, lengths that are not so. */
final class RawSocketConversation extends WampConversation {

  private static final int HEADER_BYTES = 4;
  private static final int PING = 1;

  RawSocketConversation(Random random) {
    super(random, 20);
  }

  @Override
  public String accepted() {
    return "\u007f";
  }

  @Override
  public String name() {
    return "rawsocket";
  }

  @Override
  byte[] opening(Format format, Random random) {
    return new byte[] {0x7F, (byte) (random.nextInt(16) << 4 | format.rawSocketId()), 0, 0};
  }

  @Override
  byte[] frame(Format format, byte[] message, Random random) {
    return frame(0, message);
  }

  @Override
  byte[] anyFrame(Format format, byte[] message, Random random) {
    int type = random.nextInt(12) == 0 ? random.nextInt(8) : random.nextInt(8) == 0 ? PING : 0;
    return frame(type, message);
  }

  private static byte[] frame(int type, byte[] body) {
    return ByteBuffer.allocate(HEADER_BYTES + body.length)
        .putInt(type << 24 | body.length)
        .put(body)
        .array();
  }
}
