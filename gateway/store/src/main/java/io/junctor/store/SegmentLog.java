package io.junctor.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log: segments in order, and how far each destination has acknowledged.
 *
 * <pre>
 * append ──► active segment ──full──► sealed ──► sealed ──acknowledged by all──► deleted
 *                │ write or fsync failed                      or dropped to make room
 *                └──► sealed where the last good fsync left it; a new one takes its place
 * </pre>
 *
 * <p>Files that nobody needs any more are used again for new segments, as far as there is need.
 *
 * <p>One thread appends, one thread per destination reads and acknowledges; the lock guards what
 * they share and is not held while a file is written or forced.
 */
final class SegmentLog implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SegmentLog.class);

  private static final String META = "store.meta";

  private final StoreFiles files;
  private final StoreLimits limits;
  private final SlotFile meta;
  private final long store;
  private final int epoch;
  private final ReentrantLock lock = new ReentrantLock();
  private final SegmentStock stock;
  private final Cursors cursors;

  // under the lock
  private long confirmedSeq;
  private long damaged;
  private long forces;
  private long bytesWritten;

  // the appending thread's
  private @Nullable Segment active;
  private long nextSeq;
  private long nextOrdinal;

  /** Where a reader has got to, so that it need not search. */
  record Hint(long seq, long ordinal, long position) {

    static final Hint NONE = new Hint(-1, -1, -1);
  }

  /** A record, where the next one is, and how many are missing before it. */
  record Found(LogRecord record, Hint next, long missing) {}

  private SegmentLog(
      StoreFiles files,
      StoreLimits limits,
      SlotFile meta,
      Recovery recovery,
      Predicate<LogRecord> expired) {
    this.files = files;
    this.limits = limits;
    this.meta = meta;
    this.stock = new SegmentStock(files, limits, lock, recovery, expired);
    this.damaged = recovery.damaged();
    long[] known = meta.values();
    this.store = known == null ? 0 : known[0];
    this.epoch = known == null ? 0 : (int) known[1];
    this.cursors = new Cursors(files, store, lock);
    Segment newest = stock.newest();
    this.nextOrdinal = newest == null ? 1 : newest.ordinal() + 1;
    this.confirmedSeq = recovery.lastSeq();
    if (newest != null && newest.isTailClean()) {
      active = newest;
    }
  }

  /** Opens a log whose records do not expire. */
  static SegmentLog open(StoreFiles files, StoreLimits limits, long newStore) throws IOException {
    return open(files, limits, newStore, _ -> false);
  }

  /**
   * Opens the log, whatever state it is in.
   *
   * @param newStore names the store if it is a new one.
   * @param expired whether a record is too old to be wanted; asked when there is no room.
   * @throws IOException when the disk does not read or write.
   */
  static SegmentLog open(
      StoreFiles files, StoreLimits limits, long newStore, Predicate<LogRecord> expired)
      throws IOException {
    Recovery recovery = Recovery.of(files, limits.segmentBytes());
    SlotFile meta = SlotFile.open(files, META);
    long[] known = meta.values();
    meta.write(known == null ? newStore : known[0], known == null ? 1 : known[1] + 1);
    SegmentLog opened = new SegmentLog(files, limits, meta, recovery, expired);
    for (String destination : Cursors.destinations(files)) {
      opened.openCursor(destination);
    }
    Segment newest = opened.stock.newest();
    if (newest != null) {
      // what was read may only be in the page cache of a process that was killed
      newest.force();
    }
    opened.nextSeq = opened.confirmedSeq + 1;
    return opened;
  }

  /** Makes sure that a destination has a cursor; a new one begins with what is there. */
  void openCursor(String destination) throws IOException {
    lock.lock();
    try {
      confirmedSeq = Math.max(confirmedSeq, cursors.open(destination, stock.behindFirst()));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Appends records from the front of the list, as many as fit into one segment.
   *
   * @return how many were taken; they survive a power cut. At least one.
   * @throws StoreFullException when there is no room for the first.
   * @throws IOException when the disk does not take them, on a second segment either; their numbers
   *     are not given again.
   */
  int append(List<byte[]> payloads) throws IOException {
    Segment segment = room(RecordFormat.sizeOf(payloads.getFirst().length));
    try {
      return appendTo(segment, payloads);
    } catch (IOException e) {
      log.error("store segment failed file={} cause={}", segment.name(), e.toString());
      giveUp(segment);
      try {
        Segment fresh = room(RecordFormat.sizeOf(payloads.getFirst().length));
        return appendTo(fresh, payloads);
      } catch (IOException again) {
        again.addSuppressed(e);
        abandon(payloads.size());
        throw again;
      }
    }
  }

  private int appendTo(Segment segment, List<byte[]> payloads) throws IOException {
    int bytes = 0;
    int count = 0;
    while (count < payloads.size()) {
      int size = RecordFormat.sizeOf(payloads.get(count).length);
      if (!segment.fits((long) bytes + size)) {
        break;
      }
      bytes += size;
      count++;
    }
    ByteBuffer batch = ByteBuffer.allocate(bytes);
    for (int i = 0; i < count; i++) {
      RecordFormat.write(batch, segment.ordinal(), epoch, nextSeq + i, payloads.get(i));
    }
    segment.write(batch.flip());
    lock.lock();
    try {
      segment.confirm(bytes, nextSeq, count);
      nextSeq += count;
      confirmedSeq = nextSeq - 1;
      forces++;
      bytesWritten += bytes;
    } finally {
      lock.unlock();
    }
    return count;
  }

  /** What was not confirmed may or may not be on disk: its numbers are spent. */
  private void abandon(int count) {
    Segment failed = active;
    if (failed != null) {
      giveUp(failed);
    }
    nextSeq += count;
  }

  private void giveUp(Segment segment) {
    lock.lock();
    try {
      segment.seal();
      active = null;
    } finally {
      lock.unlock();
    }
  }

  /** A segment with room for a record; a new one when the active one has none. */
  private Segment room(int bytes) throws IOException {
    Segment present = active;
    if (present != null && present.fits(bytes)) {
      return present;
    }
    long size = Math.max(limits.segmentBytes(), Segment.HEADER_BYTES + (long) bytes);
    Segment fresh = stock.fresh(size, store, nextOrdinal, confirmedSeq());
    lock.lock();
    try {
      if (present != null) {
        present.seal();
      }
      stock.add(fresh);
      active = fresh;
      nextOrdinal++;
      bytesWritten += fresh.isTailClean() ? size : Segment.HEADER_BYTES;
    } finally {
      lock.unlock();
    }
    return fresh;
  }

  /**
   * The first confirmed record behind a number.
   *
   * @param hint of the last record found; {@link Hint#NONE} to search.
   * @return null when there is none yet.
   */
  @Nullable Found next(long afterSeq, Hint hint) throws IOException {
    boolean known = hint.seq() == afterSeq;
    long position = known ? hint.position() : -1;
    Segment segment = known ? stock.get(hint.ordinal()) : null;
    if (segment == null || position >= endOf(segment)) {
      segment = stock.behind(afterSeq, segment);
      position = Segment.HEADER_BYTES;
    }
    while (segment != null) {
      LogRecord record = position < endOf(segment) ? read(segment, position) : null;
      if (record == null) {
        if (position < endOf(segment) && stock.has(segment)) {
          damaged(segment, position);
        }
        segment = stock.behind(afterSeq, segment);
        position = Segment.HEADER_BYTES;
      } else {
        position += RecordFormat.sizeOf(record.payload().length);
        if (record.seq() > afterSeq) {
          Hint next = new Hint(record.seq(), segment.ordinal(), position);
          return new Found(record, next, missing(segment, afterSeq));
        }
      }
    }
    return null;
  }

  /** The record there; null also when the segment was dropped meanwhile. */
  private @Nullable LogRecord read(Segment segment, long position) throws IOException {
    try {
      return segment.read(position);
    } catch (ClosedChannelException e) {
      if (stock.has(segment)) {
        throw e;
      }
      return null;
    }
  }

  /** How many records were confirmed before a segment and behind a number, and are not there. */
  private static long missing(Segment segment, long afterSeq) {
    long before = segment.previous() >= 0 ? segment.previous() : segment.firstSeq() - 1;
    return Math.max(0, before - afterSeq);
  }

  private long endOf(Segment segment) {
    lock.lock();
    try {
      return segment.end();
    } finally {
      lock.unlock();
    }
  }

  private void damaged(Segment segment, long position) {
    lock.lock();
    try {
      if (!segment.isDamaged()) {
        damaged++;
        log.error(
            "store segment damaged file={} cause=the record at {} does not check",
            segment.name(),
            position);
      }
      segment.markDamaged();
    } finally {
      lock.unlock();
    }
  }

  /**
   * A destination has taken everything up to a number: on return that survives a power cut, and
   * what all destinations have taken is deleted.
   *
   * @throws IOException when the disk did not take it; the cursor stays where it was.
   */
  void acknowledge(String destination, long seq) throws IOException {
    if (cursors.advance(destination, seq)) {
      stock.retire(cursors::acknowledgedByAll);
    }
  }

  /** How far a destination has acknowledged. */
  long acknowledged(String destination) {
    return cursors.acknowledged(destination);
  }

  /** The number of the last record that survives a power cut. */
  long confirmedSeq() {
    lock.lock();
    try {
      return confirmedSeq;
    } finally {
      lock.unlock();
    }
  }

  /** The last record that was dropped to make room; 0 when none was. */
  long droppedUpTo() {
    return stock.droppedUpTo();
  }

  /** The number of the next record. Appending thread. */
  long nextSeq() {
    return nextSeq;
  }

  RecordId idOf(LogRecord record) {
    return new RecordId(store, record.epoch(), record.seq());
  }

  /** What is known here; the writer adds the rest. */
  StoreState state(@Nullable String problem, long rejected) {
    lock.lock();
    try {
      return new StoreState(
          problem,
          stock.bytes(),
          limits.bytesMax(),
          stock.records(),
          rejected,
          damaged,
          stock.dropped(),
          forces,
          bytesWritten);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    stock.close();
    cursors.close();
    meta.close();
    files.close();
  }
}
