package io.junctor.hil.bombs;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.junctor.hil.peer.Deflated;
import io.junctor.hil.peer.Octets;
import io.junctor.wamp.message.Format;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Messages, frames and readers of WAMP: whatever is claimed or sent, only its own link ends. */
class BombsTest extends BombedGateway {

  private static final int FIN = 0x80;
  private static final int TEXT = 0x01;
  private static final int BINARY = 0x02;

  private static final int PROTOCOL_ERROR = 1002;
  private static final int INVALID_DATA = 1007;
  private static final int TOO_BIG = 1009;

  // --- messages ---------------------------------------------------------------------------------

  @TestFactory
  Stream<DynamicTest> aMessageThatIsABombEndsItsSession() {
    return Frames.all().stream()
        .flatMap(
            frame ->
                Stream.of(
                    dynamicTest(
                        "rawsocket " + frame.format() + " " + frame.name(), () -> raw(frame)),
                    dynamicTest(
                        "websocket " + frame.format() + " " + frame.name(), () -> web(frame)),
                    dynamicTest(
                        "before hello " + frame.format() + " " + frame.name(),
                        () -> stranger(frame))));
  }

  private void raw(Frames.Frame frame) throws IOException {
    try (Octets peer = gateway.rawSocket(frame.format())) {
      send(peer, rawFrame(frame.bytes().length, frame.bytes()));
      Answers.requireAbort(peer, frame.format());
    }
    nobodyElseIsDisturbed();
  }

  private void web(Frames.Frame frame) throws IOException {
    try (Octets peer = gateway.webSocket(frame.format(), "")) {
      int kind = frame.format() == Format.JSON ? TEXT : BINARY;
      try {
        peer.sendFrame(FIN | kind, frame.bytes());
      } catch (IOException closed) {
        // before it was all sent
      }
      // RFC 6455 8.1: text that is no UTF-8 is the WebSocket's own fault, whatever it is to be
      boolean isNoText = frame.format() == Format.JSON && frame.name().equals("no UTF-8");
      int status = isNoText ? INVALID_DATA : PROTOCOL_ERROR;
      Answers.requireAbortAndStatus(peer, frame.format(), status);
    }
    nobodyElseIsDisturbed();
  }

  private void stranger(Frames.Frame frame) throws IOException {
    try (Octets peer = Octets.to(gateway.port())) {
      peer.sendHex("7F F%d 00 00".formatted(frame.format().rawSocketId())).read(4);
      send(peer, rawFrame(frame.bytes().length, frame.bytes()));
      Answers.requireAbort(peer, frame.format());
    }
    nobodyElseIsDisturbed();
  }

  private static byte[] rawFrame(int claimed, byte[] body) {
    return ByteBuffer.allocate(4 + body.length).putInt(claimed).put(body).array();
  }

  // --- frames -----------------------------------------------------------------------------------

  @TestFactory
  Stream<DynamicTest> aFrameThatClaimsTooMuchIsRefusedBeforeItIsSent() {
    return Map.of(
            "2^63 - 1 bytes", "81 FF 7F FF FF FF FF FF FF FF 00 00 00 00 1009",
            "a length below zero", "81 FF FF FF FF FF FF FF FF FF 00 00 00 00 1002",
            "4 GiB", "81 FF 00 00 00 00 FF FF FF FF 00 00 00 00 1009",
            "a length of 64 bits for one of 16", "81 FF 00 00 00 00 00 00 00 7E 00 00 00 00 1002",
            "a ping of 64 KiB", "89 FE FF FF 00 00 00 00 1002",
            "compressed, which was not agreed on", "C1 81 00 00 00 00 61 1002",
            "a code that is not given", "83 81 00 00 00 00 61 1002",
            "the rest of nothing", "80 81 00 00 00 00 61 1002",
            "no mask", "81 01 61 1002")
        .entrySet()
        .stream()
        .map(
            bomb ->
                dynamicTest(
                    bomb.getKey(),
                    () -> {
                      int end = bomb.getValue().lastIndexOf(' ');
                      try (Octets peer = gateway.webSocket(Format.JSON, "")) {
                        peer.sendHex(bomb.getValue().substring(0, end));
                        Answers.requireAbortAndStatus(
                            peer,
                            Format.JSON,
                            Integer.parseInt(bomb.getValue().substring(end + 1)));
                      }
                      nobodyElseIsDisturbed();
                    }));
  }

  @Test
  void rawSocketFramesOf16MebibytesAreRefusedByTheirHeader() throws Exception {
    for (Format format : Format.values()) {
      try (Octets peer = gateway.rawSocket(format)) {
        peer.sendHex("00 FF FF FF");
        Answers.requireAbort(peer, format);
      }
    }
  }

  @Test
  void aMillionFragmentsOfOneByteEndTheirLink() throws Exception {
    try (Octets peer = gateway.webSocket(Format.JSON, "")) {
      byte[] fragments = Frames.times("00 81 00000000 20", 50_000);
      peer.sendHex("01 81 00000000 5B");
      for (int i = 0; i < 20; i++) {
        send(peer, fragments);
      }
      Answers.requireAbortAndStatus(peer, Format.JSON, TOO_BIG);
    }
  }

  @Test
  void halfSentMessagesOfManyLinksDoNotFillTheMemory() throws Exception {
    List<Octets> peers = new ArrayList<>();
    try {
      byte[] half = new byte[900_000];
      for (int i = 0; i < 60; i++) {
        Octets peer = gateway.rawSocket(Format.MSGPACK);
        peers.add(peer);
        send(peer, rawFrame(1_000_000, half));
      }
      nobodyElseIsDisturbed();
    } finally {
      for (Octets peer : peers) {
        peer.close();
      }
    }
  }

  @Test
  void compressedBombsEndTheirLinks() throws Exception {
    byte[] bomb = Deflated.of(new byte[64 << 20]);
    for (Format format : Format.values()) {
      try (Octets peer =
          gateway.webSocket(
              format,
              "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover\r\n")) {
        try {
          peer.sendFrame(0xC0 | (format == Format.JSON ? TEXT : BINARY), bomb);
        } catch (IOException closed) {
          // before it was all sent
        }
        Answers.requireAbortAndStatus(peer, format, TOO_BIG);
      }
    }
  }

  // --- readers that stand still -----------------------------------------------------------------

  @Test
  void readersThatStandStillDoNotFillTheMemory() throws Exception {
    try (Octets publisher = gateway.rawSocket(Format.JSON)) {
      List<Octets> readers = standingReaders(gateway, 8);
      flood(publisher, 200);
      nobodyElseIsDisturbed();
      for (Octets reader : readers) {
        reader.close();
      }
    }
  }

  /** The control: where these bounds are configured away, the same is seen to burst the heap. */
  @Test
  void withoutTheBoundTheSameBurstsTheHeapAndIsSeen() throws Exception {
    BombsGateway unbound =
        new BombsGateway(
            """
            limits:
              outboundBytes: 4294967296
              session: {outboundBytes: 1073741824, outboundMessages: 1000000}
            """);
    try (Octets publisher = unbound.rawSocket(Format.JSON)) {
      List<Octets> readers = standingReaders(unbound, 8);
      try {
        flood(publisher, 200);
      } catch (IOException gone) {
        // as expected
      }
      await(unbound::hasBurst);
      for (Octets reader : readers) {
        reader.close();
      }
    } finally {
      unbound.kill();
    }
  }

  private static List<Octets> standingReaders(BombsGateway at, int count) throws IOException {
    List<Octets> readers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Octets reader = at.rawSocket(Format.values()[i % 2 == 0 ? 1 : 2]);
      byte[] subscribe =
          i % 2 == 0
              ? Frames.join(Frames.hex("94 20 01 80 b1"), Frames.utf8("com.example.flood"))
              : Frames.join(Frames.hex("84 18 20 01 a0 71"), Frames.utf8("com.example.flood"));
      reader.send(rawFrame(subscribe.length, subscribe));
      reader.read(ByteBuffer.wrap(reader.read(4)).getInt()); // SUBSCRIBED
      readers.add(reader);
    }
    return readers;
  }

  private static void flood(Octets publisher, int count) throws IOException {
    String text = "x".repeat(900_000);
    for (int i = 1; i <= count; i++) {
      publisher.sendRaw(
          "[16," + i + ",{\"acknowledge\":true},\"com.example.flood\",[\"" + text + "\"]]");
      publisher.readRaw();
    }
  }
}
