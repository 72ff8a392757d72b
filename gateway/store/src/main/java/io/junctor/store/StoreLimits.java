package io.junctor.store;

import java.time.Duration;

/**
 * The bounds of a store.
 *
 * @param bytesMax bytes of all segments on disk. Default 64 MiB: a day of ten readings a second,
 *     and small beside the smallest card.
 * @param segmentBytes bytes of a segment. Default 256 KiB: what is acknowledged is given back to
 *     the disk in such pieces.
 * @param queueRecordsMax records that wait for the writer. Default 4,096: some seconds of a busy
 *     board while a worn card blocks.
 * @param queueBytesMax bytes that wait for the writer. Default 4 MiB.
 * @param groupBytes so many waiting bytes are written without waiting for more. Default 64 KiB.
 * @param groupDelay time from one fsync to the next, unless {@code groupBytes} wait. Default 20 ms:
 *     at most 50 small writes a second wear the card; a single publication after a pause does not
 *     wait.
 * @param whenFull what happens when {@code bytesMax} is reached. Default: refuse.
 * @param timeToLive what is older does not leave any more, and makes room when there is none; zero
 *     for ever. Default zero.
 */
public record StoreLimits(
    long bytesMax,
    int segmentBytes,
    int queueRecordsMax,
    int queueBytesMax,
    int groupBytes,
    Duration groupDelay,
    WhenFull whenFull,
    Duration timeToLive) {

  /** What happens when there is no room. */
  public enum WhenFull {
    /** The publication fails, and its publisher is told. */
    REFUSE,
    /** The oldest segment is dropped; whoever reads there is told how many records are missing. */
    DROP_OLDEST
  }

  /** A segment has room for some records beside its header. */
  static final int SEGMENT_BYTES_MIN = 1024;

  /** Without a time to live; a full store refuses. */
  public StoreLimits(
      long bytesMax,
      int segmentBytes,
      int queueRecordsMax,
      int queueBytesMax,
      int groupBytes,
      Duration groupDelay) {
    this(
        bytesMax,
        segmentBytes,
        queueRecordsMax,
        queueBytesMax,
        groupBytes,
        groupDelay,
        WhenFull.REFUSE,
        Duration.ZERO);
  }

  /** The defaults. */
  public static final StoreLimits DEFAULT =
      new StoreLimits(64L << 20, 256 << 10, 4_096, 4 << 20, 64 << 10, Duration.ofMillis(20));

  public StoreLimits {
    if (segmentBytes < SEGMENT_BYTES_MIN || bytesMax < 2L * segmentBytes) {
      throw new IllegalArgumentException(
          "store limits: expected segments of at least %d bytes and room for two, got %d of %d"
              .formatted(SEGMENT_BYTES_MIN, segmentBytes, bytesMax));
    }
    if (queueRecordsMax < 1
        || queueBytesMax < 1
        || groupBytes < 1
        || groupDelay.isNegative()
        || timeToLive.isNegative()) {
      throw new IllegalArgumentException("store limits: expected bounds of at least 1");
    }
  }

  /** The same with another bound of the whole. */
  public StoreLimits withBytesMax(long bytes) {
    return new StoreLimits(
        bytes,
        segmentBytes,
        queueRecordsMax,
        queueBytesMax,
        groupBytes,
        groupDelay,
        whenFull,
        timeToLive);
  }

  /** The same with another policy. */
  public StoreLimits with(WhenFull policy) {
    return new StoreLimits(
        bytesMax,
        segmentBytes,
        queueRecordsMax,
        queueBytesMax,
        groupBytes,
        groupDelay,
        policy,
        timeToLive);
  }

  /** The same with another time to live. */
  public StoreLimits withTimeToLive(Duration time) {
    return new StoreLimits(
        bytesMax,
        segmentBytes,
        queueRecordsMax,
        queueBytesMax,
        groupBytes,
        groupDelay,
        whenFull,
        time);
  }
}
