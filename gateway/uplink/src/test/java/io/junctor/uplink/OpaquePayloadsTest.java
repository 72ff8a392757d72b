package io.junctor.uplink;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.uri.ErrorUri;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Payloads that only the two ends can read cross the line as they are. */
class OpaquePayloadsTest {

  private static final String PROCEDURE = "com.example.edge.knob.set";
  private static final byte[] SECRET = {(byte) 0xc0, 0, (byte) 0xff, 7};

  private static final Dict ATTRIBUTES =
      Dict.builder()
          .put("ppt_scheme", "x_example")
          .put("ppt_serializer", "cbor")
          .put("ppt_cipher", "xsalsa20poly1305")
          .put("ppt_keyid", "key-7")
          .build();

  private final UplinkFixture both = new UplinkFixture();

  @BeforeEach
  void start() {
    both.start(UplinkFixture.EDGE_TOPICS, UplinkFixture.CLOUD_TOPICS);
  }

  @AfterEach
  void close() {
    both.close();
  }

  private static Payload secret() {
    return Serializers.of(Format.MSGPACK).payload(List.of(SECRET), Map.of());
  }

  private static void assertCrossed(Dict details, Payload payload) {
    ATTRIBUTES.asMap().forEach((key, value) -> assertEquals(value, details.get(key), key));
    assertArrayEquals(SECRET, (byte[]) Serializers.of(payload.format()).args(payload).getFirst());
  }

  @Test
  void anEventKeepsItsAttributes() {
    // Given
    Peer.Inbox inbox = both.cloud.peer("recorder").subscribe("com.example.edge.");
    // When
    both.edge.peer("fridge").publish("com.example.edge.t", ATTRIBUTES, secret());
    // Then
    Event event = inbox.next("com.example.edge.t");
    assertCrossed(event.details(), event.payload());
  }

  @Test
  void aCallItsProgressAndItsResultKeepTheirAttributes() throws Exception {
    // Given
    CompletableFuture<Dict> asked = new CompletableFuture<>();
    both.edge
        .peer("knob")
        .register(
            PROCEDURE,
            call -> {
              asked.complete(call.invocation().details());
              call.progress(ATTRIBUTES, call.invocation().payload());
              call.result(ATTRIBUTES, call.invocation().payload());
            });
    BlockingQueue<Result> progress = new ArrayBlockingQueue<>(1);
    // When
    Result result =
        Peer.await(
            both.cloud
                .peer("anna")
                .session
                .call(PROCEDURE, ATTRIBUTES, secret(), progress::add)
                .result());
    // Then
    assertCrossed(Peer.await(asked), secret());
    assertCrossed(result.details(), result.payload());
    Result first = progress.poll(10, TimeUnit.SECONDS);
    assertCrossed(first.details(), first.payload());
  }

  @Test
  void anErrorKeepsItsAttributes() {
    // Given
    both.edge
        .peer("knob")
        .register(PROCEDURE, call -> call.error("com.example.error", ATTRIBUTES, secret()));
    // When
    ErrorMessage error = both.cloud.peer("anna").fail(PROCEDURE, Dict.EMPTY);
    // Then
    assertCrossed(error.details(), error.payload());
  }

  @Test
  void aCallToWhoCannotReadItIsRefusedOnTheOtherSideAndTheCallerIsTold() {
    // Given
    both.edge.plainPeer("knob").register(PROCEDURE, call -> call.result(Dict.EMPTY, secret()));
    // When
    ErrorMessage error =
        Peer.failure(both.cloud.peer("anna").begin(PROCEDURE, ATTRIBUTES, secret()).result());
    // Then
    assertEquals(ErrorUri.FEATURE_NOT_SUPPORTED, error.error());
    assertEquals(Collections.emptyMap(), Peer.VALUES.kwargs(error.payload()));
  }
}
