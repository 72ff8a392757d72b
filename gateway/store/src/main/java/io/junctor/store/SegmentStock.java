package io.junctor.store;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments of a log, oldest first, and the files that wait to become new ones: what is there,
 * how room is made, what becomes of files.
 *
 * <p>Shares the log's lock, which guards the lists; a lock of its own is held while a segment is
 * taken away, so that it is taken away once. Any thread.
 */
final class SegmentStock {

  private static final Logger log = LoggerFactory.getLogger(SegmentStock.class);

  private static final String QUARANTINED = ".bad";

  /** Segments kept for a person to look at; then the oldest of them goes. */
  private static final int QUARANTINED_MAX = 16;

  private final StoreFiles files;
  private final StoreLimits limits;
  private final Predicate<LogRecord> expired;
  private final ReentrantLock retiring = new ReentrantLock();
  private final ReentrantLock lock; // the log's

  // under the log's lock
  private final List<Segment> segments; // oldest first
  private final ArrayDeque<SpareFile> spares;
  private long dropped;
  private long droppedUpTo;

  SegmentStock(
      StoreFiles files,
      StoreLimits limits,
      ReentrantLock lock,
      Recovery recovery,
      Predicate<LogRecord> expired) {
    this.files = files;
    this.limits = limits;
    this.lock = lock;
    this.segments = recovery.segments();
    this.spares = new ArrayDeque<>(recovery.spares());
    this.expired = expired;
  }

  /** The newest segment; null when there is none. */
  @Nullable Segment newest() {
    lock.lock();
    try {
      return segments.isEmpty() ? null : segments.getLast();
    } finally {
      lock.unlock();
    }
  }

  /** Adds a fresh one. */
  void add(Segment fresh) {
    lock.lock();
    try {
      segments.add(fresh);
    } finally {
      lock.unlock();
    }
  }

  /** The segment with an ordinal; null when it is not there any more. */
  @Nullable Segment get(long ordinal) {
    lock.lock();
    try {
      return segments.stream().filter(one -> one.ordinal() == ordinal).findFirst().orElse(null);
    } finally {
      lock.unlock();
    }
  }

  /** The first segment behind another that holds a record above the number. */
  @Nullable Segment behind(long afterSeq, @Nullable Segment before) {
    lock.lock();
    try {
      for (Segment one : segments) {
        if ((before == null || one.ordinal() > before.ordinal()) && one.lastSeq() > afterSeq) {
          return one;
        }
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** Whether a segment is still there. */
  boolean has(Segment segment) {
    return get(segment.ordinal()) != null;
  }

  /** The number before the oldest record. Under the lock. */
  long behindFirst() {
    if (segments.isEmpty()) {
      return 0;
    }
    Segment oldest = segments.getFirst();
    return Math.max(0, oldest.isEmpty() ? oldest.previous() : oldest.firstSeq() - 1);
  }

  /**
   * A new segment, in a spare file if there is one; makes room where that is allowed.
   *
   * @throws StoreFullException when there is none.
   */
  Segment fresh(long size, long store, long ordinal, long previous) throws IOException {
    SpareFile spare = spare(size);
    while (spare == null && bytes() + size > limits.bytesMax()) {
      dropOldest();
      spare = spare(size);
    }
    return spare != null
        ? Segment.recycle(files, spare, store, ordinal, previous)
        : Segment.create(files, store, ordinal, previous, size, Recovery.TEMPORARY);
  }

  private @Nullable SpareFile spare(long size) {
    lock.lock();
    try {
      return size == limits.segmentBytes() ? spares.poll() : null;
    } finally {
      lock.unlock();
    }
  }

  /** Makes room where that is allowed. */
  private void dropOldest() throws IOException {
    retiring.lock();
    try {
      Segment oldest = oldest();
      boolean mayGo =
          oldest != null
              && (limits.whenFull() == StoreLimits.WhenFull.DROP_OLDEST || isExpired(oldest));
      if (oldest == null || !mayGo) {
        throw new StoreFullException(bytes(), limits.bytesMax());
      }
      log.warn("store full: dropping records={} up to seq={}", oldest.records(), oldest.lastSeq());
      lock.lock();
      try {
        dropped += oldest.records();
        droppedUpTo = oldest.lastSeq();
      } finally {
        lock.unlock();
      }
      retire(oldest);
      files.forceDirectory();
    } finally {
      retiring.unlock();
    }
  }

  private boolean isExpired(Segment segment) throws IOException {
    LogRecord last = segment.last();
    return last != null && expired.test(last);
  }

  /** The oldest segment; never the newest, which tells the numbers. */
  private @Nullable Segment oldest() {
    lock.lock();
    try {
      return segments.size() > 1 ? segments.getFirst() : null;
    } finally {
      lock.unlock();
    }
  }

  /** Takes away what all destinations have, up to a number that may grow meanwhile. */
  void retire(LongSupplier acknowledged) throws IOException {
    retiring.lock();
    try {
      Segment done = firstUpTo(acknowledged.getAsLong());
      boolean changed = done != null;
      while (done != null) {
        retire(done);
        done = firstUpTo(acknowledged.getAsLong());
      }
      if (changed) {
        files.forceDirectory();
      }
    } finally {
      retiring.unlock();
    }
  }

  /** The oldest segment if nobody needs it any more. */
  private @Nullable Segment firstUpTo(long seq) {
    Segment oldest = oldest();
    return oldest != null && lastSeqOf(oldest) <= seq ? oldest : null;
  }

  private long lastSeqOf(Segment segment) {
    lock.lock();
    try {
      return segment.lastSeq();
    } finally {
      lock.unlock();
    }
  }

  /** Takes a segment away; its file may become a spare one. */
  private void retire(Segment segment) throws IOException {
    SpareFile spare = null;
    if (segment.isDamaged()) {
      quarantine(segment);
    } else if (segment.size() == limits.segmentBytes() && spareCount() < SpareFile.MAX) {
      spare = segment.toSpare(files);
    } else {
      files.delete(segment.name());
    }
    lock.lock();
    try {
      segments.remove(segment);
      if (spare != null) {
        spares.add(spare); // only now: a reader that still looks at it must find it gone
      }
    } finally {
      lock.unlock();
    }
    if (spare == null) {
      segment.close();
    }
  }

  private int spareCount() {
    lock.lock();
    try {
      return spares.size();
    } finally {
      lock.unlock();
    }
  }

  /** Keeps a damaged file for a person to look at. */
  private void quarantine(Segment segment) throws IOException {
    List<String> kept =
        files.list().stream().filter(name -> name.endsWith(QUARANTINED)).sorted().toList();
    if (kept.size() >= QUARANTINED_MAX) {
      files.delete(kept.getFirst());
    }
    String name = segment.name() + QUARANTINED;
    if (kept.contains(name)) {
      files.delete(name);
    }
    files.rename(segment.name(), name);
  }

  /** What all files take. */
  long bytes() {
    lock.lock();
    try {
      return segments.stream().mapToLong(Segment::size).sum()
          + spares.stream().mapToLong(SpareFile::size).sum();
    } finally {
      lock.unlock();
    }
  }

  /** The records of all segments. */
  long records() {
    lock.lock();
    try {
      return segments.stream().mapToLong(Segment::records).sum();
    } finally {
      lock.unlock();
    }
  }

  /** How many records were dropped to make room. */
  long dropped() {
    lock.lock();
    try {
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  /** The last record that was dropped to make room; 0 when none was. */
  long droppedUpTo() {
    lock.lock();
    try {
      return droppedUpTo;
    } finally {
      lock.unlock();
    }
  }

  /** Closes all files. */
  void close() throws IOException {
    for (Segment segment : segments) {
      segment.close();
    }
    for (SpareFile spare : spares) {
      spare.file().close();
    }
  }
}
