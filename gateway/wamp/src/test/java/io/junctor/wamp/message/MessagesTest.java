package io.junctor.wamp.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessagesTest {

  static List<LongFunction<Message>> messagesById() {
    Payload none = Payload.NONE;
    return List.of(
        id -> new Welcome(id, Dict.EMPTY),
        id -> new ErrorMessage(Call.CODE, id, Dict.EMPTY, "a", none),
        id -> new Publish(id, Dict.EMPTY, "a", none),
        id -> new Published(id, 1),
        id -> new Published(1, id),
        id -> new Subscribe(id, Dict.EMPTY, "a"),
        id -> new Subscribed(id, 1),
        id -> new Subscribed(1, id),
        id -> new Unsubscribe(id, 1),
        id -> new Unsubscribe(1, id),
        id -> new Event(id, 1, Dict.EMPTY, none),
        id -> new Event(1, id, Dict.EMPTY, none),
        id -> new Call(id, Dict.EMPTY, "a", none),
        id -> new Cancel(id, Dict.EMPTY),
        id -> new Result(id, Dict.EMPTY, none),
        id -> new Register(id, Dict.EMPTY, "a"),
        id -> new Registered(id, 1),
        id -> new Registered(1, id),
        id -> new Unregister(id, 1),
        id -> new Unregister(1, id),
        id -> new Invocation(id, 1, Dict.EMPTY, none),
        id -> new Invocation(1, id, Dict.EMPTY, none),
        id -> new Interrupt(id, Dict.EMPTY),
        id -> new Yield(id, Dict.EMPTY, none),
        id -> new EventReceived(id, Dict.EMPTY));
  }

  @ParameterizedTest
  @MethodSource("messagesById")
  void anIdIsFromOneToTwoToThePowerOfFiftyThree(LongFunction<Message> message) {
    assertTrue(message.apply(Ids.MIN).code() > 0);
    assertTrue(message.apply(Ids.MAX).code() > 0);
    for (long wrong : new long[] {0, -1, Ids.MAX + 1, Long.MAX_VALUE, Long.MIN_VALUE}) {
      ProtocolViolation violation =
          assertThrows(ProtocolViolation.class, () -> message.apply(wrong));
      assertTrue(violation.getMessage().endsWith("in [1, 2^53], got " + wrong));
    }
  }

  /** A revocation has the request 0. */
  @Test
  void onlyUnsubscribedAndUnregisteredMayHaveTheRequestZero() {
    assertEquals(0, new Unsubscribed(0, Dict.EMPTY).request());
    assertEquals(0, new Unregistered(0, Dict.EMPTY).request());
    assertThrows(ProtocolViolation.class, () -> new Unsubscribed(-1, Dict.EMPTY));
    assertThrows(ProtocolViolation.class, () -> new Unregistered(Ids.MAX + 1, Dict.EMPTY));
  }

  @Test
  void aSignatureIsNotPrinted() {
    Authenticate authenticate = new Authenticate("my-ticket", Dict.of("key", "my-extra"));

    assertFalse(authenticate.toString().contains("my-"));
  }

  @Test
  void aPayloadStaysWithinItsArray() {
    byte[] bytes = new byte[4];

    assertThrows(IndexOutOfBoundsException.class, () -> new Payload(Format.CBOR, bytes, 2, 3, 1));
    assertThrows(IllegalArgumentException.class, () -> new Payload(Format.CBOR, bytes, 0, 4, 3));
    assertEquals("Payload[cbor, 4 bytes]", new Payload(Format.CBOR, bytes, 0, 4, 1).toString());
    assertEquals("Payload[none]", Payload.NONE.toString());
  }
}
