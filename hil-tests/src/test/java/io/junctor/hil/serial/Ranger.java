package io.junctor.hil.serial;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Says what an HRXL-MaxSonar says, over and over, whether anybody reads it: a capital R, four
 * digits of millimetres, a carriage return. It may be told to say something else instead.
 */
public final class Ranger implements AutoCloseable {

  /** More often than the sensor's 7 times a second, so that tests need not wait for its filter. */
  private static final int PERIOD_MILLIS = 40;

  private final SerialLine line;
  private final AtomicReference<List<byte[]>> pieces = new AtomicReference<>(List.of());
  private final AtomicInteger next = new AtomicInteger();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

  private Ranger(SerialLine line) {
    this.line = line;
  }

  /** A silent ranger on a line. */
  public static Ranger on(SerialLine line) {
    Ranger ranger = new Ranger(line);
    var _ = ranger.timer.scheduleAtFixedRate(ranger::say, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    return ranger;
  }

  private void say() {
    List<byte[]> now = pieces.get();
    if (!now.isEmpty()) {
      line.send(now.get(Math.floorMod(next.getAndIncrement(), now.size())));
    }
  }

  /** Measures this distance from now on. */
  public void measure(int millimetres) {
    repeat(frame(millimetres));
  }

  /** Sends these pieces in turn from now on, one a period: bytes as characters of ISO 8859-1. */
  void repeat(String... latin1) {
    next.set(0);
    pieces.set(
        List.of(latin1).stream().map(text -> text.getBytes(StandardCharsets.ISO_8859_1)).toList());
  }

  /** Sends nothing from now on. */
  void fallSilent() {
    pieces.set(List.of());
  }

  /** What it sends for a distance. */
  static String frame(int millimetres) {
    return String.format(Locale.ROOT, "R%04d\r", millimetres);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
