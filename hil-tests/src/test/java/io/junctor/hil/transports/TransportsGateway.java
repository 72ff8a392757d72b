package io.junctor.hil.transports;

import io.junctor.hil.harness.Dist;
import io.junctor.hil.harness.Endpoints;
import io.junctor.hil.harness.ProductProcess;
import io.junctor.hil.harness.TempFiles;
import io.junctor.hil.peer.Octets;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The packaged product with a listener for each thing that can be asked of one. */
final class TransportsGateway implements AutoCloseable {

  private static final String TICKET = "correct horse";

  private final Path folder;
  private final ProductProcess process;

  private TransportsGateway(Path folder, ProductProcess process) {
    this.folder = folder;
    this.process = process;
  }

  static TransportsGateway start() throws Exception {
    Path folder = Files.createTempDirectory("junctor-hil");
    OpenSsl.putCertificate(folder, "first");
    Path config = folder.resolve("junctor.yaml");
    Files.writeString(
        config,
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
            .formatted(folder, Dist.hashTicket(TICKET)));
    return new TransportsGateway(
        folder, ProductProcess.start(folder, Map.of(), "run", "-c", config.toString()));
  }

  /** Where the certificate is that the listeners use. */
  Path folder() {
    return folder;
  }

  String log() {
    return process.log();
  }

  int universal() {
    return port("websocket", 0);
  }

  int universalTls() {
    return port("websocket", 1);
  }

  int tls13() {
    return port("websocket", 2);
  }

  int smallMessages() {
    return port("rawsocket", 2);
  }

  int pingsFirst() {
    return port("rawsocket", 3);
  }

  URI longPoll() {
    return URI.create(Endpoints.values(process.readyLine(), "longpoll").getFirst());
  }

  private int port(String key, int index) {
    List<String> values = Endpoints.values(process.readyLine(), key);
    return URI.create(values.get(index)).getPort();
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
    int status = process.terminate();
    if (status != 0) {
      throw new AssertionError("the gateway ended with " + status + ":\n" + process.logTail());
    }
    TempFiles.delete(folder);
  }
}
