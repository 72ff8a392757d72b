package io.junctor.hil.bombs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.junctor.hil.peer.Deflated;
import io.junctor.hil.peer.Octets;
import io.junctor.wamp.message.Format;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Whatever is claimed or sent, only its own link ends. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BombsTest {

  /** What may live in the heap when all is over: a gateway at rest has some 10 MiB. */
  private static final long HEAP_BYTES_MAX = 32L << 20;

  private static final String HELLO =
      "[1,\"junctor\",{\"roles\":{\"caller\":{},\"publisher\":{}}}]";

  private static final int FIN = 0x80;
  private static final int TEXT = 0x01;
  private static final int BINARY = 0x02;

  private BombsGateway gateway;
  private Bystander bystander;

  @BeforeAll
  void start() throws Exception {
    gateway = new BombsGateway("");
    bystander = new Bystander(gateway);
  }

  @AfterAll
  void stop() throws Exception {
    bystander.close();
    long heap = gateway.heapBytes();
    String log = gateway.log();
    gateway.close();
    System.out.printf("bombs: %,d KiB live, %d calls beside%n", heap >> 10, bystander.calls());
    assertTrue(heap < HEAP_BYTES_MAX, "the heap holds " + heap);
    assertFalse(log.contains("OutOfMemoryError"), log);
    assertFalse(log.contains("StackOverflowError"), log);
    assertFalse(log.contains(" ERROR "), log);
  }

  @AfterEach
  void nobodyElseIsDisturbed() {
    assertNull(bystander.failure(), () -> "bystander: " + bystander.failure());
    int before = bystander.calls();
    await(() -> bystander.calls() > before + 1);
    assertTrue(gateway.isAlive());
  }

  private static void await(BooleanSupplier condition) {
    Awaitility.await()
        .atMost(java.time.Duration.ofMillis(Octets.PATIENCE_MILLIS))
        .until(condition::getAsBoolean);
  }

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
      requireRefused(peer);
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
      requireRefused(peer);
    }
    nobodyElseIsDisturbed();
  }

  private void stranger(Frames.Frame frame) throws IOException {
    try (Octets peer = Octets.to(gateway.port())) {
      peer.sendHex("7F F%d 00 00".formatted(frame.format().rawSocketId())).read(4);
      send(peer, rawFrame(frame.bytes().length, frame.bytes()));
      requireRefused(peer);
    }
    nobodyElseIsDisturbed();
  }

  private static byte[] rawFrame(int claimed, byte[] body) {
    return ByteBuffer.allocate(4 + body.length).putInt(claimed).put(body).array();
  }

  private static void send(Octets peer, byte[] bytes) {
    try {
      peer.send(bytes);
    } catch (IOException closed) {
      // before it was all sent
    }
  }

  /** A word of why (ABORT, a closing frame, a status, a CONNACK), unless reset in the middle. */
  private static void requireRefused(Octets peer) throws IOException {
    Octets.End end = peer.readEnd(); // a time-out is its exception
    assertTrue(end.isReset() || end.octets().length > 0, "closed without a word");
  }

  // --- frames -----------------------------------------------------------------------------------

  @TestFactory
  Stream<DynamicTest> aFrameThatClaimsTooMuchIsRefusedBeforeItIsSent() {
    return Stream.of(
            "81 FF 7F FF FF FF FF FF FF FF 00 00 00 00", // 2^63 - 1
            "81 FF FF FF FF FF FF FF FF FF 00 00 00 00", // below zero
            "81 FF 00 00 00 00 FF FF FF FF 00 00 00 00",
            "89 FE FF FF 00 00 00 00", // a ping of 64 KiB
            "C1 81 00 00 00 00 61", // compressed, which was not agreed
            "83 81 00 00 00 00 61", // a code that is not given
            "80 81 00 00 00 00 61") // the rest of nothing
        .map(
            hex ->
                dynamicTest(
                    hex,
                    () -> {
                      try (Octets peer = gateway.webSocket(Format.JSON, "")) {
                        peer.sendHex(hex);
                        requireRefused(peer);
                      }
                      nobodyElseIsDisturbed();
                    }));
  }

  @Test
  void rawSocketFramesOf16MebibytesAreRefusedByTheirHeader() throws Exception {
    for (Format format : Format.values()) {
      try (Octets peer = gateway.rawSocket(format)) {
        peer.sendHex("00 FF FF FF");
        requireRefused(peer);
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
      requireRefused(peer);
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
          gateway.webSocket(format, "Sec-WebSocket-Extensions: permessage-deflate\r\n")) {
        try {
          peer.sendFrame(0xC0 | (format == Format.JSON ? TEXT : BINARY), bomb);
        } catch (IOException closed) {
          // before it was all sent
        }
        requireRefused(peer);
      }
    }
  }

  // --- readers that stand still
  // -------------------------------------------------------------------

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

  // --- long-poll and MQTT
  // -------------------------------------------------------------------------

  @TestFactory
  Stream<DynamicTest> requestsThatClaimTooMuchAreRefused() {
    return Stream.of(
            "Content-Length: 9223372036854775807\r\n\r\n",
            "Content-Length: 4294967296\r\n\r\n{",
            "Transfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n{",
            "Transfer-Encoding: chunked\r\n\r\n" + "1\r\n[\r\n".repeat(200_000),
            "X: " + "a".repeat(1_000_000) + "\r\n\r\n",
            "a: b\r\n".repeat(100_000) + "\r\n")
        .map(
            rest ->
                dynamicTest(
                    rest.substring(0, 20).strip(),
                    () -> {
                      try (Octets peer = Octets.to(gateway.port())) {
                        send(
                            peer,
                            Frames.utf8(
                                "POST /longpoll/open HTTP/1.1\r\nHost: 127.0.0.1:"
                                    + gateway.port()
                                    + "\r\n"
                                    + rest));
                        requireRefused(peer);
                      }
                      nobodyElseIsDisturbed();
                    }));
  }

  @Test
  void messagesOverLongPollAreHeldToTheSame() throws Exception {
    for (Frames.Frame frame : Frames.all()) {
      if (frame.format() == Format.JSON) {
        String transport = "/longpoll/" + openLongPoll();
        post(transport + "/send", Frames.utf8(HELLO));
        String welcome = post(transport + "/receive", new byte[0]);
        assertTrue(welcome.contains("[2,"), welcome);
        post(transport + "/send", frame.bytes());
        String after = post(transport + "/receive", new byte[0]);
        assertTrue(after.contains("[3,") || after.startsWith("HTTP/1.1 4"), frame + ": " + after);
      }
    }
  }

  private String openLongPoll() throws IOException {
    String answer = post("/longpoll/open", Frames.utf8("{\"protocols\":[\"wamp.2.json\"]}"));
    return answer.replaceAll("(?s).*\"transport\" *: *\"([^\"]+)\".*", "$1");
  }

  private String post(String path, byte[] body) throws IOException {
    try (Octets peer = Octets.to(gateway.port())) {
      peer.sendText(
          "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
              .formatted(path, gateway.port(), body.length));
      send(peer, body);
      String answer = new String(peer.readToEnd(), java.nio.charset.StandardCharsets.UTF_8);
      return answer.isEmpty() ? "HTTP/1.1 400 reset" : answer; // reset in the middle of the body
    }
  }

  @TestFactory
  Stream<DynamicTest> mqttPacketsThatClaimTooMuchAreRefused() {
    byte[] connect = Frames.hex("10 10 0004 4D515454 05 02 003C 00 0003 626F6D");
    byte[] properties = Frames.times("26 0001 61 0001 62", 100_000);
    return Stream.of(
            Frames.hex("10 FFFFFF7F 0004 4D515454 05"), // 268,435,455
            Frames.hex("10 FFFFFFFF 7F"), // five octets of length
            Frames.join(
                Frames.hex("10 D0CF2B 0004 4D515454 05 02 003C C0CF2B"),
                properties), // user properties
            Frames.join(connect, Frames.hex("30 FFFFFF7F 0001 61")),
            Frames.join(connect, Frames.hex("82 FFFFFF7F 0001 00 0001 61")),
            Frames.join(connect, Frames.hex("30 F0FF03 FFEB"), Frames.times("612f", 32_000)))
        .map(
            bytes ->
                dynamicTest(
                    java.util.HexFormat.of().formatHex(Arrays.copyOf(bytes, 12)),
                    () -> {
                      try (Octets peer = Octets.to(gateway.mqttPort())) {
                        send(peer, bytes);
                        peer.readEnd(); // MQTT owes no answer to what is no CONNECT
                      }
                      nobodyElseIsDisturbed();
                    }));
  }

  @Test
  void nestedPayloadsOverMqttReachNobodyAsABomb() throws Exception {
    try (Octets peer = Octets.to(gateway.mqttPort())) {
      peer.sendHex("10 10 0004 4D515454 05 02 003C 00 0003 626F6D");
      assertEquals("20", peer.readHex(1)); // CONNACK
      byte[] payload = Frames.times("5b", 60_000);
      peer.send(
          Frames.join(
              Frames.hex("30 F4D403 0010"), Frames.utf8("com/example/nest"), Frames.hex("00")));
      send(peer, Arrays.copyOf(payload, 0x0EA74 - 19 - 2));
    }
    nobodyElseIsDisturbed();
  }
}
