package io.junctor.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.router.Action;
import io.junctor.router.Disclosure;
import io.junctor.router.Journal;
import io.junctor.router.Permission;
import io.junctor.router.RouterLimits;
import io.junctor.router.StaticAuthorizer;
import io.junctor.wamp.auth.AuthStep;
import io.junctor.wamp.auth.Identity;
import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Goodbye;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Published;
import io.junctor.wamp.message.Register;
import io.junctor.wamp.message.Registered;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Subscribe;
import io.junctor.wamp.message.Subscribed;
import io.junctor.wamp.message.Welcome;
import io.junctor.wamp.message.Yield;
import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Outgoing;
import io.junctor.wamp.transport.Transport;
import io.junctor.wamp.transport.TransportDetails;
import io.junctor.wamp.transport.TransportHandler;
import io.junctor.wamp.uri.CloseUri;
import io.junctor.wamp.uri.MatchPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions that outlast their links. */
class ResumeTest {

  private static final String REALM = "test";
  private static final String TOPIC = "com.example.topic";
  private static final String ON_LEAVE = "wamp.session.on_leave";
  private static final int PATIENCE_SECONDS = 20;
  private static final Duration LONG = Duration.ofMinutes(10);

  private RouterServer server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  /** Room and time for whatever a test does. */
  private void start() {
    start(limits(8, LONG, 100));
  }

  private void start(ResumeLimits resume) {
    server =
        new RouterServer(
            new ServerLimits(
                100,
                10,
                Duration.ofSeconds(10),
                InboundLimits.DEFAULT,
                OutboxLimits.DEFAULT,
                Duration.ofMillis(100)));
    Permission all =
        new Permission("", MatchPolicy.PREFIX, EnumSet.allOf(Action.class), Disclosure.ALWAYS);
    server.addRealm(
        new RealmSetup(
                REALM,
                (hello, link) ->
                    new AuthStep.Accept(
                        new Identity(hello.details().string("authid", ""), "role", "test", "test")),
                new StaticAuthorizer(Map.of("role", List.of(all))),
                Journal.NONE,
                RouterLimits.DEFAULT)
            .withResume(resume));
  }

  private static ResumeLimits limits(int sessions, Duration keepFor, int messages) {
    return new ResumeLimits(sessions, keepFor, messages, 1 << 20);
  }

  /** One link of a client without any logic. */
  private final class Peer implements Transport {
    private final BlockingQueue<Message> received = new LinkedBlockingQueue<>();
    private final TransportHandler handler;
    private volatile boolean closed;

    Peer() {
      handler = server.accept(this);
    }

    @Override
    public TransportDetails details() {
      return new TransportDetails(
          TransportDetails.Kind.WEBSOCKET, Format.JSON, "192.0.2.7:5000", false);
    }

    @Override
    public void send(Outgoing message) {
      if (!closed) {
        received.add(message.message());
      }
    }

    @Override
    public boolean isWritable() {
      return true;
    }

    @Override
    public void setReading(boolean reading) {}

    @Override
    public void close(CloseCause cause) {
      lose(cause);
    }

    /** The end of the link, as the router learns of it. */
    void lose(CloseCause cause) {
      if (!closed) {
        closed = true;
        handler.onClosed(cause, "");
      }
    }

    void say(Message message) {
      handler.onMessage(message);
    }

    Message next() throws InterruptedException {
      Message message = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("expected a message, got none");
      }
      return message;
    }

    <T extends Message> T expect(Class<T> type) throws InterruptedException {
      return type.cast(next());
    }

    /** What comes until the answer to a publication of our own, which comes last. */
    List<String> events() throws InterruptedException {
      say(new Publish(99, Dict.of("acknowledge", true), "com.example.end", Payload.NONE));
      List<String> events = new ArrayList<>();
      Message message = next();
      while (!(message instanceof Published)) {
        events.add(text((Event) message));
        message = next();
      }
      return events;
    }
  }

  private static String text(Event event) {
    return String.valueOf(Serializers.of(Format.JSON).args(event.payload()).getFirst());
  }

  private static Dict details(String authid) {
    Dict role = Dict.of("features", Dict.EMPTY);
    Dict roles =
        Dict.builder()
            .put("publisher", role)
            .put("subscriber", role)
            .put("caller", role)
            .put("callee", role)
            .build();
    return Dict.of("roles", roles, "authid", authid);
  }

  private Welcome join(Peer peer, Dict details) throws InterruptedException {
    peer.say(new Hello(REALM, details));
    return peer.expect(Welcome.class);
  }

  private Welcome joinResumable(Peer peer) throws InterruptedException {
    return join(peer, details("alice").with("resumable", true));
  }

  private static Dict resume(Welcome before) {
    return details("alice")
        .with("resumable", true)
        .with("resume-session", before.session())
        .with("resume-token", before.details().string("resume_token", ""));
  }

  private static void subscribe(Peer peer, String topic) throws InterruptedException {
    peer.say(new Subscribe(1, Dict.EMPTY, topic));
    peer.expect(Subscribed.class);
  }

  private Peer other() throws InterruptedException {
    Peer other = new Peer();
    join(other, details("bob"));
    return other;
  }

  private static void publish(Peer peer, String topic, Object... texts)
      throws InterruptedException {
    for (Object text : texts) {
      Payload payload = Serializers.of(Format.JSON).payload(List.of(text), Map.of());
      peer.say(new Publish(5, Dict.of("acknowledge", true), topic, payload));
      peer.expect(Published.class);
    }
  }

  private static boolean isResumed(Welcome welcome) {
    return welcome.details().bool("resumed", false);
  }

  @Test
  void whoAsksForItIsGivenATokenWhereTheRealmHasIt() throws Exception {
    start();

    Welcome asked = joinResumable(new Peer());
    Welcome silent = join(new Peer(), details("bob"));

    assertTrue(asked.details().bool("resumable", false));
    assertEquals(24, asked.details().string("resume_token", "").length(), "16 octets in Base64");
    assertFalse(silent.details().has("resumable"));
    assertFalse(silent.details().has("resume_token"));
  }

  @Test
  void aRealmWithoutItGivesNoToken() throws Exception {
    start(null);

    Welcome asked = joinResumable(new Peer());

    assertFalse(asked.details().has("resumable"));
  }

  @Test
  void whoComesBackIsInTheSameSessionAndGetsWhatItHasMissed() throws Exception {
    // Given
    start();
    Peer lost = new Peer();
    Welcome before = joinResumable(lost);
    subscribe(lost, TOPIC);
    Peer other = other();
    publish(other, TOPIC, 1, 2, 3);
    // of 4 messages after WELCOME, SUBSCRIBED and the first event have arrived
    lost.lose(CloseCause.IO_ERROR);
    publish(other, TOPIC, 4, 5);
    // When
    Peer found = new Peer();
    Welcome after = join(found, resume(before).with("x_received", 2));
    publish(other, TOPIC, 6);
    // Then
    assertTrue(isResumed(after));
    assertEquals(before.session(), after.session());
    assertEquals(1, after.details().integer("x_received", -1), "SUBSCRIBE");
    assertNotEquals(
        before.details().string("resume_token"), after.details().string("resume_token"));
    assertEquals(List.of("2", "3", "4", "5", "6"), found.events());
  }

  @Test
  void whoDoesNotSayWhatItHasGetsWhatWasNotWritten() throws Exception {
    // Given
    start();
    Peer lost = new Peer();
    Welcome before = joinResumable(lost);
    subscribe(lost, TOPIC);
    Peer other = other();
    publish(other, TOPIC, 1, 2);
    lost.expect(Event.class);
    lost.expect(Event.class);
    lost.lose(CloseCause.PEER_CLOSED);
    publish(other, TOPIC, 3);
    // When
    Peer found = new Peer();
    join(found, resume(before));
    // Then
    assertEquals(List.of("3"), found.events());
  }

  @Test
  void theRouterMayNotKnowYetThatTheLinkIsLost() throws Exception {
    // Given
    start();
    Peer halfOpen = new Peer();
    Welcome before = joinResumable(halfOpen);
    subscribe(halfOpen, TOPIC);
    Peer other = other();
    publish(other, TOPIC, 1, 2);
    // When
    Peer found = new Peer();
    Welcome after = join(found, resume(before).with("x_received", 2));
    halfOpen.handler.onMessage(
        new Publish(7, Dict.EMPTY, TOPIC, Payload.NONE)); // what is sent again must not count
    publish(other, TOPIC, 3);
    // Then
    assertTrue(isResumed(after));
    assertTrue(halfOpen.closed);
    assertEquals(List.of("2", "3"), found.events());
  }

  @Test
  void callsGoOnInBothDirections() throws Exception {
    // Given
    start();
    Peer lost = new Peer();
    Welcome before = joinResumable(lost);
    lost.say(new Register(1, Dict.EMPTY, "com.example.ours"));
    lost.expect(Registered.class);
    Peer other = other();
    other.say(new Register(1, Dict.EMPTY, "com.example.theirs"));
    other.expect(Registered.class);
    lost.say(new Call(2, Dict.EMPTY, "com.example.theirs", Payload.NONE));
    long theirs = other.expect(Invocation.class).request();
    lost.lose(CloseCause.PING_TIMEOUT);
    // When
    other.say(new Yield(theirs, Dict.EMPTY, Payload.NONE));
    other.say(new Call(2, Dict.EMPTY, "com.example.ours", Payload.NONE));
    Peer found = new Peer();
    join(found, resume(before).with("x_received", 1));
    // Then
    assertEquals(2, found.expect(Result.class).request());
    found.say(new Yield(found.expect(Invocation.class).request(), Dict.EMPTY, Payload.NONE));
    assertEquals(2, other.expect(Result.class).request());
  }

  @Test
  void aTokenIsGoodOnce() throws Exception {
    // Given
    start();
    Peer first = new Peer();
    Welcome before = joinResumable(first);
    first.lose(CloseCause.IO_ERROR);
    Peer second = new Peer();
    Welcome after = join(second, resume(before).with("x_received", 0));
    assertEquals(List.of(), second.events()); // it has read WELCOME
    // When
    Welcome thief = join(new Peer(), resume(before).with("x_received", 0));
    // Then
    assertFalse(isResumed(thief));
    assertNotEquals(before.session(), thief.session());
    assertFalse(second.closed, "the session stays with who has it");
    assertTrue(isResumed(join(new Peer(), resume(after).with("x_received", 1))));
  }

  @Test
  void whoseWelcomeIsLostComesBackWithTheSameToken() throws Exception {
    start();
    Peer first = new Peer();
    Dict again = resume(joinResumable(first)).with("x_received", 0);
    first.lose(CloseCause.IO_ERROR);

    List<Boolean> resumed = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      resumed.add(isResumed(join(new Peer(), again)));
    }

    assertEquals(List.of(true, true, true), resumed);
  }

  @Test
  void aWrongTokenOrAnotherIdentityGetsANewSessionAndDoesNoHarm() throws Exception {
    // Given
    start();
    Peer lost = new Peer();
    Welcome before = joinResumable(lost);
    lost.lose(CloseCause.IO_ERROR);
    Dict good = resume(before).with("x_received", 0);
    // When
    Welcome wrong = join(new Peer(), good.with("resume-token", "AAAAAAAAAAAAAAAAAAAAAA=="));
    Welcome bob = join(new Peer(), good.with("authid", "bob"));
    Welcome liar = join(new Peer(), good.with("resume-session", wrong.session()));
    // Then
    assertFalse(isResumed(wrong) || isResumed(bob) || isResumed(liar));
    assertTrue(isResumed(join(new Peer(), good)));
  }

  @Test
  void nobodyHearsOfALeaveBeforeTheTimeIsOver() throws Exception {
    // Given
    start(limits(8, Duration.ofMillis(300), 100));
    Peer watcher = other();
    subscribe(watcher, ON_LEAVE);
    Peer lost = new Peer();
    Welcome before = joinResumable(lost);
    // When
    lost.lose(CloseCause.IO_ERROR);
    assertEquals(List.of(), watcher.events());
    // Then
    assertEquals(String.valueOf(before.session()), text(watcher.expect(Event.class)));
    Welcome late = join(new Peer(), resume(before));
    assertFalse(isResumed(late));
  }

  @Test
  void testamentsOfTheLinkArePublishedAtItsEndThoseOfTheSessionAtThatOfTheSession()
      throws Exception {
    // Given
    start(limits(8, Duration.ofMillis(300), 100));
    Peer watcher = other();
    subscribe(watcher, TOPIC);
    Peer lost = new Peer();
    joinResumable(lost);
    for (String scope : List.of("destroyed", "detached")) {
      Payload payload =
          Serializers.of(Format.JSON)
              .payload(List.of(TOPIC, List.of(scope), Map.of()), Map.of("scope", scope));
      lost.say(new Call(1, Dict.EMPTY, "wamp.session.add_testament", payload));
      lost.expect(Result.class);
    }
    // When
    lost.lose(CloseCause.IO_ERROR);
    // Then
    assertEquals("detached", text(watcher.expect(Event.class)));
    assertEquals("destroyed", text(watcher.expect(Event.class)));
  }

  @Test
  void moreThanIsKeptEndsTheSession() throws Exception {
    // Given
    start(limits(8, LONG, 3));
    Peer watcher = other();
    subscribe(watcher, ON_LEAVE);
    Peer lost = new Peer();
    Welcome before = joinResumable(lost);
    subscribe(lost, TOPIC);
    lost.lose(CloseCause.IO_ERROR);
    // When
    Peer other = other();
    publish(other, TOPIC, 1, 2, 3, 4);
    // Then
    assertEquals(String.valueOf(before.session()), text(watcher.expect(Event.class)));
    assertFalse(isResumed(join(new Peer(), resume(before).with("x_received", 1))));
  }

  @Test
  void whoHasMissedWhatIsNotKeptAnyMoreGetsANewSession() throws Exception {
    // Given
    start(limits(8, LONG, 3));
    Peer watcher = other();
    subscribe(watcher, ON_LEAVE);
    Peer lost = new Peer();
    Welcome before = joinResumable(lost);
    subscribe(lost, TOPIC);
    publish(other(), TOPIC, 1, 2, 3, 4);
    lost.lose(CloseCause.IO_ERROR);
    // When
    Welcome after = join(new Peer(), resume(before).with("x_received", 1));
    // Then
    assertFalse(isResumed(after));
    assertEquals(String.valueOf(before.session()), text(watcher.expect(Event.class)));
  }

  @Test
  void aNumberThatCannotBeRightIsNotBelieved() throws Exception {
    start();
    Peer lost = new Peer();
    Welcome before = joinResumable(lost);
    lost.lose(CloseCause.IO_ERROR);

    Welcome after = join(new Peer(), resume(before).with("x_received", 1));

    assertFalse(isResumed(after));
  }

  @Test
  void oneSessionTooManyEndsTheOneThatHasWaitedLongest() throws Exception {
    // Given
    start(limits(1, LONG, 100));
    Peer watcher = other();
    subscribe(watcher, ON_LEAVE);
    Peer one = new Peer();
    Welcome first = joinResumable(one);
    Peer two = new Peer();
    Welcome second = joinResumable(two);
    one.lose(CloseCause.IO_ERROR);
    // When
    two.lose(CloseCause.IO_ERROR);
    // Then
    assertEquals(String.valueOf(first.session()), text(watcher.expect(Event.class)));
    assertTrue(isResumed(join(new Peer(), resume(second).with("x_received", 0))));
  }

  @ParameterizedTest
  @EnumSource(
      value = CloseCause.class,
      names = {"SLOW_READER", "LIMIT", "KILLED", "PROTOCOL_VIOLATION"})
  void anEndThatSomebodyWantedIsNoLoss(CloseCause cause) throws Exception {
    start();
    Peer closed = new Peer();
    Welcome before = joinResumable(closed);

    closed.lose(cause);

    assertFalse(isResumed(join(new Peer(), resume(before).with("x_received", 0))));
  }

  @Test
  void goodbyeEndsTheSession() throws Exception {
    start();
    Peer polite = new Peer();
    Welcome before = joinResumable(polite);

    polite.say(new Goodbye(Dict.EMPTY, CloseUri.NORMAL));
    polite.expect(Goodbye.class);

    assertFalse(isResumed(join(new Peer(), resume(before).with("x_received", 0))));
  }

  @Test
  void whoIsKilledWhileItIsAwayDoesNotComeBack() throws Exception {
    // Given
    start();
    Peer lost = new Peer();
    Welcome before = joinResumable(lost);
    lost.lose(CloseCause.IO_ERROR);
    Peer killer = other();
    Payload payload = Serializers.of(Format.JSON).payload(List.of(before.session()), Map.of());
    // When
    killer.say(new Call(1, Dict.EMPTY, "wamp.session.kill", payload));
    killer.expect(Result.class);
    // Then
    assertFalse(isResumed(join(new Peer(), resume(before).with("x_received", 0))));
  }

  @Test
  void nothingIsLeftOfThoseWhoAreGone() throws Exception {
    // Given
    start(limits(8, Duration.ofMillis(50), 100));
    Peer watcher = other();
    subscribe(watcher, ON_LEAVE);
    Peer lost = new Peer();
    joinResumable(lost);
    subscribe(lost, TOPIC);
    publish(other(), TOPIC, 1, 2);
    // When
    lost.lose(CloseCause.IO_ERROR);
    watcher.expect(Event.class);
    // Then
    assertEquals(0, server.outboxBudget().taken());
    assertNull(lost.received.stream().filter(Goodbye.class::isInstance).findAny().orElse(null));
  }
}
