package io.junctor.bench;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for on the command line.
 *
 * @param scenarios their names; empty for all.
 * @param patterns regular expressions for the benchmarks of {@code micro}; empty for all.
 * @param rounds how often everything is measured, at least 1.
 * @param seconds how long one measurement takes.
 * @param minutes how long the scenario {@code hour} takes, which a run of all scenarios leaves out
 *     unless this is said.
 * @param address of another router to measure as well: {@code ws://host:port/path} or {@code
 *     rs://host:port}; null for none.
 * @param peerRealm the realm to join there.
 */
record Options(
    List<String> scenarios,
    List<String> patterns,
    int rounds,
    double seconds,
    OptionalInt minutes,
    @Nullable URI address,
    String peerRealm) {

  private static final int ROUNDS_DEFAULT = 3;
  private static final int ROUNDS_MAX = 99;
  private static final double SECONDS_DEFAULT = 2;
  private static final double SECONDS_MAX = 600;
  private static final int MINUTES_MAX = 7 * 24 * 60;

  static final String USAGE =
      """
      usage: ./junctor bench [scenario ...] [micro [pattern ...]] [--rounds N] [--seconds S] [--minutes M] [--peer ADDRESS [--realm REALM]]

      Measures Junctor next to relays that do no WAMP, in alternation, the router on one core and the load on the other,
      and prints medians with their spread. Every run checks counts, order and echo. Without a scenario: all of them,
      and the page gateway/bench/RESULTS.md is written anew. Ctrl-C ends it and prints what was measured until then.

        --rounds N     measures everything N times (3)
        --seconds S    how long one measurement takes (2)
        --minutes M    how long 'hour' takes (60); without it and without that name 'hour' is left out
        --peer URL     another router to measure as well: ws://127.0.0.1:8080/ws or rs://127.0.0.1:8081, joined without
                       a proof; on this machine its CPU counts too
        --realm REALM  the realm to join there (realm1)
        --help         this

      scenarios:
      """;

  Options {
    scenarios = List.copyOf(scenarios);
    patterns = List.copyOf(patterns);
  }

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException when it is wrong; says what was expected.
   */
  static Options parse(List<String> args) {
    List<String> scenarios = new ArrayList<>();
    List<String> patterns = new ArrayList<>();
    int rounds = ROUNDS_DEFAULT;
    double seconds = SECONDS_DEFAULT;
    OptionalInt minutes = OptionalInt.empty();
    URI address = null;
    String realm = "realm1";
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      if (!arg.startsWith("--")) {
        boolean isPattern = scenarios.contains(Micro.NAME); // which is the last scenario then
        (isPattern ? patterns : scenarios).add(arg);
        continue;
      }
      if (i + 1 == args.size()) {
        throw new IllegalArgumentException(arg + ": expected a value");
      }
      String value = args.get(++i);
      switch (arg) {
        case "--rounds" -> rounds = (int) number(arg, value, ROUNDS_MAX);
        case "--seconds" -> seconds = number(arg, value, SECONDS_MAX);
        case "--minutes" -> minutes = OptionalInt.of((int) number(arg, value, MINUTES_MAX));
        case "--peer" -> address = address(value);
        case "--realm" -> realm = value;
        default -> throw new IllegalArgumentException("there is no option " + arg);
      }
    }
    return new Options(scenarios, patterns, rounds, seconds, minutes, address, realm);
  }

  private static double number(String option, String value, double max) {
    try {
      double number = Double.parseDouble(value);
      if (number >= 1 && number <= max) {
        return number;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw new IllegalArgumentException(
        option + ": expected a number from 1 to " + (int) max + ", got " + value);
  }

  private static URI address(String value) {
    URI uri = URI.create(value);
    boolean known = "ws".equals(uri.getScheme()) || "rs".equals(uri.getScheme());
    if (!known || uri.getHost() == null || uri.getPort() < 0) {
      throw new IllegalArgumentException(
          "--peer: expected ws://host:port/path or rs://host:port, got " + value);
    }
    return uri;
  }
}
