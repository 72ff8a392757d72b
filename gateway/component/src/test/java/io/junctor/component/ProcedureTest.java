package io.junctor.component;

import static io.junctor.component.ScriptedRouter.args;
import static io.junctor.component.ScriptedRouter.kwargs;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Yield;
import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.MatchPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class ProcedureTest {

  enum Quality {
    GOOD,
    STALE
  }

  record Reading(double value, String unit, Instant time, Quality quality, Optional<String> note) {}

  record Target(int position, @Nullable Duration ramp) {
    Target {
      if (position < 0) {
        throw new IllegalArgumentException("expected position of at least 0, got " + position);
      }
    }
  }

  static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  @SuppressWarnings("unused") // called by name
  static final class Knob {
    final CountDownLatch entered = new CountDownLatch(1);
    final CountDownLatch interrupted = new CountDownLatch(1);
    final CountDownLatch release = new CountDownLatch(1);

    @Procedure("get")
    Reading get() {
      return new Reading(4.2, "Cel", NOON, Quality.GOOD, Optional.empty());
    }

    @Procedure("set")
    String set(Target target) {
      return target.position() + "/" + target.ramp();
    }

    @Procedure("move")
    List<Object> move(int to, Optional<Double> speed, @Kw boolean force) {
      return List.of(to, speed.orElse(-1.0), force);
    }

    @Procedure("note")
    @Nullable String note(@Nullable String text) {
      return text;
    }

    @Procedure("raw")
    byte[] raw(byte[] bytes) {
      return new byte[] {bytes[1], bytes[0]};
    }

    @Procedure("quality")
    Quality quality(Quality quality) {
      return quality;
    }

    @Procedure("nothing")
    void nothing() {}

    @Procedure("map")
    Map<String, Object> map(Map<String, Object> all) {
      return all;
    }

    @Procedure("everything")
    String everything(Arguments arguments) {
      return arguments.args() + " " + arguments.kwargs();
    }

    @Procedure("busy")
    void busy() {
      throw new WampError("com.example.error.busy", "still moving", Map.of("position", 17));
    }

    @Procedure("broken")
    void broken() {
      throw new IllegalStateException("no magnet found");
    }

    @Procedure("assertion")
    void assertion() {
      throw new AssertionError("a bug");
    }

    @Procedure("home")
    int home(Progress<Reading> progress, InvocationDetails details) throws InterruptedException {
      progress.send(new Reading(1, "deg", NOON, Quality.GOOD, Optional.empty()));
      entered.countDown();
      try {
        release.await();
      } catch (InterruptedException e) {
        assertTrue(details.isCancelled());
        interrupted.countDown();
        throw e;
      }
      return 0;
    }

    @Procedure("stop")
    int stop() {
      entered.countDown();
      try {
        release.await();
        return -1;
      } catch (InterruptedException e) {
        return 5; // stopped there, and says where
      }
    }

    @Procedure("who")
    List<Object> who(InvocationDetails details) {
      return List.of(
          details.procedure(),
          details.caller().orElse(0),
          details.callerAuthid().orElse(""),
          details.callerAuthrole().orElse(""));
    }

    @Procedure(value = "any", match = MatchPolicy.PREFIX, invoke = InvokePolicy.ROUNDROBIN)
    String any(InvocationDetails details) {
      return details.procedure();
    }

    @Procedure("/com.example.elsewhere")
    void elsewhere() {}
  }

  private final ScriptedRouter router = new ScriptedRouter();
  private final Knob knob = new Knob();
  private Component component;

  @BeforeEach
  void connect() {
    component =
        Component.builder(router).realm("factory").prefix("com.example.knob").serve(knob).connect();
  }

  @AfterEach
  void close() {
    knob.release.countDown();
    component.close();
  }

  @Test
  void namesAreRelativeToThePrefixUnlessTheyBeginWithASlash() {
    assertTrue(router.stands("com.example.knob.get"));
    assertTrue(router.stands("com.example.elsewhere"));
  }

  @Test
  void aRecordResultBecomesKeywordArguments() {
    // When
    Message answer = call("get", List.of(), Map.of());

    // Then
    Yield yield = (Yield) answer;
    assertEquals(List.of(), args(yield));
    assertEquals(
        Map.of("value", 4.2, "unit", "Cel", "time", "2026-01-31T12:00:00Z", "quality", "good"),
        kwargs(yield));
  }

  @Test
  void aVoidResultIsNoArguments() {
    assertTrue(((Yield) call("nothing", List.of(), Map.of())).payload().isEmpty());
  }

  @Test
  void aMapGoesThroughAsKeywordArguments() {
    assertEquals(
        Map.of("a", 1L, "b", List.of("x")),
        kwargs((Yield) call("map", List.of(), Map.of("a", 1, "b", List.of("x")))));
  }

  @Test
  void aSingleRecordParameterTakesTheKeywordArguments() {
    assertEquals(
        List.of("7/PT1.5S"), result("set", List.of(), Map.of("position", 7, "ramp", "PT1.5S")));
  }

  @Test
  void aSingleRecordParameterTakesAPositionalDictionaryToo() {
    assertEquals(List.of("7/null"), result("set", List.of(Map.of("position", 7)), Map.of()));
  }

  @Test
  void parametersTakePositionalArgumentsAndThenKeywordsByName() {
    assertEquals(
        List.of(List.of(3L, 0.5, true)),
        result("move", List.of(3), Map.of("speed", 0.5, "force", true)));
  }

  @Test
  void optionalAndNullableParametersMayBeAbsent() {
    assertEquals(
        List.of(List.of(3L, -1.0, false)), result("move", List.of(3), Map.of("force", false)));
    assertEquals(List.of(), result("note", List.of(), Map.of()));
  }

  @Test
  void binaryAndEnumsCrossBothWays() {
    assertEquals(List.of("stale"), result("quality", List.of("stale"), Map.of()));
    byte[] swapped = (byte[]) result("raw", List.of(new byte[] {1, 2}), Map.of()).getFirst();
    assertEquals(2, swapped[0]);
  }

  @Test
  void argumentsGiveEverythingUnchecked() {
    assertEquals(List.of("[1] {any=true}"), result("everything", List.of(1), Map.of("any", true)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          set     | {}                          | position: expected an integer of 32 bits, got nothing
          set     | {position: x}               | position: expected an integer of 32 bits, got x
          set     | {position: 1.5}             | position: expected an integer of 32 bits, got 1.5
          set     | {position: 1, colour: red}  | colour: expected one of [position, ramp], got red
          set     | {position: -1}              | expected position of at least 0, got -1
          set     | {position: 1, ramp: soon}   | ramp: expected an ISO 8601 duration such as PT1.5S, got soon
          move    | {to: 1}                     | force: expected true or false, got nothing
          move    | {to: 1, force: 1}           | force: expected true or false, got 1
          move    | {force: true}               | to: expected an integer of 32 bits, got nothing
          move    | {to: 1, force: true, x: 2}  | x: expected a key of [to, speed, force], got 2
          quality | {quality: fine}             | quality: expected one of good, stale, got fine
          nothing | {x: 1}                      | x: expected no keyword arguments, got 1
          """)
  void argumentsThatDoNotFitAreNamedWithWhatCameAndWhatWasWanted(
      String procedure, String arguments, String message) {
    // When
    ErrorMessage error = (ErrorMessage) call(procedure, List.of(), parse(arguments));

    // Then
    assertEquals(ErrorUri.INVALID_ARGUMENT, error.error());
    String said = (String) args(error).getFirst();
    assertTrue(said.endsWith(message), said);
    assertTrue(kwargs(error).containsKey("parameter"));
  }

  @Test
  void surplusPositionalArgumentsAreRefused() {
    // When
    ErrorMessage error = (ErrorMessage) call("nothing", List.of(1), Map.of());

    // Then
    assertEquals(ErrorUri.INVALID_ARGUMENT, error.error());
    assertEquals("args[0]", kwargs(error).get("parameter"));
  }

  @Test
  void aWampErrorReachesTheCallerAsItIs() {
    // When
    ErrorMessage error = (ErrorMessage) call("busy", List.of(), Map.of());

    // Then
    assertEquals("com.example.error.busy", error.error());
    assertEquals(List.of("still moving"), args(error));
    assertEquals(Map.of("position", 17L), kwargs(error));
  }

  @Test
  void anyOtherFailureReachesTheCallerAsItsMessageOnly() {
    // When
    ErrorMessage error = (ErrorMessage) call("broken", List.of(), Map.of());
    ErrorMessage bug = (ErrorMessage) call("assertion", List.of(), Map.of());

    // Then
    assertEquals(ErrorUri.RUNTIME_ERROR, error.error());
    assertEquals(List.of("no magnet found"), args(error));
    assertEquals(Map.of(), kwargs(error));
    assertEquals(ErrorUri.RUNTIME_ERROR, bug.error());
  }

  @Test
  void progressIsSentToACallerWhoAskedAndTheResultFollows() throws Exception {
    // Given
    long invocation =
        router.invoke(
            "com.example.knob.home", Dict.of("receive_progress", true), List.of(), Map.of());
    knob.entered.await();

    // When
    knob.release.countDown();

    // Then
    await().until(() -> router.sent(Yield.class).size() == 2);
    List<Yield> yields = router.sent(Yield.class);
    assertEquals(invocation, yields.getFirst().request());
    assertTrue(yields.getFirst().options().bool("progress", false));
    assertEquals("deg", kwargs(yields.getFirst()).get("unit"));
    assertFalse(yields.getLast().options().bool("progress", false));
    assertEquals(List.of(0L), args(yields.getLast()));
  }

  @Test
  void progressIsNotSentToACallerWhoDidNotAsk() {
    // Given
    knob.release.countDown();

    // When
    Message answer = call("home", List.of(), Map.of());

    // Then
    assertEquals(List.of(answer), router.sent(Yield.class));
  }

  @Test
  void aCancelledInvocationIsInterruptedAndAnsweredCanceled() throws Exception {
    // Given
    long invocation = router.invoke("com.example.knob.home", List.of(), Map.of());
    knob.entered.await();

    // When
    router.interrupt(invocation);

    // Then
    knob.interrupted.await();
    assertEquals(ErrorUri.CANCELED, ((ErrorMessage) answerTo(invocation)).error());
  }

  @Test
  void aResultThatCrossesTheCancellationIsStillSent() throws Exception {
    // Given
    long invocation = router.invoke("com.example.knob.stop", List.of(), Map.of());
    knob.entered.await();

    // When
    router.interrupt(invocation);

    // Then
    assertEquals(List.of(5L), args((Yield) answerTo(invocation)));
  }

  @Test
  void disclosedCallersAreKnown() {
    // When
    long invocation =
        router.invoke(
            "com.example.knob.who",
            Dict.builder()
                .put("caller", 99)
                .put("caller_authid", "anna")
                .put("caller_authrole", "operator")
                .build(),
            List.of(),
            Map.of());

    // Then
    assertEquals(
        List.of(List.of("com.example.knob.who", 99L, "anna", "operator")),
        args((Yield) answerTo(invocation)));
  }

  @Test
  void aPatternTellsWhichProcedureWasCalledAndRegistersWithItsOptions() {
    // When
    long invocation =
        router.invoke(
            "com.example.knob.any",
            Dict.of("procedure", "com.example.knob.anything"),
            List.of(),
            Map.of());

    // Then
    assertEquals(List.of("com.example.knob.anything"), args((Yield) answerTo(invocation)));
    var register =
        router.sent(io.junctor.wamp.message.Register.class).stream()
            .filter(one -> one.procedure().endsWith("any"))
            .findFirst()
            .orElseThrow();
    assertEquals(Dict.of("match", "prefix", "invoke", "roundrobin"), register.options());
  }

  @Test
  void aHundredInvocationsRunAtOnceAndOneMoreIsAnsweredUnavailable() throws Exception {
    // Given
    AtomicInteger running = new AtomicInteger();
    CountDownLatch gate = new CountDownLatch(1);
    try (Component wide =
        Component.builder(router)
            .realm("factory")
            .invocationsMax(100)
            .register(
                "com.example.wide",
                RegisterOptions.DEFAULT,
                (arguments, details) -> {
                  running.incrementAndGet();
                  gate.await();
                  return arguments.get(0, Integer.class);
                })
            .connect()) {
      for (int i = 0; i < 100; i++) {
        router.invoke("com.example.wide", List.of(i), Map.of());
      }
      await().until(() -> running.get() == 100);

      // When
      long extra = router.invoke("com.example.wide", List.of(100), Map.of());

      // Then
      assertEquals(ErrorUri.UNAVAILABLE, ((ErrorMessage) answerTo(extra)).error());
      gate.countDown();
      await().until(() -> router.sent(Yield.class).size() == 100);
      assertEquals(
          4950L,
          router.sent(Yield.class).stream()
              .mapToLong(yield -> (Long) args(yield).getFirst())
              .sum());
      assertTrue(wide.isConnected());
    }
  }

  @Test
  void aResultThatCannotBeCarriedIsARuntimeErrorAndNotSilence() {
    // Given
    component.register("com.example.thread", (arguments, details) -> new Object[] {Thread.class});

    // When
    long invocation = router.invoke("com.example.thread", List.of(), Map.of());

    // Then
    Message answer = answerTo(invocation);
    assertTrue(answer instanceof Yield || answer instanceof ErrorMessage);
  }

  @Test
  void whatCannotBeServedIsSaidAtOnce() {
    ComponentBuilder builder = Component.builder(router).realm("factory");
    assertThrows(IllegalArgumentException.class, () -> builder.serve(new Object()));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            builder.serve(
                new Object() {
                  @Procedure("x")
                  void wrong(EventDetails details) {}
                }));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            builder.serve(
                new Object() {
                  @Procedure("x")
                  void one() {}

                  @Procedure("x")
                  void two() {}
                }));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            builder.serve(
                new Object() {
                  @Topic("x")
                  int returns() {
                    return 1;
                  }
                }));
  }

  private List<Object> result(String procedure, List<?> args, Map<String, ?> kwargs) {
    Message answer = call(procedure, args, kwargs);
    if (answer instanceof ErrorMessage error) {
      throw new AssertionError(error.error() + " " + args(error));
    }
    return args((Yield) answer);
  }

  private Message call(String procedure, List<?> args, Map<String, ?> kwargs) {
    return answerTo(router.invoke("com.example.knob." + procedure, args, kwargs));
  }

  private Message answerTo(long invocation) {
    return await()
        .until(
            () ->
                router.sent.stream()
                    .filter(
                        message ->
                            (message instanceof Yield yield && yield.request() == invocation)
                                || (message instanceof ErrorMessage error
                                    && error.request() == invocation))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  /** {@code {a: 1, b: true, c: text}} as values. */
  private static Map<String, Object> parse(String text) {
    Map<String, Object> map = new java.util.LinkedHashMap<>();
    String inner = text.strip().substring(1, text.strip().length() - 1);
    for (String entry : inner.isBlank() ? new String[0] : inner.split(", ", -1)) {
      String[] parts = entry.split(": ", -1);
      map.put(parts[0], value(parts[1]));
    }
    return map;
  }

  private static Object value(String text) {
    if (text.matches("-?\\d+")) {
      return Long.valueOf(text);
    }
    if (text.matches("-?\\d+\\.\\d+")) {
      return Double.valueOf(text);
    }
    return text.equals("true") ? (Object) Boolean.TRUE : text;
  }
}
