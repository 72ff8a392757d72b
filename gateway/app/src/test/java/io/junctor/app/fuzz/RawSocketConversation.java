package io.junctor.app.fuzz;

import io.junctor.wamp.message.Format;
import io.junctor.wamp.serializer.Serializers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** RawSocket: the handshake, messages, pings and pongs, reserved types, lengths that are not so. */
final class RawSocketConversation implements Conversation {

  private static final int HEADER_BYTES = 4;
  private static final int PING = 1;

  private final FuzzFrames frames;
  private final Mutations mutations;

  RawSocketConversation(Random random) {
    this.frames = new FuzzFrames(random);
    this.mutations = new Mutations(random);
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
  public int steps() {
    return 2;
  }

  @Override
  public List<byte[]> next(Random random) {
    Format format = Format.values()[random.nextInt(3)];
    FuzzLink link = FuzzLink.unconnected(format);
    List<byte[]> pieces = new ArrayList<>();
    byte[] handshake = {0x7F, (byte) (random.nextInt(16) << 4 | format.rawSocketId()), 0, 0};
    pieces.add(mutations.sometimes(handshake, 20));
    pieces.add(frame(0, Serializers.of(format).encode(frames.hello("fuzz"))));
    int count = random.nextInt(FRAMES_MAX);
    for (int i = 0; i < count; i++) {
      byte[] body = frames.next(link, "fuzz");
      int type = random.nextInt(12) == 0 ? random.nextInt(8) : random.nextInt(8) == 0 ? PING : 0;
      pieces.add(mutations.sometimes(frame(type, body), 8));
    }
    return pieces;
  }

  private static byte[] frame(int type, byte[] body) {
    return ByteBuffer.allocate(HEADER_BYTES + body.length)
        .putInt(type << 24 | body.length)
        .put(body)
        .array();
  }
}
