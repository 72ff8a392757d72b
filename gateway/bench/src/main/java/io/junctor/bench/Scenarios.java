package io.junctor.bench;

import static io.junctor.bench.Peers.RELAY;
import static io.junctor.bench.Peers.RELAY_PER_MESSAGE;
import static io.junctor.bench.Throughput.cpu;
import static io.junctor.bench.Throughput.p50;

import java.util.List;

/** All scenarios, with the bars that the product sets itself. */
final class Scenarios {

  private static final List<String> BOTH = List.of("rs/msgpack", "ws/json");
  private static final List<String> THREE = List.of("rs/msgpack", "ws/json", "ws/msgpack");

  private Scenarios() {}

  static List<Scenario> all() {
    return List.of(
        Throughput.of(
            "rpc64",
            "calls, 64 outstanding, one caller, one callee",
            THREE,
            List.of("--window", "64", "rpc"),
            cpu("call", RELAY_PER_MESSAGE, 1.0)),
        Throughput.of(
            "rpc1",
            "calls, one outstanding",
            THREE,
            List.of("--window", "1", "rpc"),
            p50(RELAY, 1.3),
            cpu("call", RELAY, 1.5)),
        Throughput.of(
            "many",
            "calls of 64 connections, one outstanding each, to 8 callees",
            BOTH,
            List.of("--callers", "64", "--callees", "8", "many"),
            cpu("call", RELAY, 1.5)),
        publish("pub64", 64),
        publish("pub1k", 1024),
        acknowledged("pub64ack", 64),
        acknowledged("pub1kack", 1024),
        fanOut("fan100", 100, 16),
        fanOut("fan1000", 1000, 4),
        new Transcoding(),
        new SlowReader(),
        new Fairness(),
        new IdleSessions(),
        new Start(),
        new Hour(),
        Micro.growth(),
        new Population(),
        Micro.all());
  }

  private static Throughput publish(String name, int bytes) {
    return Throughput.of(
        name,
        "publications of " + bytes + " B to one subscriber, 64 outstanding",
        BOTH,
        List.of("--size", Integer.toString(bytes), "pub"),
        cpu("event", RELAY_PER_MESSAGE, 1.0));
  }

  private static Throughput acknowledged(String name, int bytes) {
    return Throughput.of(
            name,
            "the same, acknowledged",
            BOTH,
            List.of("--size", Integer.toString(bytes), "pub"),
            cpu("event", RELAY_PER_MESSAGE, 1.6))
        .withRouterArgs("--ack");
  }

  private static Throughput fanOut(String name, int subscribers, int window) {
    return Throughput.of(
        name,
        "publications to " + subscribers + " subscribers, " + window + " outstanding",
        BOTH,
        List.of(
            "--subs", Integer.toString(subscribers), "--window", Integer.toString(window), "pub"),
        cpu("delivered event", RELAY_PER_MESSAGE, 1.0));
  }
}
