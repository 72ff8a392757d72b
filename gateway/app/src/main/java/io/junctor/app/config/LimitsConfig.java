package io.junctor.app.config;

import org.jspecify.annotations.Nullable;

/**
 * How many may connect. Each open session costs some 10 KiB.
 *
 * @param connections connections of a listener, range [1, 50000], and of all listeners together
 *     twice as many. Default 1000.
 * @param connectionsPerAddress connections from one IP address to a listener, range [1, 50000].
 *     Default 100.
 */
public record LimitsConfig(Integer connections, Integer connectionsPerAddress) {

  /** What holds where nothing is configured. */
  public static final LimitsConfig DEFAULT = new LimitsConfig(null, null);

  private static final int CONNECTIONS_DEFAULT = 1000;
  private static final int PER_ADDRESS_DEFAULT = 100;
  private static final int CONNECTIONS_MAX = 50_000; // below the 65,535 files that systemd allows

  public LimitsConfig(@Nullable Integer connections, @Nullable Integer connectionsPerAddress) {
    this.connections = inRange("connections", connections, CONNECTIONS_DEFAULT);
    this.connectionsPerAddress =
        inRange("connectionsPerAddress", connectionsPerAddress, PER_ADDRESS_DEFAULT);
  }

  private static Integer inRange(String key, @Nullable Integer value, int ifAbsent) {
    if (value == null) {
      return ifAbsent;
    }
    if (value < 1 || value > CONNECTIONS_MAX) {
      throw new IllegalArgumentException(
          "%s: expected 1 to %d, got %d".formatted(key, CONNECTIONS_MAX, value));
    }
    return value;
  }
}
