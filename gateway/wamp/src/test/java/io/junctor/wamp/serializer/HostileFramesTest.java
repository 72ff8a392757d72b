package io.junctor.wamp.serializer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.message.Yield;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes in, the only way out but a message is a ProtocolViolation, soon and cheaply. */
class HostileFramesTest {

  private static final int MUTATIONS = Integer.getInteger("junctor.fuzz.frames", 100_000);

  /** What refusing a frame may allocate: the reader and the text of the violation. */
  private static final long ALLOCATION_BYTES_MAX = 64 * 1024;

  @ParameterizedTest
  @EnumSource
  void aFrameThatIsCutAnywhereIsRefused(Format format) {
    Serializer serializer = Serializers.of(format);
    for (Message message : SampleMessages.all(format)) {
      byte[] frame = serializer.encode(message);
      int step = frame.length > 2_000 ? 97 : 1;
      for (int length = 0; length < frame.length; length += step) {
        byte[] cut = Arrays.copyOf(frame, length);
        assertThrows(ProtocolViolation.class, () -> serializer.decode(cut), message::name);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFrameWithBytesBehindItIsRefused(Format format) {
    Serializer serializer = Serializers.of(format);
    for (Message message : SampleMessages.all(format)) {
      byte[] longer = Bytes.join(serializer.encode(message), new byte[] {0x00});

      ProtocolViolation violation =
          assertThrows(ProtocolViolation.class, () -> serializer.decode(longer));

      assertTrue(violation.getMessage().contains("end of the frame"), violation.getMessage());
    }
  }

  /** And what is accepted can be sent on in every format, which is then accepted too. */
  @ParameterizedTest
  @EnumSource
  void mutatedFramesAreRefusedOrCanBeSentOn(Format format) {
    Random random = new Random(format.rawSocketId());
    Serializer serializer = Serializers.of(format);
    List<byte[]> frames =
        SampleMessages.all(format).stream()
            .map(serializer::encode)
            .filter(frame -> frame.length < 2_000)
            .toList();
    int accepted = 0;
    for (int round = 0; round < MUTATIONS; round++) {
      byte[] frame = mutated(frames.get(random.nextInt(frames.size())), random);
      accepted += isRefusedOrSentOn(serializer, frame) ? 0 : 1;
    }
    assertTrue(accepted > MUTATIONS / 100, "mutations are too wild: accepted " + accepted);
    assertTrue(accepted < MUTATIONS / 2, "mutations are too tame: accepted " + accepted);
  }

  private static boolean isRefusedOrSentOn(Serializer serializer, byte[] frame) {
    String hex = HexFormat.of().formatHex(frame);
    try {
      Message message;
      try {
        message = serializer.decode(frame);
      } catch (ProtocolViolation e) {
        return true;
      }
      for (Format format : Format.values()) {
        Message again = Serializers.of(format).decode(Serializers.of(format).encode(message));
        assertEquals(message.code(), again.code());
        if (again instanceof Message.WithPayload carrier) {
          Serializers.of(format).args(carrier.payload());
          Serializers.of(format).kwargs(carrier.payload());
        }
      }
      return false;
    } catch (Throwable e) {
      throw new AssertionError(serializer.format() + " " + hex, e);
    }
  }

  private static byte[] mutated(byte[] frame, Random random) {
    byte[] result = frame.clone();
    int changes = 1 + random.nextInt(3);
    for (int change = 0; change < changes; change++) {
      int at = random.nextInt(result.length);
      switch (random.nextInt(5)) {
        case 0 -> result[at] = (byte) random.nextInt();
        case 1 -> result[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> result[at] = result[random.nextInt(result.length)];
        case 3 -> result = without(result, at);
        default -> result = doubled(result, at);
      }
    }
    return result;
  }

  private static byte[] without(byte[] frame, int at) {
    return frame.length == 1
        ? frame
        : Bytes.join(Arrays.copyOf(frame, at), Arrays.copyOfRange(frame, at + 1, frame.length));
  }

  private static byte[] doubled(byte[] frame, int at) {
    return Bytes.join(Arrays.copyOf(frame, at + 1), Arrays.copyOfRange(frame, at, frame.length));
  }

  @SuppressWarnings("ArrayRecordComponent") // read only
  record Bomb(String name, Format format, byte[] frame) {
    @Override
    public String toString() {
      return format + " " + name;
    }
  }

  static List<Bomb> bombs() {
    byte[] callJson = Bytes.utf8("[48,1,{},\"a.b\",[");
    byte[] callMsgPack = Bytes.hex("95 30 01 80 a3612e62 91");
    byte[] callCbor = Bytes.hex("85 18 30 01 a0 63612e62 81");
    return List.of(
        new Bomb("a million lists", Format.JSON, Bytes.repeated("5b", 1_000_000, "")),
        new Bomb("a million lists", Format.MSGPACK, Bytes.repeated("91", 1_000_000, "")),
        new Bomb("a million lists", Format.CBOR, Bytes.repeated("81", 1_000_000, "")),
        new Bomb("a million open lists", Format.CBOR, Bytes.repeated("9f", 1_000_000, "")),
        new Bomb(
            "a million lists in the arguments",
            Format.JSON,
            Bytes.join(callJson, Bytes.repeated("5b", 1_000_000, ""))),
        new Bomb(
            "a million dicts in the arguments",
            Format.JSON,
            Bytes.join(callJson, Bytes.repeated("7b2261223a", 200_000, ""))),
        new Bomb(
            "a million lists in the arguments",
            Format.MSGPACK,
            Bytes.join(callMsgPack, Bytes.repeated("91", 1_000_000, ""))),
        new Bomb(
            "a million dicts in the arguments",
            Format.MSGPACK,
            Bytes.join(callMsgPack, Bytes.repeated("81a161", 333_333, ""))),
        new Bomb(
            "a million lists in the arguments",
            Format.CBOR,
            Bytes.join(callCbor, Bytes.repeated("81", 1_000_000, ""))),
        new Bomb(
            "a million tags in the arguments",
            Format.CBOR,
            Bytes.join(callCbor, Bytes.repeated("c1", 1_000_000, ""))),
        new Bomb("options in options", Format.JSON, nestedOptions()),
        new Bomb("bin32 claim", Format.MSGPACK, Bytes.join(callMsgPack, Bytes.hex("c6ffffffff00"))),
        new Bomb("str32 claim", Format.MSGPACK, Bytes.join(callMsgPack, Bytes.hex("dbffffffff00"))),
        new Bomb(
            "array32 claim", Format.MSGPACK, Bytes.join(callMsgPack, Bytes.hex("ddffffffff00"))),
        new Bomb("map32 claim", Format.MSGPACK, Bytes.join(callMsgPack, Bytes.hex("dfffffffff00"))),
        new Bomb("ext32 claim", Format.MSGPACK, Bytes.join(callMsgPack, Bytes.hex("c9ffffffff00"))),
        new Bomb("array32 message", Format.MSGPACK, Bytes.hex("ddffffffff")),
        new Bomb("map32 options", Format.MSGPACK, Bytes.hex("94 30 01 dfffffffff a3612e62")),
        new Bomb("bytes claim", Format.CBOR, Bytes.join(callCbor, Bytes.hex("5affffffff00"))),
        new Bomb(
            "bytes claim of 64 bits",
            Format.CBOR,
            Bytes.join(callCbor, Bytes.hex("5bffffffffffffffff00"))),
        new Bomb(
            "text claim of 63 bits",
            Format.CBOR,
            Bytes.join(callCbor, Bytes.hex("7b7fffffffffffffff00"))),
        new Bomb("array claim", Format.CBOR, Bytes.join(callCbor, Bytes.hex("9affffffff00"))),
        new Bomb(
            "map claim of 64 bits",
            Format.CBOR,
            Bytes.join(callCbor, Bytes.hex("bbffffffffffffffff00"))),
        new Bomb("array message", Format.CBOR, Bytes.hex("9bffffffffffffffff")),
        new Bomb(
            "a bignum of a megabyte",
            Format.CBOR,
            Bytes.join(callCbor, Bytes.hex("c25a00100000"), new byte[1 << 20])),
        new Bomb(
            "a number of a million digits",
            Format.JSON,
            Bytes.join(callJson, Bytes.repeated("31", 1_000_000, "5d5d"))),
        new Bomb(
            "a fraction of a million digits",
            Format.JSON,
            Bytes.join(callJson, Bytes.utf8("0."), Bytes.repeated("31", 1_000_000, "5d5d"))),
        new Bomb(
            "a request id of a million digits",
            Format.JSON,
            Bytes.join(Bytes.utf8("[48,"), Bytes.repeated("31", 1_000_000, "2c7b7d5d"))),
        new Bomb(
            "a URI of a million characters",
            Format.JSON,
            Bytes.join(Bytes.utf8("[48,1,{},\""), Bytes.repeated("61", 1_000_000, "225d"))),
        new Bomb(
            "a URI of a million characters in chunks",
            Format.CBOR,
            Bytes.join(Bytes.hex("84183001a07f"), Bytes.repeated("6161", 1_000_000, "ff"))),
        new Bomb(
            "more elements than a frame may hold",
            Format.JSON,
            Bytes.join(callJson, Bytes.repeated("302c", Limits.ELEMENTS_MAX + 1, "305d5d"))),
        new Bomb(
            "more elements than a frame may hold",
            Format.MSGPACK,
            Bytes.join(callMsgPack, Bytes.hex("dd00200000"), Bytes.repeated("00", 0x200000, ""))),
        new Bomb(
            "more elements than a frame may hold",
            Format.CBOR,
            Bytes.join(callCbor, Bytes.hex("9f"), Bytes.repeated("00", 0x200000, "ff"))),
        new Bomb(
            "a dict of more elements than a frame may hold",
            Format.MSGPACK,
            Bytes.join(
                callMsgPack, Bytes.hex("df00100000"), Bytes.repeated("a000", 0x100000, ""))));
  }

  private static byte[] nestedOptions() {
    return Bytes.join(Bytes.utf8("[48,1,"), Bytes.repeated("7b2261223a", 100_000, ""));
  }

  @ParameterizedTest
  @MethodSource("bombs")
  void aBombIsRefusedWithoutAllocatingWhatItClaims(Bomb bomb) {
    Serializer serializer = Serializers.of(bomb.format());
    assertThrows(ProtocolViolation.class, () -> serializer.decode(bomb.frame())); // loads classes
    long before = allocatedBytes();

    assertThrows(ProtocolViolation.class, () -> serializer.decode(bomb.frame()));

    long allocated = allocatedBytes() - before;
    assertTrue(allocated < ALLOCATION_BYTES_MAX, "allocated " + allocated + " bytes");
  }

  @ParameterizedTest
  @EnumSource
  void theDeepestNestingThatIsAllowedIsCarriedOnASmallStack(Format format) throws Exception {
    Object value = 1L;
    for (int depth = 1; depth < Limits.DEPTH_MAX - 1; depth++) {
      value = List.of(value);
    }
    Object deepest = value;
    Throwable[] failure = new Throwable[1];
    Thread thread =
        new Thread(null, () -> failure[0] = carry(format, deepest), "small stack", 256 * 1024);

    thread.start();
    thread.join();

    assertEquals(null, failure[0]);
  }

  private static Throwable carry(Format format, Object value) {
    try {
      var payload = Serializers.of(format).payload(List.of(value), Map.of());
      for (Format other : Format.values()) {
        var call = new Yield(1, Dict.EMPTY, payload);
        Serializers.of(other).decode(Serializers.of(other).encode(call));
      }
      return null;
    } catch (Throwable e) {
      return e;
    }
  }

  private static long allocatedBytes() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getCurrentThreadAllocatedBytes();
  }
}
