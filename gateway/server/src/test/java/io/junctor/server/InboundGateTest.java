package io.junctor.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Subscribe;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class InboundGateTest {

  private final FakeTransport transport = new FakeTransport();
  private final Budget all = new Budget(1000);
  private final InboundGate gate =
      new InboundGate(transport, new InboundLimits(4, 100, 1000), all, () -> false);

  @Test
  void atTheBoundInMessagesThePeerIsNotReadUntilHalfIsDone() {
    // Given
    enter(4, 1);
    assertFalse(transport.reading);
    // When
    leave(1, 1);
    assertFalse(transport.reading);
    leave(1, 1);
    // Then
    assertTrue(transport.reading);
  }

  @Test
  void atTheBoundInBytesThePeerIsNotReadEither() {
    // Given
    enter(2, 60);
    assertFalse(transport.reading);
    // When
    leave(2, 60);
    // Then
    assertTrue(transport.reading);
    assertEquals(0, all.taken());
  }

  @Test
  void aStopThatWasOvertakenIsRepeatedByTheNextMessage() {
    // Given
    enter(4, 1);
    transport.reading = true; // what a "go on" of the loop does that was decided on before
    // When
    enter(1, 1);
    // Then
    assertFalse(transport.reading);
  }

  @Test
  void whenAllTogetherHaveTooMuchALinkIsReadOnlyWhileNothingOfItWaits() {
    // Given
    all.take(1001);
    enter(2, 1);
    assertFalse(transport.reading);
    leave(1, 1);
    assertFalse(transport.reading);
    // When
    leave(1, 1);
    // Then
    assertTrue(transport.reading);
  }

  @Test
  void aMessageCountsWithItsWholeFrameAndWhatItsOptionsBecome() {
    // Given
    Payload payload = new Payload(Format.JSON, new byte[5000], 4000, 10, 1);
    Dict options = Dict.of("eligible", Collections.nCopies(1000, 1L));
    // When
    Message publish = new Publish(1, Dict.EMPTY, "com.example.topic", payload);
    Message subscribe = new Subscribe(1, options, "com.example.topic");
    // Then
    assertTrue(MessageSize.of(publish) >= 5000);
    assertTrue(MessageSize.of(subscribe) >= 1000 * 32L);
  }

  private void enter(int count, long size) {
    for (int i = 0; i < count; i++) {
      gate.enter(size);
    }
  }

  private void leave(int count, long size) {
    for (int i = 0; i < count; i++) {
      gate.leave(size);
    }
  }
}
