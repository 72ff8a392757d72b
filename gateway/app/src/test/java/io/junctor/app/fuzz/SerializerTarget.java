package io.junctor.app.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.serializer.Serializers;
import java.util.HexFormat;
import java.util.Random;

/** The decoders of all formats: what they take can be sent on in every format. */
final class SerializerTarget implements FuzzTarget {

  private static final int LINK_FRAMES = 10_000;

  private final Random random;
  private final FuzzFrames frames;
  private final Mutations mutations;
  private final FuzzLink[] links = new FuzzLink[Format.values().length];
  private long fed;

  SerializerTarget(Random random) {
    this.random = random;
    this.frames = new FuzzFrames(random);
    this.mutations = new Mutations(random);
  }

  @Override
  public String name() {
    return "serializers";
  }

  @Override
  public int weight() {
    return 400;
  }

  @Override
  public void feed(int count) {
    for (int i = 0; i < count; i++) {
      if (fed++ % LINK_FRAMES == 0) {
        for (Format format : Format.values()) {
          links[format.ordinal()] = FuzzLink.unconnected(format);
        }
      }
      FuzzLink link = links[random.nextInt(links.length)];
      byte[] frame = mutations.of(frames.next(link, "fuzz"));
      try {
        decode(Serializers.of(link.details().format()), frame);
      } catch (Throwable e) {
        throw new AssertionError(
            link.details().format() + " " + HexFormat.of().formatHex(frame), e);
      }
    }
  }

  private static void decode(Serializer serializer, byte[] frame) throws ProtocolViolation {
    Message message;
    try {
      message = serializer.decode(frame);
    } catch (ProtocolViolation refused) {
      return;
    }
    for (Format format : Format.values()) {
      byte[] encoded = Serializers.of(format).encode(message);
      if (format == Format.JSON && new String(encoded, UTF_8).contains("\"\\u0000")) {
        continue; // WAMP's JSON has no text that begins with NUL: that is how binary begins
      }
      Message again = Serializers.of(format).decode(encoded);
      if (message.code() != again.code()) {
        throw new AssertionError(message + " in " + format + " reads as " + again);
      }
      if (again instanceof Message.WithPayload carrier) {
        Serializers.of(format).args(carrier.payload());
        Serializers.of(format).kwargs(carrier.payload());
      }
    }
  }
}
