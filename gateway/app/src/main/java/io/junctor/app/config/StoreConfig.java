package io.junctor.app.config;

import org.jspecify.annotations.Nullable;

/**
 * Where durable events wait.
 *
 * @param directory the directory of the outbox; made when absent, of this gateway alone. Required.
 * @param megabytes how large it may get, range [1, 16384]; then publications to durable topics
 *     fail. Default 64.
 */
public record StoreConfig(String directory, Integer megabytes) {

  private static final int MEGABYTES_DEFAULT = 64;
  private static final int MEGABYTES_MAX = 16_384;

  public StoreConfig(@Nullable String directory, @Nullable Integer megabytes) {
    if (directory == null || directory.isBlank()) {
      throw new IllegalArgumentException("directory: expected a directory, got nothing");
    }
    this.directory = directory;
    this.megabytes = megabytes == null ? MEGABYTES_DEFAULT : megabytes;
    if (this.megabytes < 1 || this.megabytes > MEGABYTES_MAX) {
      throw new IllegalArgumentException(
          "megabytes: expected 1 to %d, got %d".formatted(MEGABYTES_MAX, this.megabytes));
    }
  }
}
