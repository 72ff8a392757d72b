package io.junctor.app.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where durable events wait.
 *
 * @param directory the directory of the outbox; made when absent, of this gateway alone. Required.
 * @param megabytes how large it may get, range [1, 16384]. Default 64.
 * @param whenFull what happens then. Default {@code refuse}.
 * @param keepFor how old an event may get before it is left out, such as {@code 72h}; by default
 *     any.
 */
public record StoreConfig(
    String directory, Integer megabytes, WhenFull whenFull, @Nullable Duration keepFor) {

  /** What happens when there is no room. */
  public enum WhenFull {
    /** Publications to durable topics fail, and their publishers are told. */
    REFUSE,
    /** The oldest are dropped, and the other side is told how many are missing. */
    DROP_OLDEST
  }

  private static final int MEGABYTES_DEFAULT = 64;
  private static final int MEGABYTES_MAX = 16_384;

  public StoreConfig(
      @Nullable String directory,
      @Nullable Integer megabytes,
      @Nullable WhenFull whenFull,
      @Nullable Duration keepFor) {
    if (directory == null || directory.isBlank()) {
      throw new IllegalArgumentException("directory: expected a directory, got nothing");
    }
    this.directory = directory;
    this.megabytes = megabytes == null ? MEGABYTES_DEFAULT : megabytes;
    this.whenFull = whenFull == null ? WhenFull.REFUSE : whenFull;
    this.keepFor = keepFor;
    if (keepFor != null && (keepFor.isZero() || keepFor.isNegative())) {
      throw new IllegalArgumentException("keepFor: expected a time such as 72h, got " + keepFor);
    }
    if (this.megabytes < 1 || this.megabytes > MEGABYTES_MAX) {
      throw new IllegalArgumentException(
          "megabytes: expected 1 to %d, got %d".formatted(MEGABYTES_MAX, this.megabytes));
    }
  }
}
