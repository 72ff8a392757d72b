import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * What every Java client is asked to do, over the small adapter {@link Client}.
 *
 * <p>A check prints one line of JSON: {"check", "ok", "detail"}. The program that started this one
 * knows which checks there must be, so a run that ends early does not pass.
 */
final class Suite {

  static final String UNICODE = "Kühlschrank 冷蔵庫 🧊 e\u0301";
  private static final String TOO_COLD = "com.example.too_cold";
  private static final byte[] OCTETS = octets();
  private static final int PATIENCE_SECONDS = 60;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The libraries write to standard output, so this is the only one who still has it. */
  private static final PrintStream REPORTS =
      new PrintStream(System.out, true, StandardCharsets.UTF_8);

  interface Check {
    void run() throws Exception;
  }

  private final Client client;
  private final JsonNode config;
  private final String wire;
  private Client.Session session;
  private Client.Session other;

  private Suite(Client client, JsonNode config, String wire) {
    this.client = client;
    this.config = config;
    this.wire = wire;
  }

  static void main(String[] words, Function<JsonNode, Client> library) throws Exception {
    System.setOut(System.err);
    JsonNode config = JSON.readTree(words[1]);
    Client client = library.apply(config);
    switch (words[0]) {
      case "serve" -> serve(client, config);
      case "join" -> join(client, config);
      default -> {
        for (JsonNode wire : config.get("wires")) {
          new Suite(client, config, wire.asText()).all();
        }
      }
    }
    System.exit(0); // the libraries keep threads
  }

  private static byte[] octets() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    return all;
  }

  private static void report(String check, boolean ok, String detail) {
    try {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("check", check);
      line.put("ok", ok);
      line.put("detail", detail);
      REPORTS.println(JSON.writeValueAsString(line));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  void check(String name, Check body) {
    String full = wire + "." + name;
    try {
      body.run();
      report(full, true, "");
    } catch (Throwable e) {
      java.io.StringWriter trace = new java.io.StringWriter();
      e.printStackTrace(new java.io.PrintWriter(trace));
      report(full, false, trace.toString());
    }
  }

  /** The settings this run was started with. */
  JsonNode config() {
    return config;
  }

  /** The wire under test, as part of a URI. */
  String wireName() {
    return wire.replace('-', '_');
  }

  void checkWhere(Client.Ability ability, String name, Check body) {
    if (client.can(ability, wire)) {
      check(name, body);
    }
  }

  static void same(Object expected, Object actual) {
    if (!Objects.equals(plain(expected), plain(actual))) {
      throw new AssertionError("expected " + expected + ", got " + actual);
    }
  }

  /** Numbers by their value: a library may read 1 as a long and 2.5 as a float. */
  private static Object plain(Object value) {
    return switch (value) {
      case Client.Values values -> List.of(plain(values.args()), plain(values.kwargs()));
      case Number number -> new BigDecimal(number.toString()).stripTrailingZeros();
      case List<?> list -> list.stream().map(Suite::plain).toList();
      case Map<?, ?> map -> {
        Map<Object, Object> all = new LinkedHashMap<>();
        map.forEach((key, one) -> all.put(key, plain(one)));
        yield all;
      }
      case null, default -> value;
    };
  }

  private static void sameOctets(Object actual) {
    if (!(actual instanceof byte[] bytes) || !Arrays.equals(OCTETS, bytes)) {
      throw new AssertionError("expected octets, got " + actual);
    }
  }

  static Client.Failure failsWith(String uri, Callable<?> action) throws Exception {
    try {
      Object result = action.call();
      throw new AssertionError("expected " + uri + ", got the result " + result);
    } catch (Client.Failure failure) {
      same(uri, failure.uri);
      return failure;
    }
  }

  /** Collects events and hands them out one by one. */
  static final class Inbox {
    private final BlockingQueue<Client.Heard> waiting = new LinkedBlockingQueue<>();

    Client.Heard next() throws InterruptedException {
      Client.Heard event = waiting.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (event == null) {
        throw new AssertionError("no event within " + PATIENCE_SECONDS + " s");
      }
      return event;
    }
  }

  Inbox listen(Client.Session at, String uri, String match) throws Exception {
    Inbox inbox = new Inbox();
    at.subscribe(uri, match, false, inbox.waiting::add);
    return inbox;
  }

  String uri(String name) {
    return config.get("prefix").asText() + wireName() + "." + name;
  }

  private String text(String key) {
    return config.get(key).asText();
  }

  Client.Session joined() throws Exception {
    return client.join(wire, "ticket", text("authid"), text("ticket"));
  }

  private void all() throws Exception {
    check("own", this::own);
    for (JsonNode peer : config.get("peers")) {
      check(peer.get("name").asText() + ".all", () -> with(peer));
    }
  }

  // --- what one client does by itself -----------------------------------------------------------

  private void own() throws Exception {
    session = joined();
    other = joined();
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
    new MetaChecks(this, session, other).all();
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

  private static Client.Values tooCold(Object what) {
    throw new Client.Failed(
        new Client.Failure(TOO_COLD, new Client.Values(List.of(what), Map.of("limit", -18))));
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

  // --- what it does with the others -------------------------------------------------------------

  private void with(JsonNode peer) throws Exception {
    Client.Session here = joined();
    String name = peer.get("name").asText() + ".";
    String prefix = peer.get("prefix").asText();
    check(
        name + "echo",
        () -> {
          var sent =
              new Client.Values(
                  List.of(UNICODE, 1, -2.5), Map.of("deep", Map.of("name", UNICODE)));
          same(sent, here.call(prefix + "echo", sent));
        });
    if (peer.get("errors").asBoolean()) {
      check(
          name + "error",
          () -> {
            var failure =
                failsWith(TOO_COLD, () -> here.call(prefix + "fail", Client.Values.of(UNICODE)));
            same(new Client.Values(List.of(UNICODE), Map.of("limit", -18)), failure.values);
          });
    }
    check(name + "event", () -> announced(here, prefix, prefix + "topic", false));
    if (peer.get("binary").asBoolean()) {
      checkWhere(
          Client.Ability.BINARY,
          name + "binary",
          () -> {
            var got =
                here.call(
                    prefix + "echo",
                    new Client.Values(List.of(OCTETS), Map.of("deep", List.of(OCTETS))));
            sameOctets(got.args().get(0));
            sameOctets(((List<?>) got.kwargs().get("deep")).get(0));
          });
    }
    if (peer.get("retain").asBoolean()) {
      String topic = prefix + "retained." + text("name") + "." + wire.replace('-', '_');
      checkWhere(
          Client.Ability.RETAIN,
          name + "retained",
          () -> announced(here, prefix, topic, true));
    }
    here.leave();
  }

  private void announced(Client.Session here, String prefix, String topic, boolean retain)
      throws Exception {
    Inbox events = new Inbox();
    if (!retain) {
      here.subscribe(topic, "exact", false, events.waiting::add);
    }
    here.call(
        prefix + "announce",
        new Client.Values(List.of(UNICODE), Map.of("topic", topic, "retain", retain)));
    if (retain) {
      here.subscribe(topic, "exact", true, events.waiting::add);
    }
    same(List.of(UNICODE), events.next().values().args());
  }

  // --- the service the others call ----------------------------------------------------------------

  private static void serve(Client client, JsonNode config) throws Exception {
    Client.Session session =
        client.join(
            config.get("wire").asText(),
            "ticket",
            config.get("authid").asText(),
            config.get("ticket").asText());
    String prefix = config.get("prefix").asText();
    session.register(prefix + "echo", Client.Invoked::values);
    session.register(prefix + "fail", call -> tooCold(call.values().args().get(0)));
    session.register(
        prefix + "announce",
        call -> {
          Map<String, ?> how = call.values().kwargs();
          var publishing = new Client.Publishing(true, Boolean.TRUE.equals(how.get("retain")));
          // not here: the acknowledgement would be read by the thread that this one holds
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      session.publish(
                          (String) how.get("topic"),
                          new Client.Values(call.values().args(), Map.of()),
                          publishing);
                    } catch (Exception e) {
                      e.printStackTrace();
                    }
                  });
          return Client.Values.of("announced");
        });
    report("ready", true, "");
    // until whoever started this program closes its input
    System.in.readAllBytes();
    session.leave();
  }

  // --- joining by each method -------------------------------------------------------------------

  /** Cases of {check, wire, method, authid, secret, expect: role by method, or error URI}. */
  private static void join(Client client, JsonNode config) {
    for (JsonNode one : config.get("cases")) {
      String came;
      try {
        Client.Session session =
            client.join(
                one.get("wire").asText(),
                one.get("method").asText(),
                one.get("authid").isNull() ? null : one.get("authid").asText(),
                one.get("secret").isNull() ? null : one.get("secret").asText());
        session.leave();
        came = "joined";
      } catch (Client.Failure failure) {
        came = failure.uri;
      } catch (Exception e) {
        came = e.toString();
      }
      String expect = one.get("expect").asText();
      report(one.get("check").asText(), came.equals(expect), "expected " + expect + ", got " + came);
    }
  }
}
