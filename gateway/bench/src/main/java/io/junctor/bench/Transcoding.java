package io.junctor.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** One JSON publisher, two subscribers: both JSON, or one MessagePack and one CBOR. */
record Transcoding() implements Scenario {

  private static final double BAR = 2.0;
  private static final String LINK = "rs/json";

  @Override
  public String name() {
    return "transcode";
  }

  @Override
  public String what() {
    return "JSON publisher, MessagePack and CBOR subscribers, next to JSON subscribers";
  }

  @Override
  public List<Row> run(Workbench bench) throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    for (String bytes : List.of("64", "1024")) {
      List<Figures> same = new ArrayList<>();
      List<Figures> others = new ArrayList<>();
      Peer junctor = bench.junctor();
      Link link = Objects.requireNonNull(junctor.link(LINK));
      for (int round = 0; round < bench.rounds(); round++) {
        List<String> args = List.of("--subs", "2", "--size", bytes, "pub");
        same.add(bench.measure(junctor, link, args, round == 0));
        List<String> mixed = new ArrayList<>(List.of("--sub-ser", "msgpack,cbor"));
        mixed.addAll(args);
        others.add(bench.measure(junctor, link, mixed, round == 0));
      }
      rows.add(
          Row.ratio(
              this,
              bytes + " B",
              "CPU per event, µs",
              Throughput.samples(others, "router_cpu_us"),
              "JSON to JSON",
              Throughput.samples(same, "router_cpu_us"),
              BAR));
    }
    return rows;
  }
}
