package io.junctor.netty;

/**
 * How many connections a listener holds at once, handshakes and plain HTTP included.
 *
 * @param total of the listener, at least 1.
 * @param perAddress from one IP address, of IPv6 from one network of 64 bits, at least 1;
 *     connections over a Unix socket have none.
 */
public record ConnectionLimits(int total, int perAddress) {

  /** A board serves tens of peers; a thousand sockets cost it about 20 MB. */
  public static final ConnectionLimits DEFAULT = new ConnectionLimits(1_000, 100);

  /** Checks the ranges. */
  public ConnectionLimits {
    if (total < 1 || perAddress < 1) {
      throw new IllegalArgumentException(
          "connection limits: expected at least 1, got " + total + " and " + perAddress);
    }
  }
}
