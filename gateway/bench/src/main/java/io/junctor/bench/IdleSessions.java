package io.junctor.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Memory of sessions that joined and say nothing. */
record IdleSessions() implements Scenario {

  private static final int SESSIONS = 5000;
  private static final double RESIDENT_MIB_MAX = 160;

  @Override
  public String name() {
    return "idle";
  }

  @Override
  public String what() {
    return SESSIONS
        + " sessions that say nothing: live heap and direct memory of each, resident memory";
  }

  /** A router with its sessions. */
  private record Held(double kibEach, double residentMib, double joinsPerSecond) {}

  @Override
  public List<Row> run(Workbench bench) throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    rows.addAll(run(bench, "rs/msgpack", 8));
    rows.addAll(run(bench, "ws/json", 12));
    return rows;
  }

  private List<Row> run(Workbench bench, String link, double kibMax)
      throws IOException, InterruptedException {
    List<Held> held = new ArrayList<>();
    for (int round = 0; round < bench.rounds(); round++) {
      held.add(measure(bench, link));
    }
    return List.of(
        Row.alone(
            this,
            link,
            "live heap and direct memory of a session, KiB",
            new Samples(held.stream().map(Held::kibEach).toList()),
            kibMax),
        Row.alone(
            this,
            link,
            "resident, MiB",
            new Samples(held.stream().map(Held::residentMib).toList()),
            RESIDENT_MIB_MAX),
        Row.alone(
            this,
            link,
            "joins per second, with a ticket each",
            new Samples(held.stream().map(Held::joinsPerSecond).toList()),
            Double.NaN));
  }

  private static Held measure(Workbench bench, String linkName)
      throws IOException, InterruptedException {
    try (Peer junctor = bench.peers().junctor()) {
      Link link = Objects.requireNonNull(junctor.link(linkName));
      bench.measure(junctor, link, List.of("--window", "64", "rpc"), true); // classes, code
      long before = JavaMemory.of(junctor.pid()).bytes();
      List<String> args = List.of("--sessions", Integer.toString(SESSIONS), "idle");
      Generator.Run run = bench.generator().start(link, junctor.pid(), args);
      awaitAllJoined(junctor.pid(), run);
      long after = JavaMemory.of(junctor.pid()).bytes();
      double resident = ProcessFigures.of(junctor.pid()).residentKib() / 1024.0;
      run.process().getOutputStream().close(); // it stays until its input ends
      Figures figures = Workbench.checked(run.await(), "idle " + linkName);
      if (figures.number("alive") != SESSIONS) {
        throw new IOException("idle " + linkName + ": alive=" + figures.number("alive"));
      }
      double each = (after - before) / 1024.0 / SESSIONS;
      Workbench.say("  idle      %-11s %.2f KiB each, %.0f MiB resident", linkName, each, resident);
      return new Held(each, resident, figures.number("connect_rate"));
    }
  }

  private static void awaitAllJoined(long pid, Generator.Run run)
      throws IOException, InterruptedException {
    while (run.process().isAlive() && ProcessFigures.sockets(pid) < SESSIONS) {
      Thread.sleep(100);
    }
    Thread.sleep(3000); // timers of the handshakes
  }
}
