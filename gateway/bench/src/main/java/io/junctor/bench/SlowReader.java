package io.junctor.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * A flood of 1 KiB publications to two subscribers, one of which does not read: what it costs in
 * memory, whether the other one gets everything, whether the publisher is held to its pace, and
 * whether who missed something is told of every event of it.
 */
record SlowReader() implements Scenario {

  private static final String SECONDS = "20";

  /** OutboxLimits and the inbound bound of a link, 1 MiB each, for each of the three sessions. */
  private static final double LIVE_MIB_MAX = 6;

  /** The same, with what the heap and the allocators keep besides what is alive. */
  private static final double RESIDENT_MIB_MAX = 16;

  /**
   * What may be on the way to the subscriber that reads: both bounds above, and the kernel's
   * buffers of two connections, of 4 and 6 MiB each on Linux. A publisher that nobody paces is
   * ahead by hundreds.
   */
  private static final double LEAD_MIB_MAX = 22;

  @Override
  public String name() {
    return "slow";
  }

  @Override
  public String what() {
    return "one of two subscribers stops reading while 1 KiB publications flood for "
        + SECONDS
        + " s";
  }

  @Override
  public List<Row> run(Workbench bench) throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    for (String name : List.of("rs/msgpack", "ws/json")) {
      List<Footprint> grown = new ArrayList<>();
      List<Figures> runs = new ArrayList<>();
      for (int round = 0; round < bench.rounds(); round++) {
        try (Peer junctor = bench.peers().junctor(Peers.PATIENCE_DEFAULT, Footprint.JVM_OPTION)) {
          Link link = Objects.requireNonNull(junctor.link(name));
          bench.measure(junctor, link, List.of("--size", "1024", "pub"), true);
          Footprint control = during(bench, junctor, link, List.of("--nostall"));
          grown.add(during(bench, junctor, link, List.of()).minus(control));
          List<String> args = List.of("--size", "1024", "--dur", SECONDS, "slow");
          runs.add(
              Workbench.checked(
                  bench.generator().run(link, junctor.pid(), args), name() + " " + name));
        }
      }
      rows.addAll(memoryRows(name, grown));
      rows.addAll(rows(name, runs));
    }
    return rows;
  }

  /** In floods of their own: a look stops the router for a moment, which no figure is to show. */
  private static Footprint during(Workbench bench, Peer junctor, Link link, List<String> more)
      throws IOException, InterruptedException {
    List<String> args = new ArrayList<>(List.of("--size", "1024", "--dur", SECONDS));
    args.addAll(more);
    args.add("slow");
    Generator.Run flood = bench.generator().start(link, junctor.pid(), args);
    Thread.sleep(Duration.ofSeconds(Long.parseLong(SECONDS)).dividedBy(2));
    Footprint footprint = Footprint.of(junctor.pid());
    Workbench.checked(flood.await(), "slow " + link.name());
    return footprint;
  }

  private List<Row> memoryRows(String link, List<Footprint> grown) {
    return List.of(
        Row.alone(
            this,
            link,
            "alive beyond a flood that all read, MiB",
            new Samples(grown.stream().map(Footprint::live).toList()),
            LIVE_MIB_MAX),
        Row.alone(
            this,
            link,
            "resident beyond it, less the compiler, MiB",
            new Samples(grown.stream().map(Footprint::resident).toList()),
            RESIDENT_MIB_MAX));
  }

  private List<Row> rows(String link, List<Figures> runs) {
    return List.of(
        row(
            link,
            "peak of resident memory above the start, MiB",
            runs,
            run -> run.number("peak_mib") - run.number("rss0_mib"),
            Double.NaN),
        row(
            link,
            "not delivered to the healthy subscriber, %",
            runs,
            run -> 100 - run.number("healthy_got_pct"),
            0),
        row(
            link,
            "publisher ahead of the healthy subscriber, MiB",
            runs,
            run -> run.number("lead_mib"),
            LEAD_MIB_MAX),
        row(
            link,
            "delivered to the stalled one, %",
            runs,
            run -> run.number("stalled_got_pct"),
            Double.NaN),
        row(
            link,
            "events it was told to have missed",
            runs,
            run -> run.number("stalled_told"),
            Double.NaN),
        row(
            link,
            "its link closed: over WebSocket it answers no pings for 15 s",
            runs,
            run -> run.number("stalled_kicked"),
            Double.NaN),
        row(
            link,
            "events neither delivered nor told of",
            runs,
            run -> run.number("unaccounted"),
            0));
  }

  private Row row(
      String link, String figure, List<Figures> runs, ToDoubleFunction<Figures> value, double bar) {
    return Row.alone(
        this, link, figure, new Samples(runs.stream().map(value::applyAsDouble).toList()), bar);
  }
}
