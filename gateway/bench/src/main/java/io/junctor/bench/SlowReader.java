package io.junctor.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A flood of 1 KiB publications to two subscribers, one of which does not read. */
record SlowReader() implements Scenario {

  private static final String SECONDS = "20";

  /**
   * OutboxLimits: 1 MiB a session and the inbound bound of the publisher, 1 MiB; with heap slack.
   */
  private static final double GROWTH_MIB_MAX = 16;

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
      for (int round = 0; round < bench.rounds(); round++) {
        try (Peer junctor = bench.peers().junctor()) {
          Link link = Objects.requireNonNull(junctor.link(name));
          bench.measure(junctor, link, List.of("--size", "1024", "pub"), true);
          List<String> args = List.of("--size", "1024", "--dur", SECONDS, "slow");
          runs.add(bench.generator().run(link, junctor.pid(), args));
        }
      }
      rows.addAll(rows(name, runs));
    }
    return rows;
  }

  private List<Row> rows(String link, List<Figures> runs) {
    Samples growth =
        new Samples(
            runs.stream().map(run -> run.number("peak_mib") - run.number("rss0_mib")).toList());
    Samples missing =
        new Samples(runs.stream().map(run -> 100 - run.number("healthy_got_pct")).toList());
    return List.of(
        Row.alone(this, link, "memory grown, MiB", growth, GROWTH_MIB_MAX),
        Row.alone(this, link, "not delivered to the healthy subscriber, %", missing, 0),
        Row.alone(
            this,
            link,
            "delivered to the stalled one, %",
            Throughput.samples(runs, "stalled_got_pct"),
            Double.NaN));
  }
}
