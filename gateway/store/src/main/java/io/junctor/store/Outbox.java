package io.junctor.store;

import java.io.IOException;
import java.time.InstantSource;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The durable outbox of a gateway: publications go in through the {@link #journal}, and out through
 * a {@link #reader} for each destination. Any thread.
 */
public final class Outbox implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Outbox.class);

  private final SegmentLog segments;
  private final LogWriter writer;
  private final TimeToLive timeToLive;

  private Outbox(SegmentLog segments, StoreLimits limits, TimeToLive timeToLive) {
    this.segments = segments;
    this.timeToLive = timeToLive;
    this.writer = new LogWriter(segments, limits);
  }

  /** Opens an outbox that goes by the clock of this machine. */
  public static Outbox open(StoreFiles files, StoreLimits limits, long newStore)
      throws IOException {
    return open(files, limits, newStore, InstantSource.system());
  }

  /**
   * Opens an outbox with whatever is in the directory.
   *
   * @param newStore names the store if the directory has none: a random number.
   * @param clock tells how old an event is.
   * @throws IOException when the disk does not read or write.
   */
  public static Outbox open(
      StoreFiles files, StoreLimits limits, long newStore, InstantSource clock) throws IOException {
    TimeToLive timeToLive = new TimeToLive(limits.timeToLive(), clock);
    Outbox outbox = new Outbox(openLog(files, limits, newStore, timeToLive), limits, timeToLive);
    outbox.writer.start();
    StoreState state = outbox.state();
    log.info(
        "outbox opened records={} bytes={} damaged={}",
        state.records(),
        state.bytes(),
        state.damaged());
    return outbox;
  }

  private static SegmentLog openLog(
      StoreFiles files, StoreLimits limits, long newStore, TimeToLive timeToLive)
      throws IOException {
    try {
      return SegmentLog.open(
          files, limits, newStore, record -> EventFormat.isOver(record, timeToLive));
    } catch (IOException | RuntimeException e) {
      files.close();
      throw e;
    }
  }

  /** The router's journal, for the topics that a predicate says are durable. */
  public OutboxJournal journal(Predicate<String> durable) {
    return new OutboxJournal(writer, durable);
  }

  /**
   * What a destination has not acknowledged. What is appended stays on disk until every destination
   * that was ever named has acknowledged it.
   *
   * @param destination letters, digits, {@code _} and {@code -}; at most 64.
   * @throws IOException when the disk does not take its cursor.
   */
  public OutboxReader reader(String destination) throws IOException {
    if (!destination.matches("[A-Za-z0-9_-]{1,64}")) {
      throw new IllegalArgumentException(
          "destination: expected letters, digits, _ and -, at most 64, got " + destination);
    }
    segments.openCursor(destination);
    return new OutboxReader(segments, destination, timeToLive);
  }

  /** Runs an action after each group of records that was confirmed; it must not block. */
  public void onAppended(Runnable listener) {
    writer.onConfirmed(listener);
  }

  /** How it is at the moment. */
  public StoreState state() {
    return writer.state();
  }

  /** Writes what is queued and closes the files. */
  @Override
  public void close() {
    writer.close();
    try {
      segments.close();
    } catch (IOException e) {
      log.error("outbox not closed cleanly cause={}", e.toString());
    }
  }
}
