package io.junctor.bench;

import io.junctor.bench.micro.Crowd;
import io.junctor.router.RouterLimits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What subscriptions and registrations take in memory, how many of them the shipped heap holds, and
 * whether the shipped bound refuses more before the heap is full.
 */
record Population() implements Scenario {

  private static final String MANY = "100000";
  private static final double MIB = 1 << 20;

  /** More than the largest heap: nothing is refused. */
  private static final long UNBOUNDED = 1L << 40;

  /**
   * Of the 128 MiB that are shipped, 16 are for what is young, and what a router keeps beside:
   * sessions, retained events, classes.
   */
  private static final double HEAP_MIB_MAX = 100;

  @Override
  public String name() {
    return "population";
  }

  @Override
  public String what() {
    return "live heap of 100,000 subscriptions and 100,000 registrations, and of as many as are allowed";
  }

  @Override
  public List<Row> run(Workbench bench) throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    for (String match : List.of("exact", "prefix", "wildcard")) {
      for (String one : List.of("subscriptions", "registrations")) {
        Figures many = crowd(bench.product(), one, match, MANY, UNBOUNDED);
        rows.add(alone(match, "bytes of one of 100,000 " + one, perEntry(many), Double.NaN));
      }
      Figures both = crowd(bench.product(), "both", match, MANY, UNBOUNDED);
      rows.add(
          alone(match, "100,000 of both, MiB of heap", both.number("bytes") / MIB, HEAP_MIB_MAX));
      rows.addAll(bounded(bench, match));
    }
    return rows;
  }

  private List<Row> bounded(Workbench bench, String match)
      throws IOException, InterruptedException {
    long bound = RouterLimits.DEFAULT.heldBytesMax();
    Figures allowed = crowd(bench.product(), "both", match, MANY, bound);
    if (allowed.number("refused") == 0) {
      throw new IOException("population: 200,000 were allowed within " + bound + " bytes");
    }
    return List.of(
        alone(match, "allowed by the default heldBytes", allowed.number("count"), Double.NaN),
        alone(match, "their heap, of heldBytes", allowed.number("bytes") / bound, 1));
  }

  private Row alone(String match, String figure, double value, double bar) {
    return Row.alone(this, match, figure, new Samples(List.of(value)), bar);
  }

  private static double perEntry(Figures figures) {
    return figures.number("bytes") / figures.number("count");
  }

  /**
   * Fills a realm in a process of its own.
   *
   * @throws IOException when it fails, such as for want of memory.
   */
  static Figures crowd(Product product, String what, String match, String count, long bound)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                product.command(Crowd.class.getName(), what, match, count, Long.toString(bound)))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed;
    try (var reader = process.inputReader()) {
      printed = reader.readAllAsString().strip();
    }
    if (process.waitFor() != 0) {
      throw new IOException("%s %s %s do not fit into the heap".formatted(count, match, what));
    }
    return Figures.parse(printed);
  }
}
