package io.junctor.wamp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Published;
import io.junctor.wamp.transport.Outgoing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayBufferTest {

  private static Outgoing message(long number) {
    return new Outgoing(new Published(number, number));
  }

  private static List<Long> numbers(List<Outgoing> messages) {
    return messages.stream().map(one -> ((Published) one.message()).request()).toList();
  }

  private static ReplayBuffer filled(int messagesMax, int count) {
    ReplayBuffer buffer = new ReplayBuffer(messagesMax);
    for (int number = 1; number <= count; number++) {
      buffer.add(message(number), 10, 1_000);
    }
    return buffer;
  }

  @Test
  void givesWhatCameAfterANumberAndGoesOnFromThere() {
    ReplayBuffer buffer = filled(10, 5);

    assertEquals(List.of(3L, 4L, 5L), numbers(buffer.rewind(2)));
    assertEquals(2, buffer.count());
    assertEquals(20, buffer.bytes());
    assertEquals(List.of(), buffer.rewind(2));
  }

  @Test
  void theOldestGoFirstBeyondEitherBound() {
    ReplayBuffer few = filled(3, 5);
    ReplayBuffer small = new ReplayBuffer(10);
    for (int number = 1; number <= 5; number++) {
      small.add(message(number), 10, 30);
    }

    for (ReplayBuffer buffer : List.of(few, small)) {
      assertFalse(buffer.covers(1));
      assertTrue(buffer.covers(2));
      assertEquals(30, buffer.bytes());
      assertThrows(IllegalArgumentException.class, () -> buffer.rewind(1));
    }
  }

  @Test
  void oneMessageAloneMayBeLargerThanTheBound() {
    ReplayBuffer buffer = new ReplayBuffer(10);

    buffer.add(message(1), 100, 30);

    assertTrue(buffer.covers(0));
  }

  @Test
  void aNumberThatWasNeverReachedIsNotCovered() {
    assertFalse(filled(10, 5).covers(6));
    assertTrue(filled(10, 5).covers(5));
    assertFalse(filled(10, 5).covers(-1));
  }

  /** Against a list of all there ever were. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void isAWindowOnAllThereWere(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ReplayBuffer buffer = new ReplayBuffer(20);
    List<Long> all = new ArrayList<>();
    long next = 1;
    for (int step = 0; step < 2_000; step++) {
      if (random.nextInt(4) > 0) {
        buffer.add(message(next), 1 + random.nextInt(10), 100);
        all.add(next++);
      } else {
        int from = all.size() - random.nextInt(Math.min(all.size(), 25) + 1);
        if (buffer.covers(from)) {
          assertEquals(all.subList(from, all.size()), numbers(buffer.rewind(from)));
          all = new ArrayList<>(new ArrayDeque<>(all.subList(0, from)));
        }
      }
      assertEquals(all.size(), buffer.count());
      assertTrue(buffer.bytes() <= 100);
    }
  }

  @Test
  void theRequestTellsNobodyItsToken() {
    ResumeRequest request = new ResumeRequest(true, 7, "secret", 3);

    assertFalse(request.toString().contains("secret"));
    assertEquals(request, ResumeRequest.parse(request.addTo(Dict.builder()).build()));
    assertEquals(ResumeRequest.NONE, ResumeRequest.parse(Dict.EMPTY));
  }
}
