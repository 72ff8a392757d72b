package io.junctor.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The round trip of an unrelated caller and callee, in a process of their own, while a publisher
 * floods two subscribers; next to the relay under the same flood, because the flood takes the
 * machine's time as well.
 */
record Fairness() implements Scenario {

  private static final double BAR = 3.0;
  private static final double FLOOD_SECONDS = 6;
  private static final int PROBE_PAIR = 200; // of the relay; no scenario uses as many

  @Override
  public String name() {
    return "fair";
  }

  @Override
  public String what() {
    return "round trip of an unrelated pair while a publisher floods";
  }

  /** A peer idle and flooded. */
  private record Pair(double idleMicros, double floodMicros) {
    double factor() {
      return floodMicros / idleMicros;
    }
  }

  @Override
  public List<Row> run(Workbench bench) throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    List<Pair> relay = new ArrayList<>();
    for (int round = 0; round < bench.rounds(); round++) {
      relay.add(measure(bench, bench.base(Peers.RELAY), "relay", round == 0));
    }
    for (String link : List.of("rs/msgpack", "ws/json")) {
      List<Pair> ours = new ArrayList<>();
      for (int round = 0; round < bench.rounds(); round++) {
        ours.add(measure(bench, bench.junctor(), link, round == 0));
      }
      rows.add(
          Row.ratio(
              this,
              link,
              "p50 flooded / idle",
              samples(ours),
              "the same of the relay",
              samples(relay),
              BAR));
      rows.add(
          Row.alone(
              this,
              link,
              "p50 flooded, µs",
              new Samples(ours.stream().map(Pair::floodMicros).toList()),
              Double.NaN));
    }
    return rows;
  }

  private static Samples samples(List<Pair> pairs) {
    return new Samples(pairs.stream().map(Pair::factor).toList());
  }

  private Pair measure(Workbench bench, Peer peer, String linkName, boolean isFirst)
      throws IOException, InterruptedException {
    Link link = Objects.requireNonNull(peer.link(linkName));
    List<String> probe = List.of("--rate", "200", "--pair", Integer.toString(PROBE_PAIR), "many");
    Figures idle = bench.measure(peer, link, probe, isFirst);
    List<String> flood =
        List.of("--size", "1024", "--dur", Double.toString(FLOOD_SECONDS), "--nostall", "flood");
    Generator.Run running = bench.generator().start(link, peer.pid(), flood);
    Thread.sleep(1000); // its connections and the first queues
    Figures flooded = bench.measure(peer, link, probe, false);
    Figures flooding = Workbench.checked(running.await(), "flood of " + peer.name());
    Pair pair = new Pair(idle.number("p50_us"), flooded.number("p50_us"));
    Workbench.say(
        "  %-9s %-26s %-11s p50 %.0f -> %.0f µs at %.0f publications/s",
        name(),
        peer.name(),
        linkName,
        pair.idleMicros(),
        pair.floodMicros(),
        flooding.number("pub_rate"));
    return pair;
  }
}
