import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What one client does by itself, with two sessions. */
final class OwnChecks extends Checks {

  private final Client.Session session;
  private final Client.Session other;

  OwnChecks(Client client, JsonNode config, String wire) throws Exception {
    super(client, config, wire);
    session = joined();
    other = joined();
  }

  void all() {
    joins();
    calls();
    registrations();
    events();
    check(
        "session_meta",
        () -> {
          var got = session.call("wamp.session.get", Client.Values.of(session.id()));
          Map<?, ?> details = (Map<?, ?>) got.args().get(0);
          same(text("authid"), details.get("authid"));
        });
    new MetaChecks(client, config, wire, session, other).all();
    check(
        "leave",
        () -> {
          session.leave();
          other.leave();
        });
  }

  private void joins() {
    checkWhere(
        Client.Ability.CRYPTOSIGN,
        "join_cryptosign",
        () -> client.join(wire, "cryptosign", text("authid"), text("seed")).leave());
    check(
        "wrong_ticket",
        () ->
            failsWith(
                "wamp.error.authentication_failed",
                () -> client.join(wire, "ticket", text("authid"), "wrong")));
  }

  private void calls() {
    check(
        "call",
        () -> {
          other.register(uri("echo"), Client.Invoked::values);
          var sent =
              new Client.Values(
                  List.of(1, UNICODE, List.of(true, 2.5)), Map.of("name", UNICODE));
          same(sent, session.call(uri("echo"), sent));
        });
    checkWhere(
        Client.Ability.BINARY,
        "call_binary",
        () -> sameOctets(session.call(uri("echo"), Client.Values.of(OCTETS)).args().get(0)));
    checkWhere(
        Client.Ability.CALLEE_ERRORS,
        "call_error",
        () -> {
          other.register(uri("fail"), call -> tooCold(UNICODE));
          var failure =
              failsWith(TOO_COLD, () -> session.call(uri("fail"), Client.Values.of()));
          same(new Client.Values(List.of(UNICODE), Map.of("limit", -18)), failure.values);
        });
    check(
        "no_such_procedure",
        () ->
            failsWith(
                "wamp.error.no_such_procedure",
                () -> session.call(uri("nobody"), Client.Values.of())));
    checkWhere(Client.Ability.CALL_TIMEOUT, "call_timeout", this::timeout);
    check(
        "caller_identification",
        () -> {
          other.register(uri("who"), call -> Client.Values.of(call.callerAuthid()));
          var got = session.call(uri("who"), Client.Values.of());
          same(List.of(text("authid")), got.args());
        });
  }

  private void timeout() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    other.register(
        uri("slow"),
        call -> {
          try {
            end.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return Client.Values.of();
        });
    try {
      failsWith(
          "wamp.error.timeout", () -> session.call(uri("slow"), Client.Values.of(), 200));
    } finally {
      end.countDown();
    }
  }

  private void registrations() {
    check(
        "procedure_already_exists",
        () ->
            failsWith(
                "wamp.error.procedure_already_exists",
                () -> session.register(uri("echo"), Client.Invoked::values)));
    checkWhere(
        Client.Ability.PATTERN_REGISTRATION,
        "pattern_registration",
        () -> {
          Map<String, String> matches =
              Map.of("prefix", "device.", "wildcard", "room..light");
          for (var match : matches.entrySet()) {
            other.register(
                uri(match.getValue()),
                match.getKey(),
                "single",
                call -> Client.Values.of(match.getKey()));
          }
          same(
              List.of("prefix"),
              session.call(uri("device.knob"), Client.Values.of()).args());
          same(
              List.of("wildcard"),
              session.call(uri("room.kitchen.light"), Client.Values.of()).args());
        });
    checkWhere(Client.Ability.SHARED_REGISTRATION, "shared_registration", this::shared);
    check(
        "unregister",
        () -> {
          AutoCloseable registration =
              session.register(uri("short"), call -> Client.Values.of("here"));
          same(List.of("here"), other.call(uri("short"), Client.Values.of()).args());
          registration.close();
          failsWith(
              "wamp.error.no_such_procedure",
              () -> other.call(uri("short"), Client.Values.of()));
        });
  }

  private void shared() throws Exception {
    for (String invoke : List.of("first", "last", "roundrobin", "random")) {
      String procedure = uri("shared." + invoke);
      session.register(procedure, "exact", invoke, call -> Client.Values.of("one"));
      other.register(procedure, "exact", invoke, call -> Client.Values.of("two"));
      List<Object> answers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        answers.add(session.call(procedure, Client.Values.of()).args().get(0));
      }
      Set<Object> who = new HashSet<>(answers);
      switch (invoke) {
        case "first" -> same(Set.of("one"), who);
        case "last" -> same(Set.of("two"), who);
        case "roundrobin" -> {
          same(Set.of("one", "two"), who);
          same(answers.get(0), answers.get(2));
          same(answers.get(1), answers.get(3));
        }
        default -> same(true, Set.of("one", "two").containsAll(who));
      }
    }
  }

  private void events() {
    var seven = new Client.Values(List.of(7, UNICODE), Map.of("unit", "l", "name", UNICODE));
    check(
        "event",
        () -> {
          Inbox events = listen(other, uri("topic"), "exact");
          session.publish(uri("topic"), seven, Client.Publishing.USUAL);
          same(seven, events.next().values());
        });
    checkWhere(
        Client.Ability.BINARY,
        "event_binary",
        () -> {
          Inbox events = listen(other, uri("binary"), "exact");
          session.publish(uri("binary"), Client.Values.of(OCTETS), Client.Publishing.USUAL);
          sameOctets(events.next().values().args().get(0));
        });
    check(
        "acknowledge",
        () ->
            same(
                true,
                session.publish(uri("topic"), seven, Client.Publishing.USUAL) > 0));
    checkWhere(
        Client.Ability.PUBLISHER_IDENTIFICATION,
        "publisher_identification",
        () -> {
          Inbox events = listen(other, uri("signed"), "exact");
          session.publish(uri("signed"), seven, Client.Publishing.USUAL);
          same(text("authid"), events.next().publisherAuthid());
        });
    check("publisher_exclusion", this::exclusion);
    check("publisher_inclusion", this::inclusion);
    check("pattern_subscription", this::patterns);
    check("unsubscribe", this::unsubscribe);
    checkWhere(
        Client.Ability.RETAIN,
        "retained",
        () -> {
          session.publish(
              uri("level"), Client.Values.of(42), new Client.Publishing(true, true));
          Inbox events = new Inbox();
          other.subscribe(uri("level"), "exact", true, events.waiting::add);
          same(List.of(42), events.next().values().args());
        });
  }

  private void exclusion() throws Exception {
    Inbox mine = listen(session, uri("exclusion"), "exact");
    Inbox theirs = listen(other, uri("exclusion"), "exact");
    session.publish(uri("exclusion"), Client.Values.of("not me"), Client.Publishing.USUAL);
    same(List.of("not me"), theirs.next().values().args());
    // an event of somebody else arrives after everything of before
    other.publish(uri("exclusion"), Client.Values.of("for you"), Client.Publishing.USUAL);
    same(List.of("for you"), mine.next().values().args());
  }

  private void inclusion() throws Exception {
    Inbox mine = listen(session, uri("inclusion"), "exact");
    session.publish(
        uri("inclusion"), Client.Values.of("me too"), new Client.Publishing(false, false));
    same(List.of("me too"), mine.next().values().args());
  }

  private void patterns() throws Exception {
    Inbox prefix = listen(other, uri("house."), "prefix");
    Inbox wildcard = listen(other, uri("house..level"), "wildcard");
    session.publish(
        uri("house.cellar.level"), Client.Values.of(1), Client.Publishing.USUAL);
    same(uri("house.cellar.level"), prefix.next().topic());
    same(uri("house.cellar.level"), wildcard.next().topic());
  }

  private void unsubscribe() throws Exception {
    Inbox gone = new Inbox();
    other.subscribe(uri("brief"), "exact", false, gone.waiting::add).close();
    Inbox still = listen(other, uri("fence"), "exact");
    session.publish(uri("brief"), Client.Values.of(1), Client.Publishing.USUAL);
    session.publish(uri("fence"), Client.Values.of(1), Client.Publishing.USUAL);
    still.next();
    same(0, gone.waiting.size());
  }
}
