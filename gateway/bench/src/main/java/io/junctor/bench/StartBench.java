package io.junctor.bench;

import io.junctor.wamp.auth.CryptosignAuthenticator;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Time from the start of the process to the first accepted HELLO, CPU until then and memory one
 * second later: Junctor's router next to a bare Netty server on the same JDK with the same flags,
 * in alternation.
 */
public final class StartBench {

  private static final int ROUNDS_DEFAULT = 7;
  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final Duration SETTLE = Duration.ofSeconds(1);

  private final Path dist;
  private final Path folder;
  private final CryptosignAuthenticator identity =
      new CryptosignAuthenticator("bench", new byte[32]);

  private record Figures(double wallMillis, double cpuMillis, double residentMib) {}

  private StartBench(Path dist, Path folder) {
    this.dist = dist;
    this.folder = folder;
  }

  /**
   * Runs the benchmark.
   *
   * @param args the folder with {@code lib} and {@code jvm.options}, then the rounds (default 7).
   */
  public static void main(String[] args) throws Exception {
    if (args.length > 1 && !args[1].matches("[1-9][0-9]{0,2}")) {
      System.err.println("rounds: expected 1..999, got " + args[1]);
      System.exit(2);
    }
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : ROUNDS_DEFAULT;
    new StartBench(Path.of(args[0]), Files.createTempDirectory("junctor-bench")).run(rounds);
  }

  private void run(int rounds) throws Exception {
    List<Figures> junctor = new ArrayList<>();
    List<Figures> bare = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      System.err.printf(Locale.ROOT, "\rround %d of %d", round, rounds);
      bare.add(measure(List.of(BareNettyServer.class.getName()), false));
      junctor.add(measure(List.of("io.junctor.app.Main", "run", "-c"), true));
    }
    System.err.println();
    System.out.printf(
        Locale.ROOT,
        "%-24s %12s %12s %10s%n",
        "median of " + rounds,
        "junctor",
        "bare netty",
        "ratio");
    print("first HELLO, ms wall", junctor, bare, Figures::wallMillis);
    print("first HELLO, ms CPU", junctor, bare, Figures::cpuMillis);
    print("resident after 1 s, MiB", junctor, bare, Figures::residentMib);
  }

  private static void print(
      String what, List<Figures> ours, List<Figures> bare, ToDoubleFunction<Figures> figure) {
    double first = median(ours, figure);
    double second = median(bare, figure);
    System.out.printf(
        Locale.ROOT, "%-24s %12.0f %12.0f %10.2f%n", what, first, second, first / second);
  }

  private static double median(List<Figures> figures, ToDoubleFunction<Figures> figure) {
    double[] sorted = figures.stream().mapToDouble(figure).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private Figures measure(List<String> main, boolean configured) throws Exception {
    int port = freePort();
    List<String> command = new ArrayList<>(jvm());
    command.addAll(main);
    command.add(configured ? configuration(port).toString() : Integer.toString(port));
    long started = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("last.log").toFile())
            .start();
    try {
      awaitJoined(process, port, started);
      double wallMillis = (System.nanoTime() - started) / 1e6;
      long cpuMillis = ProcessFigures.of(process.pid()).cpuMillis();
      Thread.sleep(SETTLE);
      double residentMib = ProcessFigures.of(process.pid()).residentKib() / 1024.0;
      return new Figures(wallMillis, cpuMillis, residentMib);
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private void awaitJoined(Process process, int port, long started) throws Exception {
    while (true) {
      try {
        RawClient.join(port, identity);
        return;
      } catch (ConnectException e) {
        boolean late = System.nanoTime() - started > START_MAX.toNanos();
        if (late || !process.isAlive()) {
          String log = Files.readString(folder.resolve("last.log"));
          throw new IOException((late ? "not up in time: " : "ended: ") + log, e);
        }
        Thread.sleep(1);
      }
    }
  }

  private List<String> jvm() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Files.readAllLines(dist.resolve("jvm.options")).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .forEach(command::add);
    String benches = System.getProperty("java.class.path");
    command.addAll(Arrays.asList("-cp", dist.resolve("lib") + "/*:" + benches));
    return command;
  }

  private Path configuration(int port) throws IOException {
    return Files.writeString(
        folder.resolve("junctor.yaml"),
        """
        site: com.example.bench
        drivers: sim
        listen:
          - {kind: rawsocket, address: "127.0.0.1:%d"}
        roles:
          bench: [{uri: com.example., match: prefix, allow: [call]}]
        principals:
          bench: {role: bench, keys: ["%s"]}
        """
            .formatted(port, identity.publicKey()));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
