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

  /**
   * OutboxLimits: 1 MiB a session and the inbound bound of the publisher, 1 MiB; with heap slack.
   */
  private static final double GROWTH_MIB_MAX = 16;

  /** The same two bounds for each of the three sessions, without slack: what is alive. */
  private static final double LIVE_MIB_MAX = 6;

  private static final String LOOK_SECONDS = "8"; // of another flood, in which the JVM is looked at

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
      List<Figures> runs = new ArrayList<>();
      List<Double> live = new ArrayList<>();
      for (int round = 0; round < bench.rounds(); round++) {
        try (Peer junctor = bench.peers().junctor()) {
          Link link = Objects.requireNonNull(junctor.link(name));
          bench.measure(junctor, link, List.of("--size", "1024", "pub"), true);
          List<String> args = List.of("--size", "1024", "--dur", SECONDS, "slow");
          runs.add(
              Workbench.checked(
                  bench.generator().run(link, junctor.pid(), args), name() + " " + name));
          live.add(liveMibGrown(bench, junctor, link));
        }
      }
      rows.add(
          Row.alone(
              this,
              name,
              "live heap and direct memory grown, MiB",
              new Samples(live),
              LIVE_MIB_MAX));
      rows.addAll(rows(name, runs));
    }
    return rows;
  }

  /** In a flood of its own: a look stops the router for a moment, which no figure is to show. */
  private static double liveMibGrown(Workbench bench, Peer junctor, Link link)
      throws IOException, InterruptedException {
    long before = JavaMemory.of(junctor.pid()).bytes();
    List<String> args = List.of("--size", "1024", "--dur", LOOK_SECONDS, "slow");
    Generator.Run flood = bench.generator().start(link, junctor.pid(), args);
    Thread.sleep(Duration.ofSeconds(Long.parseLong(LOOK_SECONDS)).dividedBy(2));
    long during = JavaMemory.of(junctor.pid()).bytes();
    Workbench.checked(flood.await(), "slow " + link.name());
    return (during - before) / (double) (1 << 20);
  }

  private List<Row> rows(String link, List<Figures> runs) {
    return List.of(
        row(
            link,
            "memory grown, MiB",
            runs,
            run -> run.number("peak_mib") - run.number("rss0_mib"),
            GROWTH_MIB_MAX),
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
