package io.junctor.app.fuzz;

import io.junctor.wamp.message.Format;
import io.junctor.wamp.serializer.Serializers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A connection that opens a transport of WAMP, says HELLO and sends what a session would. */
abstract class WampConversation implements Conversation {

  private static final int ONE_FRAME_IN = 8;

  private final FuzzFrames frames;
  private final int oneOpeningIn;

  final Mutations mutations;

  /**
   * A conversation.
   *
   * @param oneOpeningIn of so many openings one is changed.
   */
  WampConversation(Random random, int oneOpeningIn) {
    this.frames = new FuzzFrames(random);
    this.mutations = new Mutations(random);
    this.oneOpeningIn = oneOpeningIn;
  }

  /** The first piece, of a new connection. */
  abstract byte[] opening(Format format, Random random);

  /** A message as it should be sent. */
  abstract byte[] frame(Format format, byte[] message, Random random);

  /** A message as it might be sent. */
  abstract byte[] anyFrame(Format format, byte[] message, Random random);

  @Override
  public int steps() {
    return 2;
  }

  @Override
  public List<byte[]> next(Random random) {
    Format format = Format.values()[random.nextInt(3)];
    FuzzLink link = FuzzLink.unconnected(format);
    List<byte[]> pieces = new ArrayList<>();
    pieces.add(mutations.sometimes(opening(format, random), oneOpeningIn));
    pieces.add(frame(format, Serializers.of(format).encode(frames.hello("fuzz")), random));
    int count = random.nextInt(FRAMES_MAX);
    for (int i = 0; i < count; i++) {
      byte[] frame = anyFrame(format, frames.next(link, "fuzz"), random);
      pieces.add(mutations.sometimes(frame, ONE_FRAME_IN));
    }
    return pieces;
  }
}
