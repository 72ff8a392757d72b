package io.junctor.app.fuzz;

import java.io.File;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Feeds every decoder and whole sessions with frames that are wrong, hostile or both, and holds the
 * gateway to this: no exception that nobody expects, no error in the log, no hang, nothing left
 * over (sessions, files, buffers), memory as before.
 *
 * <p>{@link FuzzProgram} runs it for as long as one likes.
 */
final class Fuzz {

  /** Frames of a round, spread over the targets by their weights. */
  private static final int ROUND = 5_000;

  /** The first part of the work loads classes and gives tables their size. */
  private static final int WARM_UP_PERCENT = 20;

  /** Leftovers of a million frames would be more; a JVM's own ups and downs are less. */
  private static final long HEAP_GROWTH_MAX = 24L << 20;

  /** Files the JVM opens for itself when it feels like it. */
  private static final int FILES_GROWTH_MAX = 8;

  private static final Duration BEFORE_PROGRESS = Duration.ofSeconds(1);
  private static final Duration BETWEEN_PROGRESS = Duration.ofSeconds(10);

  /** A round takes a second on a busy machine; one that takes this long has stopped. */
  private static final Duration HANG = Duration.ofMinutes(3);

  private final long frames;
  private final long seed;
  private final PrintStream out;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Map<FuzzTarget, Long> fed = new LinkedHashMap<>();
  private volatile long roundBegan = System.nanoTime();
  private int round;

  Fuzz(long frames, long seed, PrintStream out) {
    this.frames = frames;
    this.seed = seed;
    this.out = out;
  }

  /**
   * What came of it.
   *
   * @param frames how many were fed.
   * @param ofSessions how many of them were messages of whole sessions.
   * @param found what should not have been.
   */
  record Outcome(long frames, long ofSessions, List<String> found) {}

  /** Asks it to end after the round that is on. */
  void stop() {
    stop.countDown();
  }

  boolean isStopped() {
    return stop.getCount() == 0;
  }

  /** Feeds all frames, or those until it is stopped. */
  Outcome run() throws Exception {
    out.printf(Locale.ROOT, "fuzz: %,d frames, seed %d%n", frames, seed);
    Random random = new Random(seed);
    try (FuzzWatch watch = new FuzzWatch();
        FuzzGateway gateway = new FuzzGateway()) {
      List<String> failures = new ArrayList<>();
      Thread dog = Thread.ofPlatform().daemon().name("fuzz-watchdog").start(this::watchForHangs);
      try (SessionTarget sessions = new SessionTarget(random);
          DeviceTarget devices = new DeviceTarget(random);
          ModbusTcpTarget machine = new ModbusTcpTarget(random)) {
        List<FuzzTarget> targets = new ArrayList<>();
        targets.addAll(List.of(sessions, new SerializerTarget(random), new MappingTarget(random)));
        targets.addAll(List.of(devices, machine, new ConfigTarget(random)));
        targets.addAll(wires(gateway, random));
        targets.forEach(target -> fed.put(target, 0L));
        feedAll(failures);
      } finally {
        dog.interrupt();
      }
      watch.findLeaks();
      failures.addAll(watch.found());
      long ofSessions =
          fed.entrySet().stream()
              .filter(entry -> entry.getKey() instanceof SessionTarget)
              .mapToLong(Map.Entry::getValue)
              .sum();
      return new Outcome(total(), ofSessions, failures);
    }
  }

  private static List<FuzzTarget> wires(FuzzGateway gateway, Random random) throws Exception {
    int universal = gateway.universalPort();
    return List.of(
        new WireTarget(new RawSocketConversation(random), gateway, universal, 35, random),
        new WireTarget(
            new WebSocketConversation(universal, random), gateway, universal, 40, random),
        new WireTarget(new HttpConversation(universal, random), gateway, universal, 12, random),
        new WireTarget(new MqttConversation(random), gateway, gateway.mqttPort(), 20, random));
  }

  private void feedAll(List<String> failures) {
    try {
      long began = System.nanoTime();
      feed(frames * WARM_UP_PERCENT / 100, began);
      settle();
      long heap = heap();
      int files = files();
      feed(frames, began);
      settle();
      long grown = heap() - heap;
      int filesGrown = files() - files;
      summarize(began, grown, filesGrown);
      if (grown > HEAP_GROWTH_MAX) {
        failures.add("the heap grew by " + grown + " bytes");
      }
      if (filesGrown > FILES_GROWTH_MAX) {
        failures.add(filesGrown + " more files are open than before");
      }
    } catch (Exception | AssertionError e) {
      java.io.StringWriter text = new java.io.StringWriter();
      e.printStackTrace(new java.io.PrintWriter(text));
      failures.add("seed " + seed + ", round " + round + ": " + text);
    }
  }

  private long total() {
    return fed.values().stream().mapToLong(Long::longValue).sum();
  }

  private void feed(long until, long began) throws Exception {
    long next = System.nanoTime() + BEFORE_PROGRESS.toNanos();
    int weights = fed.keySet().stream().mapToInt(FuzzTarget::weight).sum();
    while (total() < until && !isStopped()) {
      round++;
      roundBegan = System.nanoTime();
      for (FuzzTarget target : fed.keySet()) {
        int share = share(target, weights, Math.min(ROUND, until - total()));
        if (share > 0) {
          target.feed(share);
          fed.merge(target, (long) share, Long::sum);
        }
      }
      if (System.nanoTime() - next > 0) {
        next = System.nanoTime() + BETWEEN_PROGRESS.toNanos();
        progress(began);
      }
    }
  }

  /** At least one, so that the last frames come to an end. */
  private static int share(FuzzTarget target, int weights, long frames) {
    return (int) Math.max(1, frames * target.weight() / weights);
  }

  private void progress(long began) {
    double seconds = (System.nanoTime() - began) / 1e9;
    out.printf(
        Locale.ROOT,
        "fuzz: %,d of %,d frames (%.0f %%), %,.0f a second%n",
        total(),
        frames,
        100.0 * total() / frames,
        total() / seconds);
  }

  private void summarize(long began, long heapGrown, int filesGrown) {
    progress(began);
    fed.forEach(
        (target, count) ->
            out.printf(
                Locale.ROOT,
                "  %-20s %,12d  %s%n",
                target.name(),
                count,
                switch (target) {
                  case WireTarget wire -> wire.figures();
                  case SessionTarget sessions -> sessions.opened() + " sessions";
                  default -> "";
                }));
    out.printf(Locale.ROOT, "  heap %+,d KiB, open files %+d%n", heapGrown >> 10, filesGrown);
  }

  private void settle() throws Exception {
    roundBegan = System.nanoTime();
    for (FuzzTarget target : fed.keySet()) {
      target.settle();
    }
  }

  private void watchForHangs() {
    try {
      while (true) {
        TimeUnit.SECONDS.sleep(1);
        if (System.nanoTime() - roundBegan > HANG.toNanos()) {
          out.println("fuzz: hangs in round " + round + ", seed " + seed);
          Thread.getAllStackTraces()
              .forEach((thread, stack) -> out.println(thread + "\n\t" + List.of(stack)));
          roundBegan = System.nanoTime(); // again, should it go on
        }
      }
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static int files() {
    String[] open = new File("/proc/self/fd").list();
    return open == null ? 0 : open.length;
  }
}
