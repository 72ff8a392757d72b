package io.junctor.server;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers who failed to authenticate, by name and host and by host alone, and whose next attempt
 * is to wait. Failures are forgiven one by one as time passes; a success forgives those of its name
 * and host, not those of the host: an account of one's own does not buy guesses at others.
 *
 * <p>Any thread: two short maps under one lock.
 */
final class Attempts {

  private final AttemptLimits limits;
  private final LongSupplier nanos;

  // guarded by this
  private final Map<Name, Tally> byName;
  private final Map<String, Tally> byHost; // host -> its failures

  // Written out: made by the JVM, these would be a tenth of what a first session takes.
  private record Name(String host, String authid) {

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Name(String itsHost, String itsAuthid)
          && host.equals(itsHost)
          && authid.equals(itsAuthid);
    }

    @Override
    public int hashCode() {
      return 31 * host.hashCode() + authid.hashCode();
    }
  }

  /** Failures that are not forgiven yet, as of a time. */
  private record Tally(long failures, long atNanos) {

    Tally at(long now, Duration refill) {
      long forgiven = (now - atNanos) / refill.toNanos();
      return forgiven == 0
          ? this
          : new Tally(Math.max(0, failures - forgiven), atNanos + forgiven * refill.toNanos());
    }

    Tally oneMore() {
      return new Tally(failures + 1, atNanos);
    }
  }

  /** Table whose entry that was put longest ago goes when it is full. */
  private static final class Bounded<K> extends LinkedHashMap<K, Tally> {
    private static final long serialVersionUID = 1L;

    private final int max;

    private Bounded(int max) {
      this.max = max;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, Tally> eldest) {
      return size() > max;
    }
  }

  /**
   * An empty memory.
   *
   * @param nanos the time, as {@code System.nanoTime} tells it.
   */
  Attempts(AttemptLimits limits, LongSupplier nanos) {
    this.limits = limits;
    this.nanos = nanos;
    this.byName = new Bounded<>(limits.entriesMax());
    this.byHost = new Bounded<>(limits.entriesMax());
  }

  /** Whether the next attempt of a name from a host waits for its turn before it is judged. */
  synchronized boolean isSlowed(String host, String authid) {
    long now = nanos.getAsLong();
    Tally name = byName.get(new Name(host, authid));
    Tally all = byHost.get(host);
    return (name != null
            && name.at(now, limits.perNameRefill()).failures() >= limits.perNameBurst())
        || (all != null && all.at(now, limits.perHostRefill()).failures() >= limits.perHostBurst());
  }

  /** An attempt failed. */
  synchronized void failed(String host, String authid) {
    long now = nanos.getAsLong();
    count(byName, new Name(host, authid), now, limits.perNameRefill());
    count(byHost, host, now, limits.perHostRefill());
  }

  private static <K> void count(Map<K, Tally> tallies, K key, long now, Duration refill) {
    Tally before = tallies.remove(key); // to the end of the table
    Tally current = before == null ? new Tally(0, now) : before.at(now, refill);
    tallies.put(key, current.oneMore());
  }

  /** An attempt succeeded. */
  synchronized void succeeded(String host, String authid) {
    byName.remove(new Name(host, authid));
  }

  /** Entries, for tests. */
  synchronized int size() {
    return byName.size() + byHost.size();
  }
}
