package io.junctor.bench;

import io.junctor.wamp.auth.TicketHash;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Starts what is measured, each in a process of its own on the router's core. */
final class Peers {

  static final String JUNCTOR = "junctor";
  static final String RELAY = "relay";
  static final String RELAY_PER_MESSAGE = "relay, a write per message";
  static final String NETTY_RELAY = "netty relay";

  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final String TICKET = "bench";
  static final String PATIENCE_DEFAULT = "1s";

  private final Product product;
  private final Generator generator;
  private final Cores cores;
  private final Path folder;

  /**
   * Starts peers.
   *
   * @param folder for configurations and logs.
   */
  Peers(Product product, Generator generator, Cores cores, Path folder) {
    this.product = product;
    this.generator = generator;
    this.cores = cores;
    this.folder = folder;
  }

  /** The packaged router with its default configuration, more connections allowed. */
  Peer junctor() throws IOException, InterruptedException {
    return junctor(PATIENCE_DEFAULT, "");
  }

  /**
   * The same with another patience and more flags of the JVM.
   *
   * @param patience how long publishers wait for a reader that is behind, as the file has it.
   * @param jvmOptions besides those of the product, separated by blanks.
   */
  Peer junctor(String patience, String jvmOptions) throws IOException, InterruptedException {
    int raw = freePort();
    int web = freePort();
    Path yaml = configuration(raw, web, patience);
    Process process =
        start(JUNCTOR, product.startCommand(jvmOptions, "run", "-c", yaml.toString()));
    await(process, JUNCTOR, raw);
    await(process, JUNCTOR, web);
    List<String> join = List.of("--realm", "junctor", "--authid", "bench", "--ticket", TICKET);
    List<Link> links = new ArrayList<>();
    for (String serializer : List.of("json", "msgpack", "cbor")) {
      links.add(Link.wamp("rs/" + serializer, raw, join));
      links.add(Link.wamp("ws/" + serializer, web, join));
    }
    return new Peer(JUNCTOR, process, process.pid(), links);
  }

  /** The relay in C that passes on whole reads. */
  Peer relay() throws IOException, InterruptedException {
    return relay(RELAY, List.of());
  }

  /** The relay in C that writes each message alone. */
  Peer relayPerMessage() throws IOException, InterruptedException {
    return relay(RELAY_PER_MESSAGE, List.of("-m"));
  }

  private Peer relay(String name, List<String> flags) throws IOException, InterruptedException {
    int port = freePort();
    List<String> command = new ArrayList<>();
    command.add(generator.relay().toString());
    command.addAll(flags);
    command.add(Integer.toString(port));
    return started(name, command, port);
  }

  /** The relay in Java on one event loop, with the flags of the product. */
  Peer nettyRelay() throws IOException, InterruptedException {
    int port = freePort();
    return started(
        NETTY_RELAY, product.command(NettyRelay.class.getName(), Integer.toString(port)), port);
  }

  /** A router that runs already; its CPU is only known when it listens on this machine. */
  Peer at(URI address, String realm) throws IOException {
    List<String> join = new ArrayList<>(List.of("--host", address.getHost(), "--realm", realm));
    if (!address.getPath().isEmpty()) {
      join.addAll(List.of("--path", address.getPath()));
    }
    List<Link> links = new ArrayList<>();
    for (String serializer : List.of("json", "msgpack", "cbor")) {
      links.add(Link.wamp(address.getScheme() + "/" + serializer, address.getPort(), join));
    }
    return new Peer(address.toString(), null, Listening.pid(address.getPort()), links);
  }

  private Peer started(String name, List<String> command, int port)
      throws IOException, InterruptedException {
    Process process = start(name, command);
    await(process, name, port);
    return new Peer(name, process, process.pid(), List.of(Link.relay(port)));
  }

  private Process start(String name, List<String> command) throws IOException {
    // a session of its own: Ctrl-C at the terminal is not for it, its last figures are still wanted
    List<String> pinned = new ArrayList<>(List.of("setsid"));
    pinned.addAll(cores.onRouterCore());
    pinned.addAll(command);
    return new ProcessBuilder(pinned)
        .redirectErrorStream(true)
        .redirectOutput(log(name).toFile())
        .start();
  }

  private Path log(String name) {
    return folder.resolve(name.replaceAll("[^a-z]+", "-") + ".log");
  }

  private void await(Process process, String name, int port)
      throws IOException, InterruptedException {
    long started = System.nanoTime();
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        return;
      } catch (IOException e) {
        if (!process.isAlive() || System.nanoTime() - started > START_MAX.toNanos()) {
          throw new IOException(name + " did not start: " + Files.readString(log(name)), e);
        }
        Thread.sleep(20);
      }
    }
  }

  private Path configuration(int raw, int web, String patience) throws IOException {
    byte[] salt = new byte[TicketHash.SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    // the cheapest hash allowed: thousands of sessions join, and joining is not what is measured
    String hash = TicketHash.of(TICKET, salt, TicketHash.ITERATIONS_MIN).toText();
    return Files.writeString(
        folder.resolve("junctor.yaml"),
        """
        site: com.example.bench
        drivers: sim
        listen:
          - {kind: rawsocket, address: "127.0.0.1:%d"}
          - {kind: websocket, address: "127.0.0.1:%d"}
        limits: {connections: 6000, connectionsPerAddress: 6000, session: {patience: %s}}
        roles:
          bench: [{uri: com.bench., match: prefix, allow: [call, register, publish, subscribe]}]
        principals:
          bench: {role: bench, ticket: "%s"}
        """
            .formatted(raw, web, patience, hash));
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
