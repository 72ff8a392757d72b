package io.junctor.drivers.linux;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OpenPortsTest {

  private final OpenPorts ports = new OpenPorts();

  @Test
  void theEndWaitsUntilTheLastPortIsClosed() {
    // Given
    ports.opened("one");
    ports.opened("two");
    ports.closed("one");
    Thread.ofVirtual().start(() -> ports.closed("two"));

    // When
    boolean isClosed = ports.awaitAllClosed(Duration.ofSeconds(30));

    // Then
    assertTrue(isClosed);
  }

  @Test
  void aPortThatIsNeverClosedDoesNotHoldTheEndForEver() {
    // Given
    ports.opened("one");

    // When
    boolean isClosed = ports.awaitAllClosed(Duration.ofMillis(20));

    // Then
    assertFalse(isClosed);
  }

  @Test
  void withoutOpenPortsNobodyWaits() {
    // Given
    ports.opened("one");
    ports.closed("one");
    ports.closed("one");

    // Then
    assertTrue(ports.awaitAllClosed(Duration.ZERO));
  }
}
