package io.junctor.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * What a store was asked and what it promised, and what is wrong with a store that was opened after
 * a crash.
 */
final class CrashModel {

  /** Small, so that a short run fills several. */
  static final StoreLimits LIMITS =
      new StoreLimits(
          1 << 20, StoreLimits.SEGMENT_BYTES_MIN, 100, 1 << 20, 1, java.time.Duration.ZERO);

  /** Smaller still, and full soon: the oldest go. */
  static final StoreLimits DROPPING =
      LIMITS
          .withBytesMax(4L * StoreLimits.SEGMENT_BYTES_MIN)
          .with(StoreLimits.WhenFull.DROP_OLDEST);

  static final String DESTINATION = "cloud";

  private final StoreLimits limits;
  private LongSupplier droppedUpTo = () -> 0;

  private final NavigableMap<Long, byte[]> asked = new TreeMap<>(); // seq -> payload
  private final TreeSet<Long> confirmed = new TreeSet<>();
  private long acknowledgedAsked;
  private long acknowledged;

  CrashModel() {
    this(LIMITS);
  }

  CrashModel(StoreLimits limits) {
    this.limits = limits;
  }

  /**
   * A run of appends, some of them in groups, and acknowledgements; every change of the disk is
   * seen by its hook with this model up to date.
   */
  void run(StoreFiles disk, long seed, int steps) throws IOException {
    Random random = new Random(seed);
    SegmentLog log = SegmentLog.open(disk, limits, 42);
    droppedUpTo = log::droppedUpTo;
    log.openCursor(DESTINATION);
    for (int step = 0; step < steps; step++) {
      if (random.nextInt(4) == 0 && !confirmed.isEmpty()) {
        acknowledge(log, random);
      } else {
        append(log, payloads(random));
      }
    }
    log.close();
  }

  private static List<byte[]> payloads(Random random) {
    List<byte[]> payloads = new ArrayList<>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      byte[] payload = new byte[random.nextInt(300)];
      random.nextBytes(payload);
      payloads.add(payload);
    }
    return payloads;
  }

  private void append(SegmentLog log, List<byte[]> payloads) {
    List<byte[]> rest = payloads;
    while (!rest.isEmpty()) {
      long first = log.nextSeq();
      for (int i = 0; i < rest.size(); i++) {
        asked.put(first + i, rest.get(i));
      }
      try {
        int count = log.append(rest);
        for (int i = 0; i < count; i++) {
          confirmed.add(first + i);
        }
        rest = rest.subList(count, rest.size());
      } catch (IOException e) {
        return; // the publishers were told
      }
    }
  }

  private void acknowledge(SegmentLog log, Random random) {
    long before = acknowledged;
    long seq = before + 1 + random.nextInt((int) Math.max(1, confirmed.last() - before));
    long taken = Math.min(seq, confirmed.last());
    acknowledgedAsked = Math.max(acknowledgedAsked, taken);
    try {
      log.acknowledge(DESTINATION, taken);
      acknowledged = Math.max(acknowledged, taken);
    } catch (IOException e) {
      // it stays where it was, or not
    }
  }

  /** What is wrong with a disk after a crash; empty when nothing is. */
  List<String> check(CrashDisk after) {
    List<String> wrong = new ArrayList<>();
    try {
      SegmentLog log = SegmentLog.open(after, limits, 43);
      log.openCursor(DESTINATION);
      long cursor = log.acknowledged(DESTINATION);
      if (cursor < acknowledged || cursor > Math.max(acknowledged, acknowledgedAsked)) {
        wrong.add("the cursor is at %d, not %d".formatted(cursor, acknowledged));
      }
      Map<Long, byte[]> found = read(log, cursor, wrong);
      // what was dropped may be there, and may be gone: the power failed in between
      for (Long seq : confirmed.tailSet(Math.max(cursor, droppedUpTo.getAsLong()), false)) {
        if (!found.containsKey(seq)) {
          wrong.add("confirmed record " + seq + " is lost");
        }
      }
      goOn(log, found, wrong);
      log.close();
    } catch (IOException | RuntimeException e) {
      wrong.add("does not open: " + e);
    }
    return wrong;
  }

  private Map<Long, byte[]> read(SegmentLog log, long cursor, List<String> wrong)
      throws IOException {
    Map<Long, byte[]> found = new HashMap<>();
    long last = cursor;
    long missing = 0;
    SegmentLog.Found next = log.next(last, SegmentLog.Hint.NONE);
    while (next != null) {
      LogRecord record = next.record();
      if (record.seq() <= last) {
        wrong.add("record %d after %d".formatted(record.seq(), last));
        break;
      }
      last = record.seq();
      byte[] expected = asked.get(last);
      if (expected == null || !java.util.Arrays.equals(expected, record.payload())) {
        wrong.add("record " + last + " was never appended like that");
      }
      missing += next.missing();
      found.put(last, record.payload());
      next = log.next(last, next.next());
    }
    long lost =
        confirmed.subSet(cursor, false, last, true).stream()
            .filter(seq -> !found.containsKey(seq))
            .count();
    if (missing < lost) {
      wrong.add("%d confirmed records are missing and %d are told".formatted(lost, missing));
    }
    return found;
  }

  /** A store that came back must work: what is appended is found, behind all that was there. */
  private static void goOn(SegmentLog log, Map<Long, byte[]> found, List<String> wrong)
      throws IOException {
    long first = log.nextSeq();
    byte[] payload = {1, 2, 3};
    log.append(List.of(payload));
    SegmentLog.Found next = log.next(first - 1, SegmentLog.Hint.NONE);
    if (found.containsKey(first) || next == null || next.record().seq() != first) {
      wrong.add("does not go on after a crash");
    }
  }
}
