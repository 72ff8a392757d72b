package io.junctor.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The result, as a table for the terminal and as the page RESULTS.md. */
final class Report {

  private static final String METHOD =
      """
      # Results

      Written by `./junctor bench`. Absolute figures belong to one machine on one day; ratios travel.

      ## Method

      * What is measured runs on one core, the load generator (`src/main/c/wampbench.c`, one thread, no libraries) on another.
        On a machine with one core nothing is pinned, and the figures mean little.
      * Junctor runs as it is packaged, with the JVM flags that are shipped (below), the same in every row; only the number of
        connections it allows is raised. Clients join with tickets and every message is authorized.
      * The yardstick is a relay in C that does no WAMP (`src/main/c/relay.c`): "relay" passes whole reads on, "a write per message"
        writes each message alone, which is what a router without coalescing pays. It carries the same messages.
      * Each round measures everything in turn, so that what else the machine does hits all alike. A run connects, joins and
        subscribes everybody, warms up for 0.7 s, measures, and drains: nothing more is sent until everything outstanding has come.
        Two runs that do not count, of 6 s and 2 s, come before the first of each scenario and link. The table has medians of the rounds, with the least and the most in brackets.
      * CPU is user and system time of all threads of the process, the compiler's and the collector's too.
      * Every run is checked: each result must echo its call, each event must come once and in order, none may be missing.
        A run that is not correct ends the benchmark with an error and leaves this page as it was.
        In `slow` each event must have been delivered, or its reader told of it.
      * Memory in `slow` is looked at in the middle of a flood, next to the middle of one in which everybody reads. The JVM keeps
        accounts for it (`-XX:NativeMemoryTracking=summary`): what its compiler works with, up to 32 MiB for one method,
        is told apart, for it comes and goes with either.
      * `hour` finds out how much the router answers when nothing paces the load, then paces it to half of that; here when
        `--minutes` was given.
      * `growth` and `micro` are benchmarks by JMH inside one JVM, average times after three to five seconds of warm-up: `growth`
        compares a message among 100,000 with the same among 10, where a logarithm would be 5 times as much. Its `bareLookUp` is no
        part of the product: what a look-up in a hash table costs here among as many, whose keys no cache holds.
      * `population` fills a realm in a process with the product's flags and counts live heap after a full collection.

      """;

  private final Options options;
  private final Product product;
  private final Map<Scenario, List<Row>> rows = new LinkedHashMap<>();

  Report(Options options, Product product) {
    this.options = options;
    this.product = product;
  }

  void add(Scenario scenario, List<Row> lines) {
    rows.put(scenario, lines);
  }

  /** For the terminal. */
  String table() {
    StringBuilder text = new StringBuilder();
    String form = "%-10s %-12s %-46s %-22s %-42s %6s %7s  %s%n";
    text.append(
        String.format(form, "", "link", "figure", "junctor", "next to", "ratio", "bar", ""));
    rows.values().stream()
        .flatMap(List::stream)
        .forEach(
            row ->
                text.append(
                    String.format(
                        form,
                        row.scenario(),
                        row.link(),
                        row.figure(),
                        Row.spread(row.ours()),
                        base(row),
                        row.ratio(),
                        row.barText(),
                        row.verdict())));
    return text.toString();
  }

  private static String base(Row row) {
    return row.baseName() == null ? "" : row.baseName() + ": " + Row.spread(row.base());
  }

  /** For readers. */
  void write(Path page) throws IOException {
    List<String> text = new ArrayList<>();
    text.add(METHOD + machine());
    rows.forEach(
        (scenario, lines) -> {
          text.add("\n## " + scenario.name() + "\n\n" + sentence(scenario.what()) + "\n");
          text.add("| | figure | Junctor | next to | ratio | bar | |");
          text.add("| --- | --- | --- | --- | --- | --- | --- |");
          for (Row row : lines) {
            text.add(
                "| %s | %s | %s | %s | %s | %s | %s |"
                    .formatted(
                        row.link(),
                        row.figure(),
                        Row.spread(row.ours()),
                        base(row),
                        row.ratio(),
                        row.barText(),
                        row.verdict()));
          }
        });
    Files.writeString(page, String.join("\n", text) + "\n");
  }

  private String machine() throws IOException {
    String model =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name") || line.startsWith("Model"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse(System.getProperty("os.arch"));
    return """
        Machine: %s, %d cores, Linux %s, JDK %s. %s, %d rounds of %s s.
        Flags: `%s`
        """
        .formatted(
            model,
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.version"),
            System.getProperty("java.version"),
            LocalDate.now(ZoneOffset.UTC),
            options.rounds(),
            options.seconds(),
            String.join(" ", product.flags()));
  }

  private static String sentence(String what) {
    return Character.toUpperCase(what.charAt(0)) + what.substring(1) + ".";
  }
}
