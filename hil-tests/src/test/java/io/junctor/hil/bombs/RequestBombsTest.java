package io.junctor.hil.bombs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.junctor.hil.peer.Octets;
import io.junctor.wamp.message.Format;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same over HTTP, TLS and MQTT. */
class RequestBombsTest extends BombedGateway {

  private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";
  private static final String NAME_AND_TICKET =
      "0003 626F6D 0003 626F6D 0003 626F6D"; // after the client's
  private static final String CONNECT_5 = "10 1A 0004 4D515454 05 C2 003C 00 " + NAME_AND_TICKET;
  private static final String CONNECT_3 = "10 19 0004 4D515454 04 C2 003C " + NAME_AND_TICKET;

  private static final String HELLO =
      "[1,\"junctor\",{\"roles\":{\"caller\":{},\"publisher\":{}}}]";

  @TestFactory
  Stream<DynamicTest> requestsThatClaimTooMuchAreRefused() {
    return Stream.of(
            new Request("2^63 - 1 bytes", 413, "Content-Length: 9223372036854775807\r\n\r\n"),
            new Request(
                "a length beyond 64 bits", 400, "Content-Length: 99999999999999999999\r\n\r\n"),
            new Request("a length below zero", 400, "Content-Length: -1\r\n\r\n"),
            new Request("4 GiB", 413, "Content-Length: 4294967296\r\n\r\n{"),
            new Request("a chunk of 4 GiB", 400, CHUNKED + "FFFFFFFF\r\n{"), // no 32-bit number
            new Request("chunks of one byte", 413, CHUNKED + "1\r\n[\r\n".repeat(200_000)),
            new Request("a header of a megabyte", 431, "X: " + "a".repeat(1_000_000) + "\r\n\r\n"),
            new Request("100,000 headers", 431, "a: b\r\n".repeat(100_000) + "\r\n"))
        .map(request -> dynamicTest(request.name(), () -> refused(request)));
  }

  private record Request(String name, int status, String rest) {}

  private void refused(Request request) throws IOException {
    try (Octets peer = Octets.to(gateway.port())) {
      send(
          peer,
          Frames.utf8(
              "POST /longpoll/open HTTP/1.1\r\nHost: 127.0.0.1:"
                  + gateway.port()
                  + "\r\n"
                  + request.rest()));
      Answers.requireHttp(peer, request.status());
    }
    nobodyElseIsDisturbed();
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
      String answer = new String(peer.readToEnd(), UTF_8);
      return answer.isEmpty() ? "HTTP/1.1 400 reset" : answer; // reset in the middle of the body
    }
  }

  /**
   * A packet, and the octets that answer it before the link is closed.
   *
   * @param answer CONNACK or DISCONNECT with a reason code of MQTT 5; nothing in MQTT 3.1.1, which
   *     has no such thing.
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Packet(String name, String answer, byte[] bytes) {}

  @TestFactory
  Stream<DynamicTest> mqttPacketsThatClaimTooMuchAreRefused() {
    byte[] five = Frames.hex(CONNECT_5);
    byte[] three = Frames.hex(CONNECT_3);
    byte[] properties = Frames.times("26 0001 61 0001 62", 100_000);
    return Stream.of(
            new Packet("CONNECT of 268,435,455", "", Frames.hex("10 FFFFFF7F 0004 4D515454 05")),
            new Packet("five octets of length", "", Frames.hex("10 FFFFFFFF 7F")),
            new Packet(
                "CONNECT with 100,000 user properties",
                "",
                Frames.join(Frames.hex("10 D0CF2B 0004 4D515454 05 02 003C C0CF2B"), properties)),
            new Packet(
                "PUBLISH of 268,435,455",
                "E0 02 95 00",
                Frames.join(five, Frames.hex("30 FFFFFF7F 0001 61"))),
            new Packet(
                "SUBSCRIBE of 268,435,455",
                "E0 02 95 00",
                Frames.join(five, Frames.hex("82 FFFFFF7F 0001 00 0001 61"))),
            new Packet(
                "PUBLISH with five octets of length",
                "E0 02 81 00",
                Frames.join(five, Frames.hex("30 FFFFFFFF 7F"))),
            new Packet(
                "PUBLISH of 268,435,455 in 3.1.1",
                "",
                Frames.join(three, Frames.hex("30 FFFFFF7F 0001 61"))),
            new Packet(
                "five octets of length in 3.1.1",
                "",
                Frames.join(three, Frames.hex("30 FFFFFFFF 7F"))))
        .map(packet -> dynamicTest(packet.name(), () -> refused(packet)));
  }

  private void refused(Packet packet) throws IOException {
    try (Octets peer = Octets.to(gateway.mqttPort())) {
      send(peer, packet.bytes());
      String octets = HexFormat.of().formatHex(peer.readEnd().octets());
      boolean isJoined =
          octets.startsWith("20") && packet.bytes()[0] == 0x10 && packet.bytes()[1] < 0x20;
      String answer =
          isJoined
              ? octets.substring(2 * (2 + Integer.parseInt(octets.substring(2, 4), 16)))
              : octets;
      assertEquals(packet.answer().replace(" ", "").toLowerCase(Locale.ROOT), answer, octets);
    }
    nobodyElseIsDisturbed();
  }

  @Test
  void aTopicOfManyLevelsIsRefusedInTheWordsOfEachVersion() throws Exception {
    byte[] topic = Frames.times("612f", 32_000);
    try (Octets five = Octets.to(gateway.mqttPort());
        Octets three = Octets.to(gateway.mqttPort())) {
      five.sendHex(CONNECT_5).send(Frames.join(Frames.hex("32 85F403 FA00"), topic));
      three.sendHex(CONNECT_3).send(Frames.join(Frames.hex("32 84F403 FA00"), topic));
      // When
      five.sendHex("0001 00");
      three.sendHex("0001");

      // Then
      five.read(five.read(2)[1]); // CONNACK
      assertEquals("40 04 00 01 90 00", five.readHex(6)); // PUBACK, topic name invalid
      assertEquals("20 02 00 00", HexFormat.ofDelimiter(" ").formatHex(three.readEnd().octets()));
    }
  }

  @Test
  void nestedPayloadsOverMqttReachNobodyAsABomb() throws Exception {
    try (Octets peer = Octets.to(gateway.mqttPort())) {
      peer.sendHex(CONNECT_5);
      assertEquals("20", peer.readHex(1)); // CONNACK
      byte[] payload = Frames.times("5b", 60_000);
      peer.send(
          Frames.join(
              Frames.hex("30 F4D403 0010"), Frames.utf8("com/example/nest"), Frames.hex("00")));
      send(peer, Arrays.copyOf(payload, 0x0EA74 - 19 - 2));
    }
    nobodyElseIsDisturbed();
  }

  /** Of each a megabyte may wait, and there are nearly as many as the heap has. */
  @Test
  void mqttSubscribersThatDoNotReadDoNotFillTheMemory() throws Exception {
    List<Octets> readers = new ArrayList<>();
    try (Octets publisher = gateway.rawSocket(Format.JSON)) {
      for (int i = 0; i < 45; i++) {
        Octets reader = Octets.to(gateway.mqttPort());
        readers.add(reader);
        String connect =
            CONNECT_5.replaceFirst("626F6D", "63%X%X".formatted(0x30 + i / 10, 0x30 + i % 10));
        reader.sendHex(connect);
        reader.read(reader.read(2)[1]); // CONNACK
        reader
            .sendHex("82 17 0001 00 0011")
            .send(Frames.utf8("com/example/flood"))
            .sendHex("00"); // QoS 0
        assertEquals("90 04 00 01 00 00", reader.readHex(6)); // SUBACK
      }
      // When
      String event = "[16,%d,{%s},\"com.example.flood\",[\"" + "x".repeat(1024) + "\"]]";
      int count = 8_000; // the kernel takes some 6 MiB for each of them
      for (int i = 1; i < count; i++) {
        publisher.send(frame(event.formatted(i, "")));
      }
      publisher.send(frame(event.formatted(count, "\"acknowledge\":true")));
      String answer =
          new String(publisher.read(ByteBuffer.wrap(publisher.read(4)).getInt()), UTF_8);

      // Then
      assertTrue(answer.startsWith("[17," + count), answer); // PUBLISHED
      nobodyElseIsDisturbed();
    } finally {
      for (Octets reader : readers) {
        reader.close();
      }
    }
  }

  private static byte[] frame(String text) {
    byte[] body = Frames.utf8(text);
    return ByteBuffer.allocate(4 + body.length).putInt(body.length).put(body).array();
  }

  /** What TLS claims, on a port that would speak everything behind it, and the alert. */
  @ParameterizedTest
  @CsvSource({
    "16 03 01 FF FF 01 00, ''", // a record beyond 2^14 bytes
    "16 03 01 00 04 01 FF FF FF, 15 03 03 00 02 02 0A", // a handshake message of 16 MiB
    "17 03 03 00 01 00, 15 03 03 00 02 02 50" // data before the handshake
  })
  void tlsRecordsThatClaimTooMuchAreRefused(String octets, String alert) throws Exception {
    try (Octets peer = Octets.to(gateway.tlsPort())) {
      peer.sendHex(octets);

      Answers.requireOctets(peer, alert);
    }
  }
}
