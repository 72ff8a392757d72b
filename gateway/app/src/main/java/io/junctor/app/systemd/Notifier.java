package io.junctor.app.systemd;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the service manager how this process is (sd_notify(3)). Says nothing to nobody when the
 * process was not started by one that wants to know. Any thread.
 */
public final class Notifier {

  private static final Logger log = LoggerFactory.getLogger(Notifier.class);

  private static final long MICROS_PER_MILLI = 1_000;

  private final @Nullable UnixDatagram socket;
  private final @Nullable Duration watchdog;

  private Notifier(@Nullable UnixDatagram socket, @Nullable Duration watchdog) {
    this.socket = socket;
    this.watchdog = watchdog;
  }

  /** As this process's environment says. */
  public static Notifier ofEnvironment() {
    return of(System.getenv(), ProcessHandle.current().pid());
  }

  /**
   * As an environment says: {@code NOTIFY_SOCKET}, {@code WATCHDOG_USEC}, {@code WATCHDOG_PID}.
   *
   * @param pid ours; a watchdog that was set for another process is not ours to feed.
   */
  static Notifier of(Map<String, String> environment, long pid) {
    String address = environment.get("NOTIFY_SOCKET");
    if (address == null || address.isEmpty()) {
      return new Notifier(null, null);
    }
    try {
      return new Notifier(new UnixDatagram(address), watchdog(environment, pid));
    } catch (IllegalArgumentException e) {
      log.warn("cause={}: the service manager is told nothing", e.getMessage());
      return new Notifier(null, null);
    }
  }

  private static @Nullable Duration watchdog(Map<String, String> environment, long pid) {
    String micros = environment.get("WATCHDOG_USEC");
    String whose = environment.getOrDefault("WATCHDOG_PID", "" + pid);
    if (micros == null || !whose.equals("" + pid)) {
      return null;
    }
    if (!micros.matches("[1-9][0-9]{3,17}")) {
      throw new IllegalArgumentException(
          "WATCHDOG_USEC: expected at least 1000 microseconds, got '" + micros + "'");
    }
    return Duration.ofMillis(Long.parseLong(micros) / MICROS_PER_MILLI);
  }

  /** After how long without {@link #alive} we are killed; empty for never. */
  public Optional<Duration> watchdog() {
    return Optional.ofNullable(watchdog);
  }

  /** Started: who waits for us may go on. */
  public void ready(String status) {
    send("READY=1\nSTATUS=" + line(status));
  }

  /** Everything that must answer has answered. */
  public void alive(String status) {
    send("WATCHDOG=1\nSTATUS=" + line(status));
  }

  /** Something does not answer. */
  public void status(String status) {
    send("STATUS=" + line(status));
  }

  /** Told to stop, and at it. */
  public void stopping() {
    send("STOPPING=1\nSTATUS=stopping");
  }

  /** A line break would begin another assignment. */
  private static String line(String status) {
    StringBuilder line = new StringBuilder(status);
    for (int i = 0; i < line.length(); i++) {
      if (Character.isISOControl(line.charAt(i))) {
        line.setCharAt(i, ' ');
      }
    }
    return line.toString();
  }

  private void send(String state) {
    if (socket == null) {
      return;
    }
    try {
      socket.send(state);
    } catch (IOException e) {
      log.warn("cause={}: the service manager was not told {}", e.getMessage(), state);
    }
  }
}
