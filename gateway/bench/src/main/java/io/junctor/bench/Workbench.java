package io.junctor.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What scenarios measure with. The common peers start when they are first asked for. */
final class Workbench implements AutoCloseable {

  /**
   * Runs before the first that counts: a new process compiles its hot code meanwhile, and once more
   * when sessions that leave and links that end have shown it what it had taken for impossible.
   */
  private static final List<Double> FIRST_SECONDS = List.of(6.0, 2.0);

  private static final double WARM_SECONDS = 0.7;

  private final Options options;
  private final Product product;
  private final Generator generator;
  private final Peers peers;
  private final Path folder;
  private @Nullable Peer junctor;
  private final List<Peer> bases = new ArrayList<>();
  private @Nullable Peer address;

  /**
   * A workbench.
   *
   * @param folder for configurations and logs.
   */
  Workbench(Options options, Product product, Generator generator, Cores cores, Path folder) {
    this.options = options;
    this.product = product;
    this.generator = generator;
    this.folder = folder;
    this.peers = new Peers(product, generator, cores, folder);
  }

  int rounds() {
    return options.rounds();
  }

  /** How long one measurement takes. */
  double seconds() {
    return options.seconds();
  }

  /** How long {@link Hour} takes. */
  int minutes() {
    return options.minutes().orElse(Hour.MINUTES);
  }

  /** Which benchmarks inside one JVM; empty for all. */
  List<String> patterns() {
    return options.patterns();
  }

  Product product() {
    return product;
  }

  Generator generator() {
    return generator;
  }

  Peers peers() {
    return peers;
  }

  Path folder() {
    return folder;
  }

  /** The router that throughput is measured of. */
  Peer junctor() throws IOException, InterruptedException {
    if (junctor == null) {
      junctor = peers.junctor();
    }
    return junctor;
  }

  /** The relays, by their names. */
  Peer base(String name) throws IOException, InterruptedException {
    if (bases.isEmpty()) {
      bases.add(peers.relay());
      bases.add(peers.relayPerMessage());
      bases.add(peers.nettyRelay());
    }
    return bases.stream().filter(peer -> peer.name().equals(name)).findFirst().orElseThrow();
  }

  /** The router given by address; null when there is none. */
  @Nullable Peer address() throws IOException {
    if (address == null && options.address() != null) {
      address = peers.at(options.address(), options.peerRealm());
    }
    return address;
  }

  /**
   * Runs the generator against a peer and checks what it saw.
   *
   * @param isFirst whether the peer has not done this before.
   * @throws IOException when a message was lost, changed or out of order.
   */
  Figures measure(Peer peer, Link link, List<String> args, boolean isFirst)
      throws IOException, InterruptedException {
    for (double seconds : isFirst ? FIRST_SECONDS : List.<Double>of()) {
      run(peer, link, args, seconds);
    }
    return run(peer, link, args, options.seconds());
  }

  private Figures run(Peer peer, Link link, List<String> args, double seconds)
      throws IOException, InterruptedException {
    List<String> timed = new ArrayList<>();
    timed.addAll(List.of("--warm", Double.toString(WARM_SECONDS)));
    timed.addAll(List.of("--dur", Double.toString(seconds)));
    timed.addAll(args);
    Figures figures = generator.run(link, peer.pid(), timed);
    return checked(figures, peer.name() + " " + link.name() + " " + args);
  }

  /** The figures, once it is certain that every message came, once, in order, unchanged. */
  static Figures checked(Figures figures, String what) throws IOException {
    List<String> faults = figures.faults();
    if (!faults.isEmpty()) {
      throw new IOException("%s: not correct: %s".formatted(what, String.join(", ", faults)));
    }
    return figures;
  }

  /** Tells the person who waits. */
  static void say(String format, Object... args) {
    System.err.printf(Locale.ROOT, format + "%n", args);
  }

  @Override
  public void close() {
    if (junctor != null) {
      junctor.close();
    }
    bases.forEach(Peer::close);
  }
}
