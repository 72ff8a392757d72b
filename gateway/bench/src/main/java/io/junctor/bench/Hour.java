package io.junctor.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Memory after an hour of half of the load that the router can carry. */
record Hour() implements Scenario {

  static final String NAME = "hour";
  static final int MINUTES = 60;

  /** A board of 512 MB has a system and device workers to hold as well. */
  static final double RESIDENT_MIB_MAX = 128;

  private static final double SHARE = 0.5;

  /**
   * Of what was wanted; with less the machine was busy with other things, and the bar says nothing.
   */
  private static final double REACHED_MIN = 0.8;

  /** Generators that nobody stops end by themselves. */
  private static final Duration LEFT_ALONE = Duration.ofMinutes(2);

  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** What a core can carry is known once all of the hot code is compiled, not most of it. */
  private static final Duration FIRST_WARM = Duration.ofSeconds(25);

  private static final Duration WARM = Duration.ofMillis(700);

  /**
   * How long things take.
   *
   * @param warm of a new process, which compiles its hot code meanwhile.
   * @param capacity for finding out how much the router can do.
   * @param lasts the load itself.
   * @param between one look at the memory and the next.
   */
  record Times(Duration warm, Duration capacity, Duration lasts, Duration between) {}

  /** What one look at the router shows: since the load began, and in the time since the last. */
  record Look(Duration since, double residentMib, double coreShare) {}

  /**
   * What came of it.
   *
   * @param perSecondMax how much of each part of the load the router answered when nothing paced
   *     it.
   * @param perSecond how much it was.
   * @param looks at least one.
   */
  record Held(List<Double> perSecondMax, List<Double> perSecond, List<Look> looks) {
    Look last() {
      return looks.getLast();
    }

    /** Whether the load was about what it was meant to be. */
    boolean isReached() {
      for (int i = 0; i < perSecond.size(); i++) {
        if (perSecond.get(i) < perSecondMax.get(i) * SHARE * REACHED_MIN) {
          return false;
        }
      }
      return true;
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String what() {
    return "resident memory after an hour of calls and publications, half as many as it can carry";
  }

  @Override
  public List<Row> run(Workbench bench) throws IOException, InterruptedException {
    Duration lasts = Duration.ofMinutes(bench.minutes());
    Times times =
        new Times(FIRST_WARM, Duration.ofMillis((long) (bench.seconds() * 1000)), lasts, MINUTE);
    try (Peer junctor = bench.peers().junctor()) {
      return rows(hold(bench.generator(), junctor, times));
    }
  }

  /** Finds out how much the router can do and has it do half of that. */
  static Held hold(Generator generator, Peer router, Times times)
      throws IOException, InterruptedException {
    List<Double> all = capacity(generator, router, times);
    List<Double> half = all.stream().map(rate -> rate * SHARE).toList();
    Duration most = times.lasts().plus(LEFT_ALONE);
    SteadyLoad load = SteadyLoad.start(generator, router, sent(half), WARM, most);
    List<Look> looks = watch(load, router, times);
    return new Held(all, rates(load.stop()), looks);
  }

  /** As fast as it goes, both at once. */
  private static List<Double> capacity(Generator generator, Peer router, Times times)
      throws IOException, InterruptedException {
    List<Double> unpaced = SteadyLoad.PARTS.stream().map(_ -> 0.0).toList();
    List<Figures> figures =
        SteadyLoad.start(generator, router, unpaced, times.warm(), times.capacity()).await();
    double core =
        figures.stream().mapToDouble(run -> run.number("router_util")).average().orElseThrow();
    Workbench.say(
        "  hour      as fast as it goes: %s, %.0f %% of a core", told(rates(figures)), core * 100);
    return rates(figures);
  }

  /** Publications are paced by what is sent, and counted by what arrives. */
  private static List<Double> sent(List<Double> rates) {
    return List.of(rates.get(0), rates.get(1) / SteadyLoad.SUBSCRIBERS);
  }

  private static List<Look> watch(SteadyLoad load, Peer router, Times times) throws IOException {
    List<Look> looks = new ArrayList<>();
    long started = System.nanoTime();
    Duration since = Duration.ZERO;
    ProcessFigures before = ProcessFigures.of(router.pid());
    boolean isStopped = false;
    while (!isStopped && load.isOn() && since.compareTo(times.lasts()) < 0) {
      Duration left = times.lasts().minus(since);
      try {
        Thread.sleep(left.compareTo(times.between()) < 0 ? left : times.between());
      } catch (InterruptedException _) {
        isStopped = true; // what there is until now is shown
      }
      Duration now = Duration.ofNanos(System.nanoTime() - started);
      ProcessFigures figures = ProcessFigures.of(router.pid());
      double cpuMillis = figures.cpuMillis() - before.cpuMillis();
      Look look =
          new Look(now, figures.residentKib() / 1024.0, cpuMillis / now.minus(since).toMillis());
      Workbench.say(
          "  hour  %4d min %6.1f MiB resident, %3.0f %% of a core",
          Math.round(now.toSeconds() / 60.0), look.residentMib(), look.coreShare() * 100);
      looks.add(look);
      since = now;
      before = figures;
    }
    return looks;
  }

  private static List<Double> rates(List<Figures> figures) {
    return figures.stream().map(run -> run.number("rate")).toList();
  }

  private static String told(List<Double> rates) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < rates.size(); i++) {
      parts.add("%.0f %s/s".formatted(rates.get(i), SteadyLoad.PARTS.get(i).message()));
    }
    return String.join(" and ", parts);
  }

  private List<Row> rows(Held held) {
    if (!held.isReached()) {
      Workbench.say("  hour      the machine had no room for the load: this says nothing");
    }
    String links = "rs and ws";
    List<Row> rows = new ArrayList<>();
    long minutes = Math.round(held.last().since().toSeconds() / 60.0);
    Samples resident = new Samples(List.of(held.last().residentMib()));
    rows.add(
        Row.alone(
            this,
            links,
            "resident after %d min, MiB".formatted(minutes),
            resident,
            held.isReached() ? RESIDENT_MIB_MAX : Double.NaN));
    rows.add(
        Row.alone(
            this,
            links,
            "resident, a look a minute, MiB",
            new Samples(held.looks().stream().map(Look::residentMib).toList()),
            Double.NaN));
    for (int i = 0; i < SteadyLoad.PARTS.size(); i++) {
      SteadyLoad.Part part = SteadyLoad.PARTS.get(i);
      rows.add(
          Row.ratio(
              this,
              part.link(),
              part.message() + " per second",
              new Samples(List.of(held.perSecond().get(i))),
              "as fast as it goes",
              new Samples(List.of(held.perSecondMax().get(i))),
              Double.NaN));
    }
    return rows;
  }
}
