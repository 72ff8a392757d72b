package io.junctor.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages through a router next to the same messages through a relay, both by their CPU.
 *
 * @param name the word on the command line.
 * @param what a line of help.
 * @param links the ways to measure Junctor.
 * @param args what the generator does.
 * @param relayArgs what it does with a relay: the same without what a relay does not know.
 * @param bars what is to be met.
 */
record Throughput(
    String name,
    String what,
    List<String> links,
    List<String> args,
    List<String> relayArgs,
    List<Bar> bars)
    implements Scenario {

  private static final String CPU = "router_cpu_us";
  private static final String P50 = "p50_us";

  /**
   * A bar.
   *
   * @param figure what the generator calls it.
   * @param unit what people call it.
   * @param base the peer that it is compared with.
   * @param factor how many times that.
   */
  record Bar(String figure, String unit, String base, double factor) {}

  /** What was measured of a peer on a link. */
  private record Key(String peer, String link) {}

  static Throughput of(
      String name, String what, List<String> links, List<String> args, Bar... bars) {
    return new Throughput(name, what, links, args, args, List.of(bars));
  }

  /** The same, with something that only the router is asked for. */
  Throughput withRouterArgs(String... more) {
    List<String> all = new ArrayList<>(List.of(more));
    all.addAll(args);
    return new Throughput(name, what, links, all, relayArgs, bars);
  }

  /** CPU of the router per message. */
  static Bar cpu(String message, String base, double factor) {
    return new Bar(CPU, "CPU per " + message + ", µs", base, factor);
  }

  /** The median round trip. */
  static Bar p50(String base, double factor) {
    return new Bar(P50, "round trip p50, µs", base, factor);
  }

  @Override
  public List<Row> run(Workbench bench) throws IOException, InterruptedException {
    Map<Key, List<Figures>> measured = new LinkedHashMap<>();
    for (int round = 0; round < bench.rounds(); round++) {
      for (Bar bar : bars) {
        Key key = new Key(bar.base(), "relay");
        if (measured.getOrDefault(key, List.of()).size() == round) {
          add(bench, bench.base(bar.base()), "relay", relayArgs, measured);
        }
      }
      for (String link : links) {
        add(bench, bench.junctor(), link, args, measured);
      }
      Peer address = bench.address();
      for (Link link : address == null ? List.<Link>of() : address.links()) {
        if (links.contains(link.name())) {
          add(bench, address, link.name(), args, measured);
        }
      }
    }
    return rows(measured);
  }

  private void add(
      Workbench bench,
      @Nullable Peer peer,
      String linkName,
      List<String> arguments,
      Map<Key, List<Figures>> measured)
      throws IOException, InterruptedException {
    Link link = peer == null ? null : peer.link(linkName);
    if (peer == null || link == null) {
      return;
    }
    List<Figures> runs =
        measured.computeIfAbsent(new Key(peer.name(), linkName), _ -> new ArrayList<>());
    Figures figures = bench.measure(peer, link, arguments, runs.isEmpty());
    Workbench.say(
        "  %-9s %-26s %-11s %9.2f µs CPU %11.0f/s",
        name, peer.name(), linkName, figures.number(CPU), figures.number("rate"));
    runs.add(figures);
  }

  private List<Row> rows(Map<Key, List<Figures>> measured) {
    List<Row> rows = new ArrayList<>();
    measured.forEach(
        (key, runs) -> {
          boolean isBase = key.link().equals("relay");
          for (Bar bar : isBase ? List.<Bar>of() : bars) {
            List<Figures> base = measured.getOrDefault(new Key(bar.base(), "relay"), List.of());
            String link = key.peer().equals(Peers.JUNCTOR) ? key.link() : key.peer();
            rows.add(
                Row.ratio(
                    this,
                    link,
                    bar.unit(),
                    samples(runs, bar.figure()),
                    bar.base(),
                    samples(base, bar.figure()),
                    bar.factor()));
          }
        });
    return rows;
  }

  static Samples samples(List<Figures> runs, String figure) {
    return new Samples(runs.stream().map(run -> run.number(figure)).toList());
  }
}
