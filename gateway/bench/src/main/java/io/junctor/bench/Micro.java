package io.junctor.bench;

import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.serializer.Serializers;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Benchmarks inside one JVM, by JMH, with the flags of the product and a larger heap.
 *
 * @param name the word on the command line.
 * @param what a line of help.
 * @param classes which benchmarks, as a regular expression.
 * @param isGrowth whether a benchmark is compared with itself among fewer.
 */
record Micro(String name, String what, String classes, boolean isGrowth) implements Scenario {

  /** The scenario that takes patterns. */
  static final String NAME = "micro";

  /** The parameter that says how many there are, its least and its largest value. */
  private static final String COUNT = "count";

  private static final String FEW = "10";
  private static final String MANY = "100000";

  /** The logarithm of the largest count over that of the least. */
  private static final double LOGARITHMIC = 5;

  /** The benchmark that is no part of the product: what the machine's memory costs. */
  private static final String CALIBRATION = "bareLookUp";

  /**
   * Iterations of a tenth of a second, so that what else the machine does spoils some and not all
   * of them; for five seconds first, until the code of a realm with so much in it is compiled.
   */
  private static final List<String> OFTEN =
      List.of("-wi", "50", "-w", "100ms", "-r", "100ms", "-i");

  private static final int OFTEN_PER_ROUND = 20;

  private static final String PACKAGE = "io.junctor.bench.micro.";

  static Micro all() {
    return new Micro(
        NAME,
        "serializers and the router function inside one JVM, ns each",
        Pattern.quote(PACKAGE) + "(Serializer|Realm)",
        false);
  }

  static Micro growth() {
    return new Micro(
        "growth",
        "time of a message among 10 and 100,000 subscriptions, registrations, sessions",
        Pattern.quote(PACKAGE) + "(Growth|Sessions)",
        true);
  }

  /** One benchmark with one set of parameters. */
  private record Result(String benchmark, Map<String, String> params, Samples nanos) {}

  @Override
  public List<Row> run(Workbench bench) throws IOException, InterruptedException {
    Path json = bench.folder().resolve(name + ".json");
    List<String> chosen =
        isGrowth || bench.patterns().isEmpty() ? List.of(classes) : bench.patterns();
    Process process =
        new ProcessBuilder(command(bench, json, chosen))
            .redirectOutput(bench.folder().resolve(name + ".log").toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("JMH failed, see " + bench.folder().resolve(name + ".log"));
    }
    List<Result> results = parse(Files.readAllBytes(json));
    if (results.isEmpty()) {
      throw new IOException("no benchmark matches " + String.join(" or ", chosen));
    }
    return isGrowth ? growthRows(results) : rows(results);
  }

  private List<String> command(Workbench bench, Path json, List<String> chosen) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(bench.product().flags());
    command.add("-Xmx1g"); // the last one counts; a board would not hold 100,000 of anything
    command.add("-cp");
    command.add(
        bench.product().dist().resolve("lib")
            + "/*"
            + File.pathSeparator
            + System.getProperty("java.class.path"));
    command.add("org.openjdk.jmh.Main");
    command.addAll(chosen);
    String rounds = Integer.toString(bench.rounds());
    if (isGrowth) {
      command.addAll(OFTEN);
      command.add(Integer.toString(OFTEN_PER_ROUND * bench.rounds()));
    } else {
      command.addAll(List.of("-wi", "3", "-w", "1s", "-r", "1s", "-i", rounds));
    }
    command.addAll(List.of("-bm", "avgt", "-tu", "ns", "-f", "1"));
    command.addAll(List.of("-foe", "true", "-rf", "json", "-rff", json.toString()));
    return command;
  }

  /** Reads what JMH has written. */
  private static List<Result> parse(byte[] json) {
    List<Result> results = new ArrayList<>();
    Payload payload = new Payload(Format.JSON, json, 0, json.length, 1);
    for (Object element : Serializers.of(Format.JSON).args(payload)) {
      Map<?, ?> result = (Map<?, ?>) element;
      Map<String, String> params = new TreeMap<>();
      if (result.get("params") instanceof Map<?, ?> given) {
        given.forEach((key, value) -> params.put(String.valueOf(key), String.valueOf(value)));
      }
      Map<?, ?> metric = (Map<?, ?>) Objects.requireNonNull(result.get("primaryMetric"));
      List<?> forks = (List<?>) Objects.requireNonNull(metric.get("rawData"));
      List<?> ofOnlyFork = (List<?>) Objects.requireNonNull(forks.getFirst());
      results.add(
          new Result(
              String.valueOf(result.get("benchmark"))
                  .substring(PACKAGE.length())
                  .replace("Benchmark", ""),
              params,
              new Samples(
                  ofOnlyFork.stream().map(value -> ((Number) value).doubleValue()).toList())));
    }
    return results;
  }

  private List<Row> rows(List<Result> results) {
    return results.stream()
        .map(
            result ->
                Row.alone(
                    this,
                    String.join(" ", result.params().values()),
                    result.benchmark() + ", ns",
                    result.nanos(),
                    Double.NaN))
        .toList();
  }

  private List<Row> growthRows(List<Result> results) {
    List<Row> rows = new ArrayList<>();
    for (Result many : results) {
      if (!MANY.equals(many.params().get(COUNT))) {
        continue;
      }
      Map<String, String> same = new TreeMap<>(many.params());
      same.put(COUNT, FEW);
      Result few =
          results.stream()
              .filter(one -> one.benchmark().equals(many.benchmark()) && one.params().equals(same))
              .findFirst()
              .orElseThrow();
      rows.add(
          Row.ratio(
              this,
              many.params().getOrDefault("match", "sessions"),
              many.benchmark() + " among " + MANY + ", ns",
              many.nanos(),
              "among " + FEW,
              few.nanos(),
              many.benchmark().contains(CALIBRATION) ? Double.NaN : LOGARITHMIC));
    }
    return rows;
  }
}
