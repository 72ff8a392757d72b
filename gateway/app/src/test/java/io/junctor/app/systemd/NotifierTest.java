package io.junctor.app.systemd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotifierTest {

  private static final long PID = 4711;

  @TempDir Path folder;

  @Test
  void eachStateIsOneDatagram() throws Exception {
    try (NotifySocket manager = new NotifySocket(socket())) {
      // Given
      Notifier notifier = notifier(Map.of());
      // When
      notifier.ready("2 things");
      notifier.alive("2 things, 1 joined");
      notifier.status("no answer from device knob");
      notifier.stopping();
      // Then
      assertEquals("READY=1\nSTATUS=2 things", manager.next());
      assertEquals("WATCHDOG=1\nSTATUS=2 things, 1 joined", manager.next());
      assertEquals("STATUS=no answer from device knob", manager.next());
      assertEquals("STOPPING=1\nSTATUS=stopping", manager.next());
    }
  }

  @Test
  void aStatusCannotForgeAnAssignment() throws Exception {
    try (NotifySocket manager = new NotifySocket(socket())) {
      // When
      notifier(Map.of()).status("a\nWATCHDOG=1");
      // Then
      assertEquals("STATUS=a WATCHDOG=1", manager.next());
    }
  }

  @Test
  void theWatchdogIsTheOneOfThisProcess() {
    assertEquals(
        Optional.of(Duration.ofSeconds(10)),
        notifier(Map.of("WATCHDOG_USEC", "10000000")).watchdog());
    assertEquals(
        Optional.of(Duration.ofSeconds(10)),
        notifier(Map.of("WATCHDOG_USEC", "10000000", "WATCHDOG_PID", "" + PID)).watchdog());
    assertEquals(
        Optional.empty(),
        notifier(Map.of("WATCHDOG_USEC", "10000000", "WATCHDOG_PID", "1")).watchdog());
    assertEquals(Optional.empty(), notifier(Map.of()).watchdog());
  }

  @Test
  void withoutAManagerNothingIsSent() {
    // Given
    Notifier notifier = Notifier.of(Map.of("WATCHDOG_USEC", "10000000"), PID);
    // When
    notifier.ready("alone");
    // Then
    assertEquals(Optional.empty(), notifier.watchdog());
  }

  @Test
  void aManagerThatIsGoneIsNoReasonToEnd() {
    notifier(Map.of()).ready("nobody listens");
  }

  @Test
  void anAbstractSocketIsReachedByItsName() {
    // Given
    UnixDatagram nobody = new UnixDatagram("@junctor-test-" + ProcessHandle.current().pid());
    // When
    IOException refused = assertThrows(IOException.class, () -> nobody.send("x"));
    // Then
    assertEquals("sendto: errno 111", refused.getMessage()); // ECONNREFUSED, not ENOENT
  }

  @Test
  void whatIsNoAddressIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new UnixDatagram("relative"));
    assertThrows(IllegalArgumentException.class, () -> new UnixDatagram("/" + "x".repeat(108)));
    assertNull(System.getenv("NOTIFY_SOCKET"), "the tests themselves are no service");
  }

  private Notifier notifier(Map<String, String> more) {
    Map<String, String> environment = new java.util.HashMap<>(more);
    environment.put("NOTIFY_SOCKET", socket().toString());
    return Notifier.of(environment, PID);
  }

  private Path socket() {
    return folder.resolve("notify");
  }
}
