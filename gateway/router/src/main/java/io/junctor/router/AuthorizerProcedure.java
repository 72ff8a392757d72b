package io.junctor.router;

import io.junctor.wamp.auth.Identity;
import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Cancel;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.session.PeerRoles;
import io.junctor.wamp.session.SessionDetails;
import io.junctor.wamp.transport.TransportDetails;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Asks the authorizer procedure of a realm, as a caller of its own that nobody sees.
 *
 * <pre>
 * ask ──► waiting ──► open (at most concurrencyMax) ──RESULT──► answered ──► settle: who asked hears
 *            │          └──ERROR, timeout, nobody there──► no ─────┘
 *            └ questions of messages before those about what sessions have already
 * </pre>
 *
 * <p>It is called with {@code [session, uri, action, options]}: the session as {@code
 * wamp.session.get} describes it and the options of the message; see {@link AuthorizerAnswer} for
 * what it may answer. Answers are never handed over from inside another step: {@link #settle} does
 * that at the end of each turn.
 */
@OwnedBy("realm loop")
final class AuthorizerProcedure {

  /** Questions of messages that may wait: each session has at most one. */
  private static final int WAITING_MAX = 4096;

  private static final Format FORMAT = Format.MSGPACK;

  /** How the realm calls for the router itself. */
  interface Caller {

    /** Whether somebody registered exactly this procedure. */
    boolean isRegistered(String procedure);

    /**
     * Calls it.
     *
     * @throws WampError when that fails at once.
     */
    void call(Member caller, Call call, Turn turn);

    /** Who was asked; null when the call is over. */
    @Nullable Member callee(Member caller, long request);

    /** Gives a call up. */
    void cancel(Member caller, Cancel cancel, Turn turn);
  }

  /** Hears the answer. */
  interface Asker {

    void answered(Decision decision, Turn turn);
  }

  private record Question(
      Member member,
      AuthorizationRequest request,
      Disclosure disclosure,
      long epoch,
      Asker asker) {}

  private record Open(Question question, Instant deadline) {}

  private record Answered(Asker asker, Decision decision) {}

  private final AuthorizerSettings settings;
  private final Caller caller;
  private final Function<Format, Serializer> serializers;
  private final Member self;
  private final AnswerCache cache;
  private final Deque<Question> waiting = new ArrayDeque<>(); // of messages
  private final Deque<Question> rechecks = new ArrayDeque<>(); // as many as patterns are held
  private final Map<Long, Open> open =
      new LinkedHashMap<>(); // CALL request -> question, oldest 1st
  private final Deque<Answered> answered = new ArrayDeque<>();
  private long lastRequest;
  private long epoch; // counts flushes

  AuthorizerProcedure(
      AuthorizerSettings settings,
      String realm,
      long session,
      Caller caller,
      Function<Format, Serializer> serializers) {
    this.settings = settings;
    this.caller = caller;
    this.serializers = serializers;
    this.cache = new AnswerCache(settings.answersMax());
    SessionDetails details =
        new SessionDetails(
            session,
            realm,
            new Identity("junctor", "junctor", "internal", "internal"),
            PeerRoles.of(Map.of()),
            new TransportDetails(TransportDetails.Kind.LOCAL, FORMAT, "router", true));
    this.self = new Member(details, this::onMessage);
  }

  AuthorizerSettings settings() {
    return settings;
  }

  /** What was answered before and still holds; null when it must be asked. */
  @Nullable Decision remembered(AuthorizationRequest request, Instant now) {
    return cache.find(request, now);
  }

  /** Asks for a message of a session. */
  void ask(
      Member member, AuthorizationRequest request, Disclosure disclosure, Asker asker, Turn turn) {
    if (waiting.size() >= WAITING_MAX) {
      String text = "more than " + WAITING_MAX + " questions wait for the authorizer";
      answered.add(new Answered(asker, AuthorizerAnswer.failed(text).decision()));
      return;
    }
    waiting.add(new Question(member, request, disclosure, epoch, asker));
    askNext(turn);
  }

  /** Asks whether a session may keep what it has. */
  void recheck(
      Member member, AuthorizationRequest request, Disclosure disclosure, Asker asker, Turn turn) {
    rechecks.add(new Question(member, request, disclosure, epoch, asker));
    askNext(turn);
  }

  private void askNext(Turn turn) {
    while (open.size() < settings.concurrencyMax()) {
      Question next = waiting.isEmpty() ? nextRecheck() : waiting.poll();
      if (next == null) {
        return;
      }
      send(next, turn);
    }
  }

  private @Nullable Question nextRecheck() {
    Question next = rechecks.poll();
    while (next != null && next.member().isGone()) {
      next = rechecks.poll();
    }
    return next;
  }

  private void send(Question question, Turn turn) {
    if (!caller.isRegistered(settings.procedure())) {
      fail(question, "nobody has registered the authorizer " + settings.procedure());
      return;
    }
    long request = ++lastRequest;
    open.put(request, new Open(question, turn.now().plus(settings.timeout())));
    try {
      caller.call(
          self, new Call(request, Dict.EMPTY, settings.procedure(), payload(question)), turn);
    } catch (WampError error) {
      close(request);
      fail(question, "the authorizer cannot be called: " + error.sentence());
      return;
    }
    if (caller.callee(self, request) == question.member()) {
      // its answer would stand behind its question
      close(request);
      fail(question, "the authorizer cannot be asked about itself");
      caller.cancel(self, new Cancel(request, Dict.of("mode", "killnowait")), turn);
    }
  }

  private Payload payload(Question question) {
    AuthorizationRequest request = question.request();
    List<Object> args = new ArrayList<>();
    args.add(request.session().describe());
    args.add(request.uri());
    args.add(request.action().id());
    args.add(request.options());
    return serializers.apply(FORMAT).payload(args, Map.of());
  }

  /** What the dealer sends to the router as caller. */
  private void onMessage(Message message, Turn turn) {
    switch (message) {
      case Result result -> onResult(result, turn);
      case ErrorMessage error -> {
        Open ended = close(error.request());
        if (ended != null) {
          fail(ended.question(), "the authorizer failed: " + error.error());
        }
      }
      case Message _ -> {} // nothing else comes to a caller
    }
  }

  private void onResult(Result result, Turn turn) {
    Open ended = close(result.request());
    if (ended == null) {
      return;
    }
    Question question = ended.question();
    AuthorizationRequest request = question.request();
    Serializer serializer = serializers.apply(result.payload().format());
    String text = request.action().id() + " " + request.uri();
    AuthorizerAnswer answer;
    try {
      answer = AuthorizerAnswer.of(result.payload(), serializer, question.disclosure(), text);
    } catch (RuntimeException e) { // the callee's bytes cannot be read
      answer = AuthorizerAnswer.failed("the authorizer's answer cannot be read");
    }
    if (question.epoch() == epoch) {
      cache.put(request, answer.decision(), answer.holds(), turn.now());
    }
    answered.add(new Answered(question.asker(), answer.decision()));
  }

  private @Nullable Open close(long request) {
    return open.remove(request);
  }

  private void fail(Question question, String why) {
    answered.add(new Answered(question.asker(), AuthorizerAnswer.failed(why).decision()));
  }

  /** Tells who asked what was answered meanwhile, and asks on. */
  void settle(Turn turn) {
    askNext(turn);
    Answered next = answered.poll();
    while (next != null) {
      next.asker().answered(next.decision(), turn);
      askNext(turn);
      next = answered.poll();
    }
  }

  /** When the oldest open question is given up; null when none is open. */
  @Nullable Instant nextDeadline() {
    return open.isEmpty() ? null : open.values().iterator().next().deadline();
  }

  /** Gives up what was asked too long ago. */
  void onTime(Turn turn) {
    while (!open.isEmpty()) {
      Map.Entry<Long, Open> oldest = open.entrySet().iterator().next();
      if (oldest.getValue().deadline().isAfter(turn.now())) {
        return;
      }
      long request = oldest.getKey();
      Question question = oldest.getValue().question();
      close(request);
      fail(question, "no answer of the authorizer within " + settings.timeout().toMillis() + " ms");
      caller.cancel(self, new Cancel(request, Dict.of("mode", "killnowait")), turn);
    }
  }

  /**
   * Forgets answers, also those that are on their way.
   *
   * @return how many were kept.
   */
  int flush(Predicate<AnswerCache.Subject> which) {
    epoch++;
    rechecks.clear(); // who flushes checks anew
    return cache.flush(which);
  }

  /** Nobody is to be asked any more: whoever waits for an answer hears a no. */
  void close(Turn turn) {
    for (Open ended : open.values()) {
      fail(ended.question(), "the authorizer was taken away");
    }
    List<Long> requests = List.copyOf(open.keySet());
    open.clear();
    waiting.forEach(question -> fail(question, "the authorizer was taken away"));
    waiting.clear();
    rechecks.clear();
    requests.forEach(
        request -> caller.cancel(self, new Cancel(request, Dict.of("mode", "killnowait")), turn));
    settle(turn);
  }
}
