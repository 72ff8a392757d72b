package io.junctor.hil.transports;

import io.junctor.hil.harness.ConfiguredGateway;
import io.junctor.hil.harness.Dist;
import io.junctor.hil.harness.OpenSsl;
import io.junctor.hil.peer.Octets;
import java.net.URI;
import java.nio.file.Path;

/** The packaged product with a listener for each thing that can be asked of one. */
final class TransportsGateway implements AutoCloseable {

  private static final String TICKET = "correct horse";

  private final ConfiguredGateway gateway;

  private TransportsGateway(ConfiguredGateway gateway) {
    this.gateway = gateway;
  }

  static TransportsGateway start() throws Exception {
    Path folder = ConfiguredGateway.newFolder();
    OpenSsl.putCertificate(folder, "first");
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
          - kind: websocket
            address: "127.0.0.1:0"
            console: false
            pings: {interval: 300ms, timeout: 300ms}
            tls: {certificate: "%1$s/chain.pem", key: "%1$s/key.pem", minimum: TLSv1.3}
          - kind: rawsocket
            address: "127.0.0.1:0"
            maxMessageBytes: 4096
          - kind: rawsocket
            address: "127.0.0.1:0"
            pings: {interval: 300ms, timeout: 300ms, first: true}
        roles:
          member: [{uri: com.example., match: prefix, allow: [publish, subscribe]}]
        principals:
          member: {role: member, ticket: "%2$s"}
        """
            .formatted(folder, Dist.hashTicket(TICKET));
    return new TransportsGateway(ConfiguredGateway.start(folder, configuration));
  }

  /** Where the certificate is that the listeners use. */
  Path folder() {
    return gateway.folder();
  }

  String log() {
    return gateway.process().log();
  }

  int universal() {
    return gateway.port("websocket", 0);
  }

  int universalTls() {
    return gateway.port("websocket", 1);
  }

  int tls13() {
    return gateway.port("websocket", 2);
  }

  int smallMessages() {
    return gateway.port("rawsocket", 2);
  }

  int pingsFirst() {
    return gateway.port("rawsocket", 3);
  }

  URI longPoll() {
    return gateway.address("longpoll", 0);
  }

  /** Joins over RawSocket in JSON; the length exponent is what the peer takes, from 2^9. */
  Octets joined(int port, int lengthExponent) throws Exception {
    Octets peer = Octets.to(port);
    peer.sendHex("7F %X1 00 00".formatted(lengthExponent)).read(4);
    peer.sendRaw(hello());
    expect(peer.readRaw(), "[4,\"ticket\"");
    peer.sendRaw(authenticate());
    expect(peer.readRaw(), "[2,");
    return peer;
  }

  /** The first message of a member. */
  static String hello() {
    return "[1,\"junctor\",{\"roles\":{\"publisher\":{},\"subscriber\":{}},"
        + "\"authmethods\":[\"ticket\"],\"authid\":\"member\"}]";
  }

  /** Its answer to the challenge. */
  static String authenticate() {
    return "[5,\"" + TICKET + "\",{}]";
  }

  static void expect(String message, String start) {
    if (!message.startsWith(start)) {
      throw new AssertionError("expected " + start + ", got " + message);
    }
  }

  @Override
  public void close() {
    gateway.close();
  }
}
