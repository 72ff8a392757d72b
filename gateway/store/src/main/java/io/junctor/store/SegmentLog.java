package io.junctor.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log: segments in order, and how far each destination has acknowledged.
 *
 * <pre>
 * append ──► active segment ──full──► sealed ──► sealed ──acknowledged by all──► deleted
 *                │ write or fsync failed
 *                └──► sealed where the last good fsync left it; a new one takes its place
 * </pre>
 *
 * <p>One thread appends, one thread per destination reads and acknowledges; the lock guards what
 * they share and is not held while a file is written or forced.
 */
final class SegmentLog implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SegmentLog.class);

  private static final String META = "store.meta";
  private static final String CURSOR = "cursor-";
  private static final String QUARANTINED = ".bad";

  /** Segments kept for a person to look at; then the oldest of them goes. */
  private static final int QUARANTINED_MAX = 16;

  private final StoreFiles files;
  private final StoreLimits limits;
  private final SlotFile meta;
  private final long store;
  private final int epoch;
  private final ReentrantLock lock = new ReentrantLock();

  // under the lock
  private final List<Segment> segments; // oldest first
  private final Map<String, Cursor> cursors = new HashMap<>(); // destination -> cursor
  private long confirmedSeq;
  private long damaged;
  private long forces;
  private long bytesWritten;

  // the appending thread's
  private @Nullable Segment active;
  private long nextSeq;
  private long nextOrdinal;

  private static final class Cursor {
    final SlotFile file;
    long seq;

    Cursor(SlotFile file, long seq) {
      this.file = file;
      this.seq = seq;
    }
  }

  /** Where a reader has got to, so that it need not search. */
  record Hint(long seq, long ordinal, long position) {

    static final Hint NONE = new Hint(-1, -1, -1);
  }

  /** A record and where the next one is. */
  record Found(LogRecord record, Hint next) {}

  private SegmentLog(StoreFiles files, StoreLimits limits, SlotFile meta, Recovery recovery)
      throws IOException {
    this.files = files;
    this.limits = limits;
    this.meta = meta;
    this.segments = recovery.segments();
    this.damaged = recovery.damaged();
    long[] known = meta.values();
    this.store = known == null ? 0 : known[0];
    this.epoch = known == null ? 0 : (int) known[1];
    this.nextOrdinal = segments.isEmpty() ? 1 : segments.getLast().ordinal() + 1;
    this.confirmedSeq = recovery.lastSeq();
    if (!segments.isEmpty() && segments.getLast().isTailClean()) {
      active = segments.getLast();
    }
  }

  /**
   * Opens the log, whatever state it is in.
   *
   * @param newStore names the store if it is a new one.
   * @throws IOException when the disk does not read or write.
   */
  static SegmentLog open(StoreFiles files, StoreLimits limits, long newStore) throws IOException {
    Recovery recovery = Recovery.of(files);
    SlotFile meta = SlotFile.open(files, META);
    long[] known = meta.values();
    meta.write(known == null ? newStore : known[0], known == null ? 1 : known[1] + 1);
    SegmentLog opened = new SegmentLog(files, limits, meta, recovery);
    for (String name : files.list()) {
      if (name.startsWith(CURSOR)) {
        opened.openCursor(name.substring(CURSOR.length()));
      }
    }
    if (!opened.segments.isEmpty()) {
      // what was read may only be in the page cache of a process that was killed
      opened.segments.getLast().force();
    }
    opened.nextSeq = opened.confirmedSeq + 1;
    return opened;
  }

  /** Makes sure that a destination has a cursor; a new one begins with what is there. */
  void openCursor(String destination) throws IOException {
    lock.lock();
    try {
      if (cursors.containsKey(destination)) {
        return;
      }
      SlotFile file = SlotFile.open(files, CURSOR + destination);
      long[] values = file.values();
      // a cursor of another store means nothing here; too much sent is better than too little
      long seq = values != null && values[0] == store ? values[1] : 0;
      cursors.put(destination, new Cursor(file, seq));
      confirmedSeq = Math.max(confirmedSeq, seq);
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
      RecordFormat.write(batch, epoch, nextSeq + i, payloads.get(i));
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
    long used = usedBytes();
    if (used + size > limits.bytesMax()) {
      throw new StoreFullException(used, limits.bytesMax());
    }
    Segment fresh =
        Segment.create(files, store, nextOrdinal, confirmedSeq(), size, Recovery.TEMPORARY);
    lock.lock();
    try {
      if (present != null) {
        present.seal();
      }
      segments.add(fresh);
      active = fresh;
      nextOrdinal++;
      bytesWritten += size;
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
    Segment segment = known ? segment(hint.ordinal()) : null;
    if (segment == null || position >= endOf(segment)) {
      segment = segmentBehind(afterSeq, segment);
      position = Segment.HEADER_BYTES;
    }
    while (segment != null) {
      LogRecord record = position < endOf(segment) ? segment.read(position) : null;
      if (record == null) {
        if (position < endOf(segment)) {
          damaged(segment, position);
        }
        segment = segmentBehind(afterSeq, segment);
        position = Segment.HEADER_BYTES;
      } else {
        position += RecordFormat.sizeOf(record.payload().length);
        if (record.seq() > afterSeq) {
          return new Found(record, new Hint(record.seq(), segment.ordinal(), position));
        }
      }
    }
    return null;
  }

  private @Nullable Segment segment(long ordinal) {
    lock.lock();
    try {
      return segments.stream().filter(one -> one.ordinal() == ordinal).findFirst().orElse(null);
    } finally {
      lock.unlock();
    }
  }

  /** The first segment behind another that holds a record above the number. */
  private @Nullable Segment segmentBehind(long afterSeq, @Nullable Segment before) {
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
    Cursor cursor = cursor(destination);
    if (seq > cursor.seq) {
      cursor.file.write(store, seq);
      lock.lock();
      try {
        cursor.seq = seq;
      } finally {
        lock.unlock();
      }
      deleteAcknowledged();
    }
  }

  /** How far a destination has acknowledged. */
  long acknowledged(String destination) {
    lock.lock();
    try {
      return cursor(destination).seq;
    } finally {
      lock.unlock();
    }
  }

  private Cursor cursor(String destination) {
    lock.lock();
    try {
      Cursor cursor = cursors.get(destination);
      if (cursor == null) {
        throw new IllegalArgumentException("no destination " + destination);
      }
      return cursor;
    } finally {
      lock.unlock();
    }
  }

  private void deleteAcknowledged() throws IOException {
    Segment done = acknowledgedSegment();
    boolean changed = done != null;
    while (done != null) {
      if (done.isDamaged()) {
        quarantine(done);
      } else {
        files.delete(done.name());
      }
      done.close();
      lock.lock();
      try {
        segments.removeFirst();
      } finally {
        lock.unlock();
      }
      done = acknowledgedSegment();
    }
    if (changed) {
      files.forceDirectory();
    }
  }

  /** The oldest segment if nobody needs it any more; never the newest, which tells the numbers. */
  private @Nullable Segment acknowledgedSegment() {
    lock.lock();
    try {
      long acknowledged = cursors.values().stream().mapToLong(one -> one.seq).min().orElse(0);
      Segment oldest = segments.size() > 1 ? segments.getFirst() : null;
      return oldest != null && oldest.lastSeq() <= acknowledged ? oldest : null;
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

  /** The number of the last record that survives a power cut. */
  long confirmedSeq() {
    lock.lock();
    try {
      return confirmedSeq;
    } finally {
      lock.unlock();
    }
  }

  private long usedBytes() {
    lock.lock();
    try {
      return segments.stream().mapToLong(Segment::size).sum();
    } finally {
      lock.unlock();
    }
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
          segments.stream().mapToLong(Segment::size).sum(),
          limits.bytesMax(),
          segments.stream().mapToLong(Segment::records).sum(),
          rejected,
          damaged,
          forces,
          bytesWritten);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    for (Segment segment : segments) {
      segment.close();
    }
    for (Cursor cursor : cursors.values()) {
      cursor.file.close();
    }
    meta.close();
    files.close();
  }
}
