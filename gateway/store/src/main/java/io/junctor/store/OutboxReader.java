package io.junctor.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one destination has not acknowledged yet, in order. Not thread-safe, except where it says
 * so: one reader per destination, on one thread.
 */
public final class OutboxReader {

  private static final Logger log = LoggerFactory.getLogger(OutboxReader.class);

  private final SegmentLog segments;
  private final String destination;
  private final TimeToLive timeToLive;
  private SegmentLog.Hint hint = SegmentLog.Hint.NONE;
  private long position; // the last record that was read

  private long missing; // since the last record that was given
  private long expired;

  OutboxReader(SegmentLog segments, String destination, TimeToLive timeToLive) {
    this.segments = segments;
    this.timeToLive = timeToLive;
    this.destination = destination;
    rewind();
  }

  /** Reads again from the first record that is not acknowledged. */
  public void rewind() {
    rewindTo(segments.acknowledged(destination));
  }

  /** Reads again what follows a record. */
  public void rewindTo(long seq) {
    position = seq;
    hint = SegmentLog.Hint.NONE;
    missing = 0;
    expired = 0;
  }

  /**
   * The next record that is not too old. What was left out before it is told with it, even when
   * that was before other calls that found none.
   *
   * @return null when there is none at the moment.
   * @throws IOException when the disk does not read.
   */
  public @Nullable StoredEvent next() throws IOException {
    SegmentLog.Found found = segments.next(position, hint);
    while (found != null) {
      LogRecord record = found.record();
      position = record.seq();
      hint = found.next();
      missing += found.missing();
      StoredEvent event = decode(record);
      if (event != null && !timeToLive.isOver(event.time())) {
        Gap gap = new Gap(missing, expired);
        missing = 0;
        expired = 0;
        return gap.isNone() ? event : event.behind(gap);
      }
      missing += event == null ? 1 : 0;
      expired += event == null ? 0 : 1;
      found = segments.next(position, hint);
    }
    return null;
  }

  private @Nullable StoredEvent decode(LogRecord record) {
    try {
      return EventFormat.decode(segments.idOf(record), record.payload());
    } catch (RuntimeException e) { // whole, and yet not ours: of another version
      log.error("store record skipped seq={} cause={}", record.seq(), e.getMessage());
      return null;
    }
  }

  /**
   * The destination has everything up to a record; on return that survives a power cut.
   *
   * @throws IOException when the disk did not take it; it may be tried again.
   */
  public void acknowledge(long seq) throws IOException {
    segments.acknowledge(destination, seq);
  }

  /** How many records wait for the destination at most (numbers may be left out). Any thread. */
  public long backlog() {
    return Math.max(0, segments.confirmedSeq() - segments.acknowledged(destination));
  }

  /** The number of the last record on disk; 0 when there was none yet. Any thread. */
  public long lastSeq() {
    return segments.confirmedSeq();
  }
}
