package io.junctor.component;

import static io.junctor.component.ScriptedRouter.args;
import static io.junctor.component.ScriptedRouter.kwargs;
import static io.junctor.component.ScriptedRouter.refusal;
import static io.junctor.component.ScriptedRouter.result;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.component.session.SessionLostException;
import io.junctor.component.session.TooManyRequestsException;
import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Cancel;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.uri.ErrorUri;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CallAndPublishTest {

  record Reading(double value, String unit, Optional<String> note) {}

  private static final Executor VIRTUAL = task -> Thread.ofVirtual().start(task);

  private final ScriptedRouter router = new ScriptedRouter();
  private Component component;

  @BeforeEach
  void connect() {
    component = Component.builder(router).realm("factory").requestsMax(8).connect();
  }

  @AfterEach
  void close() {
    component.close();
  }

  @Test
  void positionalArgumentsGoOutInOrder() {
    // When
    component.call("com.p", 1, "two", 3.5, true, null, List.of(4), new byte[] {5});

    // Then
    List<Object> sent = args(router.last(Call.class));
    assertEquals(List.of(1L, "two", 3.5, true), sent.subList(0, 4));
    assertNull(sent.get(4));
    assertEquals(List.of(4L), sent.get(5));
    assertInstanceOf(byte[].class, sent.get(6));
    assertEquals(Map.of(), kwargs(router.last(Call.class)));
  }

  @Test
  void aSingleRecordGoesOutAsKeywordArgumentsWithoutWhatIsAbsent() {
    // When
    component.call("com.p", new Reading(4.2, "Cel", Optional.empty()));

    // Then
    assertEquals(List.of(), args(router.last(Call.class)));
    assertEquals(Map.of("value", 4.2, "unit", "Cel"), kwargs(router.last(Call.class)));
  }

  @Test
  void aFloatIsSentAsTheDecimalItWasWrittenAs() {
    // When
    component.call("com.p", 4.2f);

    // Then
    assertEquals(List.of(4.2), args(router.last(Call.class)));
  }

  @Test
  void theTimeoutGoesToTheRouterInMilliseconds() {
    // When
    component.call("com.p", CallOptions.within(Duration.ofSeconds(2)).withDiscloseMe());

    // Then
    assertEquals(Dict.of("timeout", 2000L, "disclose_me", true), router.last(Call.class).options());
  }

  @Test
  void aResultIsReadAsARecordAndMayCarryMore() {
    // Given
    router.script(
        Call.class,
        call -> result(call, List.of(), Map.of("value", 1, "unit", "Cel", "added_later", true)));

    // When
    Reading reading = component.call("com.p", Reading.class);

    // Then
    assertEquals(new Reading(1, "Cel", Optional.empty()), reading);
  }

  @Test
  void aResultIsReadAsAScalarOrAMap() {
    // Given
    router.script(
        Call.class,
        call ->
            call.procedure().equals("com.scalar")
                ? result(call, List.of(17), Map.of())
                : result(call, List.of(Map.of("a", 1)), Map.of()));

    // When
    int scalar = component.call("com.scalar", Integer.class);
    Map<?, ?> map = component.call("com.map", Map.class);

    // Then
    assertEquals(17, scalar);
    assertEquals(Map.of("a", 1L), map);
  }

  @Test
  void aResultThatDoesNotFitSaysWhatCame() {
    // Given
    router.script(Call.class, call -> result(call, List.of("seventeen"), Map.of()));

    // When
    WampError error = assertThrows(WampError.class, () -> component.call("com.p", Integer.class));

    // Then
    assertEquals(ErrorUri.INVALID_ARGUMENT, error.uri());
    assertTrue(error.getMessage().contains("got seventeen"), error.getMessage());
  }

  @Test
  void anErrorIsThrownWithItsUriMessageAndFacts() {
    // Given
    router.script(
        Call.class,
        call ->
            new ErrorMessage(
                Call.CODE,
                call.request(),
                Dict.EMPTY,
                "com.example.error.busy",
                ScriptedRouter.VALUES.payload(List.of("moving"), Map.of("position", 3))));

    // When
    WampError error = assertThrows(WampError.class, () -> component.call("com.p"));

    // Then
    assertEquals("com.example.error.busy", error.uri());
    assertEquals("com.example.error.busy: moving", error.getMessage());
    assertEquals(Map.of("position", 3L), error.kwargs());
  }

  @Test
  void aCallThatTakesTooLongIsCancelledAndTimesOut() {
    // Given
    router.script(Call.class, _ -> null);

    // When
    WampError error =
        assertThrows(
            WampError.class,
            () -> component.call("com.p", CallOptions.within(Duration.ofMillis(20))));

    // Then
    assertEquals(ErrorUri.TIMEOUT, error.uri());
    await().until(() -> !router.sent(Cancel.class).isEmpty());
    assertEquals(Dict.of("mode", "killnowait"), router.last(Cancel.class).options());
  }

  @Test
  void progressiveResultsArriveInOrderOnTheCallersThread() {
    // Given
    router.script(Call.class, this::threeStepsAndTheEnd);
    List<Integer> steps = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();

    // When
    String end =
        component.call(
            "com.p",
            CallOptions.DEFAULT.withProgress(
                step -> {
                  steps.add(step.as(Integer.class));
                  threads.add(Thread.currentThread());
                }),
            String.class);

    // Then
    assertEquals(List.of(1, 2, 3), steps);
    assertEquals(List.of(Thread.currentThread()), threads.stream().distinct().toList());
    assertEquals("end", end);
    assertTrue(router.last(Call.class).options().bool("receive_progress", false));
  }

  private Message threeStepsAndTheEnd(Call call) {
    for (int step = 1; step <= 3; step++) {
      router
          .link()
          .deliver(
              new Result(
                  call.request(),
                  Dict.of("progress", true),
                  ScriptedRouter.VALUES.payload(List.of(step), Map.of())));
    }
    return result(call, List.of("end"), Map.of());
  }

  @Test
  void anInterruptedCallerCancelsItsCall() throws Exception {
    // Given
    router.script(Call.class, _ -> null);
    CompletableFuture<WampError> failure = new CompletableFuture<>();
    Thread caller =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    component.call("com.p");
                  } catch (WampError e) {
                    failure.complete(e);
                  }
                });
    await().until(() -> !router.sent(Call.class).isEmpty());

    // When
    caller.interrupt();

    // Then
    assertEquals(ErrorUri.CANCELED, failure.get().uri());
    await().until(() -> !router.sent(Cancel.class).isEmpty());
  }

  @Test
  void closingDuringCallsFailsAllOfThemWithTheCause() {
    // Given
    router.script(Call.class, _ -> null);
    List<CompletableFuture<Arguments>> calls = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      calls.add(CompletableFuture.supplyAsync(() -> component.call("com.p"), VIRTUAL));
    }
    await().until(() -> router.sent(Call.class).size() == 5);

    // When
    component.close();

    // Then
    for (CompletableFuture<Arguments> call : calls) {
      CompletionException failure = assertThrows(CompletionException.class, call::join);
      SessionLostException lost = assertInstanceOf(SessionLostException.class, failure.getCause());
      assertEquals(CloseCause.NORMAL, lost.closeCause());
    }
  }

  @Test
  void aLostLinkFailsCallsAtOnce() {
    // Given
    router.script(Call.class, _ -> null);
    CompletableFuture<Arguments> call =
        CompletableFuture.supplyAsync(() -> component.call("com.p"), VIRTUAL);
    await().until(() -> !router.sent(Call.class).isEmpty());

    // When
    router.link().cut();

    // Then
    CompletionException failure = assertThrows(CompletionException.class, call::join);
    assertEquals(
        CloseCause.IO_ERROR,
        assertInstanceOf(SessionLostException.class, failure.getCause()).closeCause());
  }

  @Test
  void oneRequestTooManyFailsAtOnceAndIsNotSent() {
    // Given
    router.script(Call.class, _ -> null);
    for (int i = 0; i < 8; i++) {
      Thread.ofVirtual().start(() -> assertThrows(Exception.class, () -> component.call("com.p")));
    }
    await().until(() -> router.sent(Call.class).size() == 8);

    // When
    assertThrows(TooManyRequestsException.class, () -> component.call("com.one.too.many"));

    // Then
    assertEquals(8, router.sent(Call.class).size());
  }

  @Test
  void requestIdsOnTheWireCountUpByOneHoweverManyThreadsAsk() {
    // When
    List<CompletableFuture<?>> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      all.add(CompletableFuture.runAsync(() -> component.publish("com.t", 1), VIRTUAL));
    }
    all.forEach(CompletableFuture::join);

    // Then
    await().until(() -> router.sent(Publish.class).size() == 50);
    List<Long> ids = router.sent(Publish.class).stream().map(Publish::request).toList();
    assertEquals(java.util.stream.LongStream.rangeClosed(1, 50).boxed().toList(), ids);
  }

  @Test
  void publishingCarriesItsOptions() {
    // When
    component.publish(
        "com.t",
        new Reading(1, "Cel", Optional.of("x")),
        PublishOptions.RETAIN.withAcknowledge().withMe().with("eligible_authrole", List.of("a")));

    // Then
    Publish publish = router.last(Publish.class);
    assertEquals(Map.of("value", 1.0, "unit", "Cel", "note", "x"), kwargs(publish));
    assertEquals(
        Map.of(
            "acknowledge",
            true,
            "retain",
            true,
            "exclude_me",
            false,
            "eligible_authrole",
            List.of("a")),
        publish.options().asMap());
  }

  @Test
  void anAcknowledgedPublicationThatIsRefusedFails() {
    // Given
    router.script(Publish.class, publish -> refusal(publish, ErrorUri.NOT_AUTHORIZED));

    // When
    WampError error =
        assertThrows(
            WampError.class, () -> component.publish("com.t", null, PublishOptions.ACKNOWLEDGE));

    // Then
    assertEquals(ErrorUri.NOT_AUTHORIZED, error.uri());
  }

  @Test
  void publishingWaitsWhileTheLinkIsNotWritable() {
    // Given
    router.writable = false;
    CompletableFuture<Void> published =
        CompletableFuture.runAsync(() -> component.publish("com.t", 1), VIRTUAL);
    // asked by the publisher, and again once it is in the list of those who wait
    await().until(() -> router.refusedWrites.get() >= 2);
    assertEquals(List.of(), router.sent(Publish.class));

    // When
    router.link().becomesWritable();

    // Then
    published.join();
    await().until(() -> router.sent(Publish.class).size() == 1);
  }

  @Test
  void aRefusedRegistrationIsThrownAndNotKept() {
    // Given
    router.script(
        io.junctor.wamp.message.Register.class,
        register -> refusal(register, ErrorUri.PROCEDURE_ALREADY_EXISTS));

    // When
    WampError error =
        assertThrows(WampError.class, () -> component.register("com.p", (arguments, details) -> 1));

    // Then
    assertEquals(ErrorUri.PROCEDURE_ALREADY_EXISTS, error.uri());
    router.unscript(io.junctor.wamp.message.Register.class);
    router.link().cut();
    await().until(() -> router.links.size() == 2 && component.isConnected());
    assertEquals(1, router.sent(io.junctor.wamp.message.Register.class).size());
  }

  @Test
  void serveAfterConnectRegistersAllOrNone() {
    // Given
    Object service =
        new Object() {
          @Procedure("a")
          int a() {
            return 1;
          }

          @Topic("b")
          void b(String text) {}
        };

    // When
    Served served = component.serve("com.example", service);

    // Then
    assertTrue(router.stands("com.example.a"));
    assertTrue(router.stands("com.example.b"));
    served.close();
    await().until(() -> !router.stands("com.example.a") && !router.stands("com.example.b"));
  }
}
