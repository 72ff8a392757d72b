package io.junctor.app.node;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The addresses of servers that the configuration names. The newest that was found stays when a
 * name server is gone. Thread-safe.
 */
final class ServerAddresses {

  /** Looks a name up; may take long. */
  @FunctionalInterface
  interface Resolver {
    InetAddress resolve(String name) throws UnknownHostException;
  }

  private final Resolver resolver;
  private final Map<String, String> addresses = new ConcurrentHashMap<>(); // name -> address

  ServerAddresses(Resolver resolver) {
    this.resolver = resolver;
  }

  /** Whether it must be looked up: everything that is no address. */
  static boolean isName(String host) {
    return literal(host).equals("");
  }

  private static String literal(String host) {
    try {
      return InetAddress.ofLiteral(host).getHostAddress();
    } catch (IllegalArgumentException name) {
      return "";
    }
  }

  /**
   * Looks names up, all at the same time, and waits for them.
   *
   * @param most how long to wait; one that takes longer may still be found.
   * @return whether all have an address now.
   */
  boolean lookUp(Collection<String> names, Duration most) throws InterruptedException {
    CountDownLatch open = new CountDownLatch(names.size());
    for (String name : names) {
      Thread.ofVirtual().name("look-up-" + name).start(() -> lookUp(name, open));
    }
    var _ = open.await(most.toNanos(), TimeUnit.NANOSECONDS);
    return addresses.keySet().containsAll(names);
  }

  private void lookUp(String name, CountDownLatch open) {
    try {
      addresses.put(name, resolver.resolve(name).getHostAddress());
    } catch (UnknownHostException unknown) {
      // the one that was found before stays
    } finally {
      open.countDown();
    }
  }

  /** The address of a server, or what it is called while none is known. */
  String of(String host) {
    String literal = literal(host);
    return literal.isEmpty() ? addresses.getOrDefault(host, host) : literal;
  }
}
