package io.junctor.bench.micro;

import io.junctor.router.RouterLimits;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Register;
import io.junctor.wamp.message.Subscribe;
import java.time.Duration;

/**
 * Fills a realm with subscriptions and registrations, in a process with the flags of the product,
 * and prints what they take: one line of JSON with {@code count}, {@code bytes} of live heap for
 * all of them, and {@code refused}.
 */
public final class Crowd {

  /** What one session brings: fewer than it may have, and more than is guaranteed to it. */
  private static final int EACH = 1000;

  /** Wildcard patterns that take as much as they can: pairs that share all components but one. */
  static final String WORST = "worst";

  /** With it a pattern has as many components as it may have, 32. */
  private static final int SHARED = 28;

  private final BenchRealm realm;
  private final String match;
  private long session;
  private int made;

  private Crowd(RouterLimits limits, String match) {
    this.realm = new BenchRealm(limits);
    this.match = match;
  }

  /**
   * Fills.
   *
   * @param args {@code subscriptions}, {@code registrations} or {@code both}; the match policy, or
   *     {@link #WORST}; how many of each; the bound in bytes of what a realm holds.
   */
  public static void main(String[] args) {
    Crowd crowd = new Crowd(limits(Long.parseLong(args[3])), args[1]);
    long before = liveBytes();
    crowd.fill(args[0], Integer.parseInt(args[2]));
    long bytes = liveBytes() - before;
    System.out.printf(
        "{\"count\": %d, \"bytes\": %d, \"refused\": %d}%n",
        crowd.made - crowd.realm.refusals(), bytes, crowd.realm.refusals());
  }

  private static RouterLimits limits(long heldBytes) {
    RouterLimits standard = RouterLimits.DEFAULT;
    return new RouterLimits(
        standard.sessionsMax(),
        standard.subscriptionsPerSessionMax(),
        standard.registrationsPerSessionMax(),
        standard.pendingCallsPerSessionMax(),
        standard.testamentsPerSessionMax(),
        standard.testamentBytesPerSessionMax(),
        standard.definitionsPerSessionMax(),
        standard.definitionBytesPerSessionMax(),
        standard.retainedEventsMax(),
        standard.retainedBytesMax(),
        heldBytes,
        standard.payloadBytesMax(),
        standard.optionsBytesMax(),
        standard.waitingMessagesPerSessionMax(),
        standard.waitingBytesPerSessionMax(),
        Duration.ofSeconds(10));
  }

  private void fill(String what, int count) {
    Dict options = Dict.of("match", match.equals(WORST) ? "wildcard" : match);
    for (int i = 0; i < count && realm.refusals() == 0; i++) {
      if (i % EACH == 0) {
        session = realm.join();
      }
      if (!what.equals("registrations")) {
        send(new Subscribe(2L * i + 1, options, pattern(i)));
      }
      if (!what.equals("subscriptions")) {
        send(new Register(2L * i + 2, options, pattern(i)));
      }
    }
  }

  private String pattern(int i) {
    return match.equals(WORST)
        ? "com.pair" + i / 2 + ".a".repeat(SHARED) + (i % 2 == 0 ? ".b." : ".c.")
        : GrowthBenchmark.pattern(match, i);
  }

  private void send(Message message) {
    realm.send(session, message);
    made++;
  }

  @SuppressWarnings("ExplicitGC") // what is live is what is measured
  private static long liveBytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
