package io.junctor.app.fuzz;

import io.junctor.app.config.ConfigException;
import io.junctor.app.node.GatewayNode;
import io.junctor.app.node.GatewayPlan;
import io.junctor.wamp.auth.TicketHash;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A whole gateway with all its listeners, and a session on it that behaves and counts who else is
 * there.
 */
final class FuzzGateway implements AutoCloseable {

  private static final Duration HANG = Duration.ofSeconds(60);

  private final GatewayNode node;
  private final Socket socket;
  private final DataOutputStream out;
  private final DataInputStream in;
  private long request;

  FuzzGateway() throws IOException, ConfigException {
    node = GatewayNode.start(GatewayPlan.parse("fuzz.yaml", configuration()));
    socket = new Socket("127.0.0.1", universalPort());
    socket.setSoTimeout((int) HANG.toMillis());
    out = new DataOutputStream(socket.getOutputStream());
    in = new DataInputStream(socket.getInputStream());
    out.writeInt(0x7FF10000); // RawSocket, 16 MiB, JSON
    in.readInt();
    send(
        "[1,\"fuzz\",{\"authmethods\":[\"ticket\"],\"authid\":\"healthy\",\"roles\":{\"caller\":{}}}]");
    receive("[4,");
    send("[5,\"secret\",{}]");
    receive("[2,");
  }

  private static String configuration() {
    String ticket =
        TicketHash.of("secret", new byte[TicketHash.SALT_BYTES], TicketHash.ITERATIONS_MIN)
            .toText();
    return """
    site: com.example.fuzz
    realm: fuzz
    drivers: sim
    listen:
      - kind: universal
        address: "127.0.0.1:0"
        longPoll: /longpoll
        compression: {contextTakeover: true}
    mqtt:
      listen:
        - address: "127.0.0.1:0"
    limits:
      authenticationTimeout: 2s
      attempts: {perName: 10000, perAddress: 100000}
    roles:
      stranger:
        - {uri: com.example., match: prefix, allow: [call, register, publish, subscribe]}
        - {uri: wamp.registration., match: prefix, allow: [call, subscribe]}
        - {uri: wamp.subscription., match: prefix, allow: [call, subscribe]}
      healthy:
        - {uri: wamp.session.count, allow: [call]}
    principals:
      member: {role: stranger, ticket: "%s"}
      healthy: {role: healthy, ticket: "%s"}
    authentication:
      anonymous: stranger
    """
        .formatted(ticket, ticket);
  }

  /** Where WebSocket, RawSocket and HTTP are spoken. */
  int universalPort() {
    return port("websocket=");
  }

  /** Where MQTT is spoken. */
  int mqttPort() {
    return port("mqtt=");
  }

  private int port(String kind) {
    return node.addresses().stream()
        .filter(address -> address.startsWith(kind))
        .map(address -> URI.create(address.substring(kind.length())).getPort())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind + " in " + node.addresses()));
  }

  /** The session that behaves is served. */
  void requireHealthy() throws IOException {
    sessions();
  }

  /** Waits until there is nobody but it. */
  void awaitNobodyElse() throws Exception {
    long end = System.nanoTime() + HANG.toNanos();
    for (long sessions = sessions(); sessions > 1; sessions = sessions()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("expected that all have left, got " + sessions + " sessions");
      }
      Thread.sleep(20);
    }
  }

  private long sessions() throws IOException {
    request++;
    send("[48," + request + ",{},\"wamp.session.count\"]");
    String result = receive("[50," + request + ",");
    return Long.parseLong(result.substring(result.lastIndexOf('[') + 1).replaceAll("\\D", ""));
  }

  private void send(String message) throws IOException {
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
    out.flush();
  }

  private String receive(String beginning) throws IOException {
    String message = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    if (!message.startsWith(beginning)) {
      throw new AssertionError("expected " + beginning + "..., got " + message);
    }
    return message;
  }

  @Override
  public void close() throws IOException {
    socket.close();
    node.close();
  }
}
