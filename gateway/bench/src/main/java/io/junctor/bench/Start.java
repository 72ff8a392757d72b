package io.junctor.bench;

import io.junctor.wamp.auth.Cryptosign;
import io.junctor.wamp.auth.CryptosignAuthenticator;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Time from the start of the process to the first accepted HELLO, CPU until then and memory one
 * second later: Junctor's router next to a bare Netty server on the same JDK with the same flags
 * and the same kind of class archive, in alternation. How the bare server does without the
 * product's setting of Netty is told as well.
 */
record Start() implements Scenario {

  private static final double TIME_BAR = 1.5;
  private static final double RESIDENT_MIB_MORE_MAX = 25;
  private static final double NONE = Double.NaN;
  private static final int SIGNATURES_BEFORE = 1000;
  private static final int ROUNDS_EACH = 3; // starts are short and scatter
  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final String BARE = "bare Netty";
  private static final String BARE_AS_IT_COMES = "bare Netty as it comes";

  /** What Netty does unless told otherwise: it prepares events for the flight recorder. */
  private static final List<String> AS_IT_COMES = List.of("-Dio.netty.jfr.enabled=true");

  private static final Duration SETTLE = Duration.ofSeconds(1);

  @Override
  public String name() {
    return "start";
  }

  @Override
  public String what() {
    return "from the start of the process to the first accepted HELLO, next to a bare Netty server";
  }

  // The client answers as one that is awake: what it takes to sign is not the router's.
  private static void warmUp(CryptosignAuthenticator identity) {
    Challenge challenge =
        new Challenge("cryptosign", Dict.of("challenge", "00".repeat(Cryptosign.KEY_BYTES)));
    for (int i = 0; i < SIGNATURES_BEFORE; i++) {
      identity.answer(challenge);
    }
  }

  private record Started(double wallMillis, double cpuMillis, double residentMib) {}

  @Override
  public List<Row> run(Workbench bench) throws IOException, InterruptedException {
    CryptosignAuthenticator identity = new CryptosignAuthenticator("bench", new byte[32]);
    Path log = bench.folder().resolve("start.log");
    List<Started> junctor = new ArrayList<>();
    List<Started> bare = new ArrayList<>();
    List<Started> asItComes = new ArrayList<>();
    warmUp(identity);
    makeArchive(bench.product(), log);
    List<String> bareFlags = bareArchive(bench, "bare.aot", List.of(), log, identity);
    List<String> ownFlags = bareArchive(bench, "as-it-comes.aot", AS_IT_COMES, log, identity);
    for (int round = 0; round < bench.rounds() * ROUNDS_EACH; round++) {
      bare.add(measureBare(bench.product(), bareFlags, log, identity));
      asItComes.add(measureBare(bench.product(), ownFlags, log, identity));
      int own = Peers.freePort();
      Path yaml = configuration(bench.folder(), own, identity);
      List<String> command = bench.product().startCommand("", "run", "-c", yaml.toString());
      junctor.add(measure(command, own, log, identity));
    }
    double more =
        samples(junctor, Started::residentMib).median()
            - samples(bare, Started::residentMib).median();
    return List.of(
        row("first HELLO, ms wall", junctor, BARE, bare, Started::wallMillis, TIME_BAR),
        row("first HELLO, ms CPU", junctor, BARE, bare, Started::cpuMillis, TIME_BAR),
        row("resident after 1 s, MiB", junctor, BARE, bare, Started::residentMib, NONE),
        row(
            "first HELLO, ms wall",
            junctor,
            BARE_AS_IT_COMES,
            asItComes,
            Started::wallMillis,
            NONE),
        row("first HELLO, ms CPU", junctor, BARE_AS_IT_COMES, asItComes, Started::cpuMillis, NONE),
        Row.alone(
            this,
            "rs/json",
            "resident above bare Netty, MiB",
            new Samples(List.of(more)),
            RESIDENT_MIB_MORE_MAX));
  }

  /** As the launcher and the packages do. */
  private static void makeArchive(Product product, Path log)
      throws IOException, InterruptedException {
    Process making =
        new ProcessBuilder(product.startCommand("", "archive"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (making.waitFor() != 0) {
      throw new IOException("no archive of classes: " + Files.readString(log));
    }
  }

  /** The same for the bare server: it is ended after its first session, and writes it then. */
  private static List<String> bareArchive(
      Workbench bench,
      String name,
      List<String> settings,
      Path log,
      CryptosignAuthenticator identity)
      throws IOException, InterruptedException {
    Path archive = bench.folder().resolve(name).toAbsolutePath();
    Files.deleteIfExists(archive);
    List<String> flags = new ArrayList<>(settings);
    flags.add("-XX:AOTCacheOutput=" + archive);
    measureBare(bench.product(), flags, log, identity);
    if (!Files.exists(archive)) {
      throw new IOException("no archive of classes for the bare server: " + Files.readString(log));
    }
    flags.removeLast();
    flags.addAll(List.of("-XX:AOTCache=" + archive, "-XX:+VerifySharedSpaces"));
    flags.add("-XX:-UsePerfData");
    return flags;
  }

  private static Started measureBare(
      Product product, List<String> flags, Path log, CryptosignAuthenticator identity)
      throws IOException, InterruptedException {
    int port = Peers.freePort();
    return measure(product.bareCommand(flags, port), port, log, identity);
  }

  private Row row(
      String figure,
      List<Started> ours,
      String baseName,
      List<Started> base,
      Function<Started, Double> value,
      double bar) {
    return Row.ratio(
        this, "rs/json", figure, samples(ours, value), baseName, samples(base, value), bar);
  }

  private static Samples samples(List<Started> starts, Function<Started, Double> value) {
    return new Samples(starts.stream().map(value).toList());
  }

  private static Started measure(
      List<String> command, int port, Path log, CryptosignAuthenticator identity)
      throws IOException, InterruptedException {
    long started = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      awaitJoined(process, port, started, log, identity);
      double wallMillis = (System.nanoTime() - started) / 1e6;
      long cpuMillis = ProcessFigures.of(process.pid()).cpuMillis();
      Thread.sleep(SETTLE);
      double residentMib = ProcessFigures.of(process.pid()).residentKib() / 1024.0;
      return new Started(wallMillis, cpuMillis, residentMib);
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private static void awaitJoined(
      Process process, int port, long started, Path log, CryptosignAuthenticator identity)
      throws IOException, InterruptedException {
    while (true) {
      try {
        RawClient.join(port, identity);
        return;
      } catch (ConnectException e) {
        boolean late = System.nanoTime() - started > START_MAX.toNanos();
        if (late || !process.isAlive()) {
          throw new IOException((late ? "not up in time: " : "ended: ") + Files.readString(log), e);
        }
        Thread.sleep(1);
      }
    }
  }

  private static Path configuration(Path folder, int port, CryptosignAuthenticator identity)
      throws IOException {
    return Files.writeString(
        folder.resolve("start.yaml"),
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
}
