package io.junctor.hil.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.junctor.hil.harness.GatewayUnderTest;
import io.junctor.hil.harness.Gateways;
import io.junctor.hil.harness.Site;
import io.junctor.hil.peer.Credentials;
import io.junctor.hil.peer.Deflated;
import io.junctor.hil.peer.Octets;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.serializer.Serializers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What RFC 7692 lets a client send and what not, octet by octet, against the product: a publication
 * in each form that is allowed is acknowledged, each breach ends the link with its status.
 */
@ExtendWith(Gateways.Extension.class)
class DeflateWireTest {

  private static final Serializer JSON = Serializers.of(Format.JSON);

  private static final String OFFER = "permessage-deflate";
  private static final String OFFER_WITHOUT_CONTEXT =
      "permessage-deflate; client_no_context_takeover; server_no_context_takeover";

  /** First octets of frames: the last one of a message, RSV1, opcode. */
  private static final int PACKED = 0xC1;

  private static final int PACKED_MORE = 0x41;
  private static final int PLAIN = 0x81;
  private static final int PLAIN_MORE = 0x01;
  private static final int MORE = 0x00;
  private static final int LAST = 0x80;
  private static final int PING = 0x89;

  private static final int PROTOCOL_ERROR = 1002;
  private static final int WRONG_KIND = 1003;
  private static final int NO_DATA = 1007;
  private static final int TOO_BIG = 1009;

  private static final String SYNC = "00 00 00 FF FF"; // an empty block without compression
  private static final byte[] PUBLISH =
      utf8("[16,1,{\"acknowledge\":true},\"com.example.deflate\",[\"" + "x".repeat(100) + "\"]]");

  private final GatewayUnderTest gateway;

  DeflateWireTest(Gateways gateways) {
    gateway = gateways.process();
  }

  /** Something to send. */
  private interface Script {

    void run(DeflatingPeer peer) throws IOException;
  }

  private record Accepted(String name, Script script) {}

  private record Refused(String name, int status, Script script) {}

  private DeflatingPeer offering(String offer) throws IOException {
    URI uri = Objects.requireNonNull(gateway.endpoints().universal());
    return DeflatingPeer.offering(uri, offer);
  }

  private DeflatingPeer joined(String offer) throws IOException {
    DeflatingPeer peer = offering(offer);
    Credentials.Key member = gateway.site().member();
    Dict.Builder details = Dict.builder().put("roles", Dict.of("publisher", Dict.EMPTY));
    member.helloDetails().asMap().forEach(details::put);
    send(peer, new Hello(Site.REALM, details.build()));
    send(peer, member.answer((Challenge) JSON.decode(peer.read().message())));
    expect(peer, "[2,");
    return peer;
  }

  private static void send(DeflatingPeer peer, Message message) throws IOException {
    peer.send(DeflatingPeer.TEXT, JSON.encode(message), true, 0);
  }

  private static void expect(DeflatingPeer peer, String start) throws IOException {
    String text = peer.read().text();
    assertTrue(text.startsWith(start), () -> "expected " + start + ", got " + text);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  // A block without compression: RFC 1951 3.2.4.
  private static byte[] stored(byte[] data, int from, int to) {
    int length = to - from;
    byte[] head = {
      0, (byte) length, (byte) (length >> 8), (byte) ~length, (byte) (~length >> 8),
    };
    return join(head, Arrays.copyOfRange(data, from, to));
  }

  // A stream that says it ends: RFC 7692 7.2.3.4. The octet behind it is the empty block whose
  // rest is the tail.
  private static byte[] ended(byte[] data) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    deflater.setInput(data);
    deflater.finish();
    byte[] out = new byte[data.length + 100];
    int length = deflater.deflate(out);
    deflater.end();
    return Arrays.copyOf(out, length + 1);
  }

  private static byte[] fixedHuffman(byte[] data) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    deflater.setStrategy(Deflater.HUFFMAN_ONLY);
    byte[] packed = Deflated.by(deflater, data);
    deflater.end();
    return packed;
  }

  private static Script message(byte[] packed) {
    return peer -> peer.octets().sendFrame(PACKED, packed);
  }

  private static void fragments(Octets octets, byte[] packed, int bytes) throws IOException {
    octets.sendFrame(PACKED_MORE, new byte[0]);
    for (int start = 0; start < packed.length; start += bytes) {
      octets.sendFrame(
          MORE, Arrays.copyOfRange(packed, start, Math.min(packed.length, start + bytes)));
      octets.sendFrame(PING, utf8("between"));
    }
    octets.sendFrame(LAST, new byte[0]);
  }

  private static final List<Accepted> ACCEPTED =
      List.of(
          new Accepted("one block", message(Deflated.of(PUBLISH))),
          new Accepted("codes of the format's own", message(fixedHuffman(PUBLISH))),
          new Accepted("a block without compression", message(storedMessage(PUBLISH.length))),
          new Accepted("blocks without compression of one octet each", message(storedMessage(1))),
          new Accepted(
              "blocks of different kinds",
              message(
                  join(
                      stored(PUBLISH, 0, 10),
                      Deflated.of(Arrays.copyOfRange(PUBLISH, 10, 50)),
                      hex("00 00 FF FF"),
                      stored(PUBLISH, 50, PUBLISH.length),
                      hex("00")))),
          new Accepted(
              "empty blocks before, between and behind",
              message(
                  join(
                      hex(SYNC + SYNC),
                      stored(PUBLISH, 0, 20),
                      hex(SYNC),
                      stored(PUBLISH, 20, PUBLISH.length),
                      hex(SYNC + "00")))),
          new Accepted("a block that says it is the last", message(ended(PUBLISH))),
          new Accepted(
              "two blocks that say they are the last",
              message(
                  join(
                      withoutEnd(ended(Arrays.copyOf(PUBLISH, 30))),
                      ended(Arrays.copyOfRange(PUBLISH, 30, PUBLISH.length))))),
          new Accepted(
              "fragments of one octet, empty ones, pings between",
              peer -> fragments(peer.octets(), Deflated.of(PUBLISH), 1)),
          new Accepted(
              "the tail left on", message(join(Deflated.of(PUBLISH), hex("00 00 FF FF 00")))),
          new Accepted("as it is", peer -> peer.octets().sendFrame(PLAIN, PUBLISH)),
          new Accepted(
              "as it is, in fragments",
              peer -> {
                peer.octets().sendFrame(PLAIN_MORE, Arrays.copyOf(PUBLISH, 7));
                peer.octets().sendFrame(LAST, Arrays.copyOfRange(PUBLISH, 7, PUBLISH.length));
              }),
          new Accepted(
              "half a megabyte of which hardly anything is left",
              message(Deflated.of(join(PUBLISH, utf8(" ".repeat(500_000)))))));

  private static byte[] withoutEnd(byte[] packed) {
    return Arrays.copyOf(packed, packed.length - 1);
  }

  private static byte[] storedMessage(int blockBytes) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int start = 0; start < PUBLISH.length; start += blockBytes) {
      all.writeBytes(stored(PUBLISH, start, Math.min(PUBLISH.length, start + blockBytes)));
    }
    all.write(0);
    return all.toByteArray();
  }

  private static final List<Refused> REFUSED =
      List.of(
          // RFC 7692 6: RSV1 is "set only on the first frame of a message"
          new Refused(
              "RSV1 on a continuation",
              PROTOCOL_ERROR,
              peer -> {
                peer.octets().sendFrame(PACKED_MORE, new byte[] {0});
                peer.octets().sendFrame(LAST | DeflatingPeer.RSV1, new byte[0]);
              }),
          new Refused(
              "RSV1 on the continuation of a message that is not compressed",
              PROTOCOL_ERROR,
              peer -> {
                peer.octets().sendFrame(PLAIN_MORE, new byte[] {'['});
                peer.octets().sendFrame(LAST | DeflatingPeer.RSV1, new byte[0]);
              }),
          frame("RSV1 on a ping", 0xC9),
          frame("RSV1 on a pong", 0xCA),
          frame("RSV1 on a close", 0xC8),
          frame("RSV2 on a compressed message", 0xE1),
          frame("RSV3 on a compressed message", 0xD1),
          frame("RSV1 on a continuation of nothing", 0xC0),
          frame("RSV1 and an opcode that there is not", 0xC3),
          new Refused(
              "a second message within the first",
              PROTOCOL_ERROR,
              peer -> {
                peer.octets().sendFrame(PACKED_MORE, new byte[] {0});
                peer.octets().sendFrame(PACKED, new byte[] {0});
              }),
          new Refused(
              "a binary message on a link for text",
              WRONG_KIND,
              peer -> peer.octets().sendFrame(0xC2, Deflated.of(PUBLISH))),
          refused("a kind of block that there is not", NO_DATA, "06"),
          refused("a length without its complement", NO_DATA, "00 05 00 00 00 48 65 6C 6C 6F 00"),
          refused("codes that are no tree", NO_DATA, "04 FF FF FF FF FF FF FF"),
          refused("noise", NO_DATA, "FF FF FF FF"),
          new Refused("no UTF-8", NO_DATA, message(Deflated.of(hex("5B 22 C3 28 22 5D")))),
          new Refused("an empty message", PROTOCOL_ERROR, message(hex("00"))),
          new Refused("no octets at all", PROTOCOL_ERROR, message(new byte[0])),
          new Refused("no WAMP", PROTOCOL_ERROR, message(Deflated.of(utf8("Hello")))),
          new Refused("a bomb", TOO_BIG, message(Deflated.of(new byte[64 << 20]))),
          new Refused(
              "a bomb in fragments",
              TOO_BIG,
              peer -> {
                byte[] bomb = Deflated.of(new byte[16 << 20]);
                int half = bomb.length / 2;
                peer.octets().sendFrame(PACKED_MORE, Arrays.copyOf(bomb, half));
                peer.octets().sendFrame(LAST, Arrays.copyOfRange(bomb, half, bomb.length));
              }),
          new Refused(
              "a byte more than the longest message",
              TOO_BIG,
              message(Deflated.of(new byte[(1 << 20) + 1]))));

  private static Refused frame(String name, int first) {
    return new Refused(
        name, PROTOCOL_ERROR, peer -> peer.octets().sendFrame(first, new byte[] {0}));
  }

  private static Refused refused(String name, int status, String octets) {
    return new Refused(name, status, message(hex(octets)));
  }

  @TestFactory
  Stream<DynamicTest> whatIsAllowedIsUnderstood() {
    return Stream.of(OFFER, OFFER_WITHOUT_CONTEXT)
        .flatMap(
            offer ->
                ACCEPTED.stream()
                    .map(
                        form ->
                            dynamicTest(form.name() + ", " + offer, () -> accepted(offer, form))));
  }

  private void accepted(String offer, Accepted form) throws IOException {
    try (DeflatingPeer peer = joined(offer)) {
      form.script().run(peer);

      expect(peer, "[17,1,");
    }
  }

  @TestFactory
  Stream<DynamicTest> whatIsNotAllowedEndsTheLinkWithItsStatus() {
    return REFUSED.stream()
        .flatMap(
            breach ->
                Stream.of(
                    dynamicTest(breach.name(), () -> refused(joined(OFFER), breach)),
                    dynamicTest(
                        breach.name() + ", before HELLO", () -> refused(offering(OFFER), breach))));
  }

  private static void refused(DeflatingPeer opened, Refused breach) throws IOException {
    try (DeflatingPeer peer = opened) {
      breach.script().run(peer);

      assertEquals(breach.status(), peer.closeStatus());
    }
  }

  @Test
  void aStrangersMessageUnpacksToLessThanThatOfAMember() throws IOException {
    byte[] long_ = Deflated.of(join(PUBLISH, utf8(" ".repeat(100_000))));
    try (DeflatingPeer stranger = offering(OFFER)) {
      stranger.octets().sendFrame(PACKED, long_);

      assertEquals(TOO_BIG, stranger.closeStatus());
    }
  }

  @Test
  void aMessageMayReferToThoseBeforeItWhereThatWasAgreedOn() throws IOException {
    try (DeflatingPeer peer = joined(OFFER)) {
      byte[] first = peer.packed(PUBLISH);
      byte[] second =
          peer.packed(
              utf8(new String(PUBLISH, StandardCharsets.UTF_8).replace("[16,1,", "[16,3,")));
      assertTrue(second.length < first.length / 2, second.length + " of " + first.length);
      // When
      peer.octets().sendFrame(PACKED, first);
      peer.octets().sendFrame(PLAIN, utf8("[16,2,{\"acknowledge\":true},\"com.example.a\"]"));
      peer.octets().sendFrame(PING, new byte[0]);
      peer.octets().sendFrame(PACKED, second);

      // Then
      expect(peer, "[17,1,");
      expect(peer, "[17,2,");
      expect(peer, "[17,3,");
    }
  }

  @Test
  void aMessageMayNotReferToThoseBeforeItWhereThatWasNot() throws IOException {
    try (DeflatingPeer peer = joined(OFFER_WITHOUT_CONTEXT)) {
      peer.octets().sendFrame(PACKED, hex("F2 00 11 00 00")); // 7.2.3.2

      assertEquals(NO_DATA, peer.closeStatus());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permessage-deflate; client_max_window_bits",
        "permessage-deflate; server_max_window_bits=9",
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
        "permessage-deflate, permessage-deflate; server_max_window_bits=15"
      })
  void byDefaultNoOfferIsTakenAndCompressedFramesEndTheLink(String offer) throws IOException {
    try (DeflatingPeer peer = DeflatingPeer.offering(gateway.endpoints().websocket(), offer)) {
      assertEquals("", peer.answer());
      // When
      peer.octets().sendFrame(PACKED, Deflated.of(PUBLISH));

      // Then
      assertEquals(PROTOCOL_ERROR, peer.closeStatus());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x-webkit-deflate-frame",
        "permessage-deflate; server_max_window_bits", // it needs a value
        "permessage-deflate; server_max_window_bits=7",
        "permessage-deflate; server_max_window_bits=16",
        "permessage-deflate; server_max_window_bits=09",
        "permessage-deflate; client_max_window_bits=7",
        "permessage-deflate; client_max_window_bits=016",
        "permessage-deflate; server_no_context_takeover=true", // it has none
        "permessage-deflate; client_no_context_takeover; client_no_context_takeover",
        "permessage-deflate; unknown",
        "permessage-deflate; server_max_window_bits=8; server_max_window_bits=8"
      })
  void offersThatAreNoneAreDeclinedAndTheLinkGoesOnWithout(String offer) throws IOException {
    try (DeflatingPeer peer = offering(offer)) {
      assertEquals("", peer.answer());
      // When
      peer.octets().sendFrame(PACKED, Deflated.of(PUBLISH));

      // Then
      assertEquals(PROTOCOL_ERROR, peer.closeStatus());
    }
  }
}
