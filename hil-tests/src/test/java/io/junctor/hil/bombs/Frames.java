package io.junctor.hil.bombs;

import io.junctor.wamp.message.Format;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** Messages that claim, nest or count too much, in each serialization. All end their session. */
final class Frames {

  private static final int MILLION = 1_000_000;

  private Frames() {}

  /** One frame; {@code bytes} is only read. */
  @SuppressWarnings("ArrayRecordComponent")
  record Frame(String name, Format format, byte[] bytes) {}

  static List<Frame> all() {
    byte[] json = utf8("[48,1,{},\"com.example.a\",[");
    byte[] pack = join(hex("95 30 01 80 ad"), utf8("com.example.a"), hex("91"));
    byte[] cbor = join(hex("85 18 30 01 a0 6d"), utf8("com.example.a"), hex("81"));
    return List.of(
        json("a million lists", times("5b", MILLION)),
        json("lists in the arguments", join(json, times("5b", 900_000))),
        json("dicts in the arguments", join(json, times("7b2261223a", 190_000))),
        json("options in options", join(utf8("[48,1,"), times("7b2261223a", 100_000))),
        json("a number of a million digits", join(json, times("31", 900_000), utf8("]]"))),
        json("a fraction of digits", join(json, utf8("0."), times("31", 900_000), utf8("]]"))),
        json("an exponent of digits", join(json, utf8("1e"), times("39", 900_000), utf8("]]"))),
        json("a request of digits", join(utf8("[48,"), times("31", 900_000), utf8(",{}]"))),
        json("a long URI", join(utf8("[48,1,{},\""), times("61", 900_000), utf8("\"]"))),
        json("half a surrogate", join(json, utf8("\"\\ud800\"]]"))),
        json("no UTF-8", join(json, hex("22 c0af 22"), utf8("]]"))),
        json(
            "the same key again",
            utf8("[48,1,{\"timeout\":1,\"timeout\":\"x\"},\"com.example.a\"]")),
        json("an open string", join(json, utf8("\""), times("61", 900_000))),
        json("no Base64 after NUL", join(json, utf8("\"\\u0000!!!\"]]"))),
        json("a BOM", join(hex("efbbbf"), json, utf8("1]]"))),
        pack("a million lists", times("91", MILLION)),
        pack("lists in the arguments", join(pack, times("91", 900_000))),
        pack("dicts in the arguments", join(pack, times("81a161", 300_000))),
        pack("bin32 claim", join(pack, hex("c6ffffffff00"))),
        pack("str32 claim", join(pack, hex("dbffffffff00"))),
        pack("array32 claim", join(pack, hex("ddffffffff00"))),
        pack("map32 claim", join(pack, hex("dfffffffff00"))),
        pack("ext32 claim", join(pack, hex("c9ffffffff00"))),
        pack("array32 of the message", hex("ddffffffff")),
        pack("map32 of the options", hex("94 30 01 dfffffffff a3612e62")),
        pack("no UTF-8", join(pack, hex("a2 c0af"))),
        pack("never used type", join(pack, hex("c1"))),
        cbor("a million lists", times("81", MILLION)),
        cbor("a million open lists", times("9f", MILLION)),
        cbor("lists in the arguments", join(cbor, times("81", 900_000))),
        cbor("tags in the arguments", join(cbor, times("c1", 900_000))),
        cbor("bytes claim", join(cbor, hex("5affffffff00"))),
        cbor("bytes claim of 64 bits", join(cbor, hex("5bffffffffffffffff00"))),
        cbor("text claim of 63 bits", join(cbor, hex("7b7fffffffffffffff00"))),
        cbor("array claim", join(cbor, hex("9affffffff00"))),
        cbor("map claim of 64 bits", join(cbor, hex("bbffffffffffffffff00"))),
        cbor("array of the message", hex("9bffffffffffffffff")),
        cbor("a URI in a million pieces", join(hex("84183001a07f"), times("6161", 500_000))),
        cbor("a bignum of a megabyte", join(cbor, hex("c25a000e0000"), new byte[0xE0000])));
  }

  private static Frame json(String name, byte[] bytes) {
    return new Frame(name, Format.JSON, bytes);
  }

  private static Frame pack(String name, byte[] bytes) {
    return new Frame(name, Format.MSGPACK, bytes);
  }

  private static Frame cbor(String name, byte[] bytes) {
    return new Frame(name, Format.CBOR, bytes);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  static byte[] times(String digits, int count) {
    byte[] one = hex(digits);
    byte[] all = new byte[one.length * count];
    for (int i = 0; i < count; i++) {
      System.arraycopy(one, 0, all, i * one.length, one.length);
    }
    return all;
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
