package io.junctor.hil.bombs;

import io.junctor.hil.harness.ConfiguredGateway;
import io.junctor.hil.harness.Dist;
import io.junctor.hil.harness.OpenSsl;
import io.junctor.hil.peer.Octets;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.serializer.Serializers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged product with half of its usual heap, where anybody may do anything. */
final class BombsGateway implements AutoCloseable {

  static final int HEAP_MEGABYTES = 64;

  private static final Pattern USED = Pattern.compile("(?:total|used) +\\d+K, used (\\d+)K");

  private final ConfiguredGateway gateway;

  /**
   * Starts one.
   *
   * @param more what is configured besides.
   */
  BombsGateway(String more) throws Exception {
    Path folder = ConfiguredGateway.newFolder();
    OpenSsl.putCertificate(folder, "bombs");
    String configuration =
        """
        site: com.example.test
        drivers: sim
        listen:
          - kind: universal
            address: "127.0.0.1:0"
            console: false
            compression: {contextTakeover: true, contexts: 10}
            longPoll: /longpoll
          - kind: universal
            address: "127.0.0.1:0"
            console: false
            tls: {certificate: "%1$s/chain.pem", key: "%1$s/key.pem"}
        mqtt:
          listen:
            - address: "127.0.0.1:0"
        roles:
          anybody: [{uri: com.example., match: prefix, allow: [call, register, publish, subscribe]}]
        authentication:
          anonymous: anybody
        principals:
          bom: {role: anybody, ticket: "%2$s"}
        """
                .formatted(folder, Dist.hashTicket("bom"))
            + more;
    gateway =
        ConfiguredGateway.start(folder, configuration, List.of("-Xmx" + HEAP_MEGABYTES + "m"));
  }

  /** Where WebSocket, RawSocket and HTTP are spoken. */
  int port() {
    return gateway.port("websocket", 0);
  }

  /** The same with TLS. */
  int tlsPort() {
    return gateway.port("websocket", 1);
  }

  int mqttPort() {
    return gateway.port("mqtt", 0);
  }

  /** A session over RawSocket. */
  Octets rawSocket(Format format) throws IOException {
    Octets peer = Octets.to(port());
    peer.sendHex("7F F%d 00 00".formatted(format.rawSocketId())).read(4);
    byte[] hello = hello(format);
    peer.send(ByteBuffer.allocate(4 + hello.length).putInt(hello.length).put(hello).array());
    peer.read(ByteBuffer.wrap(peer.read(4)).getInt()); // WELCOME
    return peer;
  }

  /** A session over WebSocket. */
  Octets webSocket(Format format, String moreHeaders) throws IOException {
    Octets peer = Octets.to(port());
    peer.sendUpgrade(port(), "/ws", format, moreHeaders);
    String head = peer.readHead();
    if (!head.startsWith("HTTP/1.1 101 ")) {
      throw new AssertionError("expected an upgrade, got " + head);
    }
    peer.sendFrame(format == Format.JSON ? 0x81 : 0x82, hello(format));
    peer.readFrame(); // WELCOME
    return peer;
  }

  private static byte[] hello(Format format) {
    Dict roles =
        Dict.builder()
            .put("caller", Dict.EMPTY)
            .put("callee", Dict.EMPTY)
            .put("publisher", Dict.EMPTY)
            .put("subscriber", Dict.EMPTY)
            .build();
    return Serializers.of(format).encode(new Hello("junctor", Dict.of("roles", roles)));
  }

  boolean isAlive() {
    return gateway.process().isAlive();
  }

  String log() {
    return gateway.process().log();
  }

  /** What lives in the heap after a collection. */
  long heapBytes() throws Exception {
    jcmd("GC.run");
    Matcher used = USED.matcher(jcmd("GC.heap_info"));
    long kilobytes = 0;
    while (used.find()) {
      kilobytes += Long.parseLong(used.group(1));
    }
    return kilobytes << 10;
  }

  private String jcmd(String command) throws Exception {
    Path program = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process jcmd =
        new ProcessBuilder(program.toString(), "" + gateway.process().pid(), command)
            .redirectErrorStream(true)
            .start();
    String output = new String(jcmd.getInputStream().readAllBytes());
    if (!jcmd.waitFor(Octets.PATIENCE_MILLIS, TimeUnit.MILLISECONDS) || jcmd.exitValue() != 0) {
      throw new AssertionError("jcmd " + command + " failed: " + output);
    }
    return output;
  }

  /** Whether it ran out of memory, as its log or its end says. */
  boolean hasBurst() {
    return !isAlive() || log().contains("OutOfMemoryError: Java heap space");
  }

  /** Ends it, whatever is left of it. */
  void kill() {
    gateway.kill();
  }

  @Override
  public void close() {
    gateway.close();
  }
}
