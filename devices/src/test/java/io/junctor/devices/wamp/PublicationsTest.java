package io.junctor.devices.wamp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PublicationsTest {

  private final Publications publications = new Publications();

  @Test
  void ofARetainedTopicOnlyTheNewestStateWaits() throws Exception {
    // Given
    publications.state("a", Map.of("value", 1));
    publications.state("b", Map.of("value", 2));
    // When
    publications.state("a", Map.of("value", 3));
    // Then
    assertEquals(Map.of("value", 3), publications.take().data());
    assertEquals("b", publications.take().topic());
  }

  @Test
  void eventsKeepTheirOrderAndTheOldestIsDroppedAtTheBound() throws Exception {
    // When
    for (int i = 0; i < Publications.EVENTS_MAX + 3; i++) {
      publications.event("e", Map.of("n", i));
    }
    // Then
    assertEquals(3, publications.droppedEvents());
    assertEquals(Map.of("n", 3), publications.take().data());
    assertEquals(Map.of("n", 4), publications.take().data());
  }

  @Test
  void closingWaitsForWhatIsWaitingAndThenEnds() throws Exception {
    // Given
    publications.state("a", Map.of());
    Thread closer =
        Thread.ofVirtual().start(() -> publications.closeAndDrain(Duration.ofSeconds(5)));
    // When
    assertEquals("a", publications.take().topic());
    // Then: only the next take says that it was published
    assertNull(publications.take());
    assertTrue(closer.join(Duration.ofSeconds(5)));
  }

  @Test
  void nothingIsTakenAfterClosing() throws Exception {
    // Given
    publications.closeAndDrain(Duration.ZERO);
    // When
    publications.state("a", Map.of());
    publications.event("e", Map.of());
    // Then
    assertNull(publications.take());
  }
}
