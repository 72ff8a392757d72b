package io.junctor.hil.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.hil.authorization.PermissionOracle.Outcome;
import io.junctor.hil.authorization.Rule.Disclose;
import io.junctor.hil.authorization.Rule.Match;
import io.junctor.hil.authorization.Rule.Verb;
import io.junctor.hil.harness.Endpoints;
import io.junctor.hil.harness.ProductProcess;
import io.junctor.hil.harness.TempFiles;
import io.junctor.hil.peer.Credentials;
import io.junctor.hil.peer.LinkKind;
import io.junctor.hil.peer.Peer;
import io.junctor.hil.peer.RawSocketLink;
import io.junctor.hil.peer.WebSocketLink;
import io.junctor.hil.peer.Wire;
import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Published;
import io.junctor.wamp.message.Register;
import io.junctor.wamp.message.Registered;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Subscribe;
import io.junctor.wamp.message.Subscribed;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * URI × role × action × transport: every cell is a request to the packaged product, and its answer
 * is what the oracle says. Requests of a session are sent without waiting for answers.
 */
class AuthorizationMatrixTest {

  private static final int CELLS_MIN = 10_000;
  private static final long SEED = 4;
  private static final String REALM = "junctor";

  /** What rules and URIs are made of; the last word is in no rule, some begin with others. */
  private static final List<String> WORDS = List.of("x", "a", "ab", "b", "zz");

  private static final List<String> META =
      List.of(
          "wamp.session.count",
          "wamp.session.list",
          "wamp.session.get",
          "wamp.session.kill",
          "wamp.session.kill_by_authid",
          "wamp.session.kill_by_authrole",
          "wamp.session.add_testament",
          "wamp.session.flush_testaments",
          "wamp.registration.list",
          "wamp.registration.lookup",
          "wamp.registration.match",
          "wamp.registration.get",
          "wamp.registration.list_callees",
          "wamp.registration.count_callees",
          "wamp.subscription.list",
          "wamp.subscription.lookup",
          "wamp.subscription.match",
          "wamp.subscription.get",
          "wamp.subscription.list_subscribers",
          "wamp.subscription.count_subscribers",
          "wamp.session.on_join",
          "junctor.realm.list",
          "junctor.realm.remove",
          "junctor.role.list",
          "junctor.authorization.flush");

  /** One cell without role and transport. */
  private record Request(Verb verb, String uri, Match match, boolean discloseMe) {}

  private final Random random = new Random(SEED);
  private final Map<String, List<Rule>> roles = roles();
  private final List<Request> requests = requests();
  private final Map<String, Credentials.Key> keys =
      new TreeMap<>(); // role, who has its name -> key
  private final PermissionOracle oracle =
      new PermissionOracle(world(4), AuthorizationMatrixTest::judge);

  @Test
  void everyCellIsAsTheRulesSay() throws Exception {
    // Given
    roles.keySet().forEach(role -> keys.put(role, Credentials.Key.generate(role)));
    Path directory = Files.createTempDirectory("junctor-hil");
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    List<String> deviations = new ArrayList<>();
    ProductProcess product = start(directory);
    Endpoints endpoints = Endpoints.ofReadyLine(product.readyLine());
    Wire judgeWire = Wire.sockets().findFirst().orElseThrow();
    // When
    try (Peer judgePeer = open(endpoints, judgeWire).join(REALM, keys.get("judge"));
        Judge judge = Judge.start(judgePeer, AuthorizationMatrixTest::judge)) {
      for (Wire wire : Wire.sockets().toList()) {
        for (String role : roles.keySet()) {
          try (Peer peer = open(endpoints, wire).join(REALM, keys.get(role))) {
            compare(wire, role, peer, counts, deviations);
            peer.leave();
          }
        }
      }
      assertTrue(judge.questions() > 0, "nobody was asked");
    } finally {
      assertEquals(0, product.terminate(), product::logTail);
    }
    // Then
    assertEquals(List.of(), deviations.stream().limit(20).toList(), counts::toString);
    int cells = counts.values().stream().mapToInt(Integer::intValue).sum();
    assertTrue(cells >= CELLS_MIN, () -> "only " + counts);
    assertEquals(Set.of(Outcome.values()), counts.keySet(), "each outcome is there");
    TempFiles.delete(directory);
  }

  private void compare(
      Wire wire, String role, Peer peer, Map<Outcome, Integer> counts, List<String> deviations) {
    List<Outcome> answers = ask(peer);
    List<Rule> rules = roles.getOrDefault(role, List.of());
    for (int i = 0; i < requests.size(); i++) {
      Request cell = requests.get(i);
      Outcome expected =
          oracle.outcome(rules, cell.verb(), cell.uri(), cell.match(), cell.discloseMe());
      counts.merge(expected, 1, Integer::sum);
      if (expected != answers.get(i)) {
        deviations.add(
            "%s %s %s: expected %s, got %s".formatted(wire, role, cell, expected, answers.get(i)));
      }
    }
  }

  /** Sends all requests, then reads all answers. */
  private List<Outcome> ask(Peer peer) {
    Map<Long, Integer> open = new LinkedHashMap<>(); // request id -> index
    for (int i = 0; i < requests.size(); i++) {
      long id = peer.nextRequest();
      open.put(id, i);
      peer.send(message(id, requests.get(i)));
    }
    Outcome[] outcomes = new Outcome[requests.size()];
    while (!open.isEmpty()) {
      Message answer = peer.receive(Message.class);
      long id = requestOf(answer);
      Integer index = open.remove(id);
      if (index != null) { // else an event or invocation
        outcomes[index] = outcomeOf(answer);
      }
    }
    return Arrays.asList(outcomes);
  }

  private static Message message(long id, Request request) {
    Dict.Builder options = Dict.builder();
    if (request.discloseMe()) {
      options.put("disclose_me", true);
    }
    if (request.match() != Match.EXACT) {
      options.put("match", request.match().name().toLowerCase(Locale.ROOT));
    }
    return switch (request.verb()) {
      case CALL -> new Call(id, options.build(), request.uri(), Payload.NONE);
      case REGISTER -> new Register(id, options.build(), request.uri());
      case SUBSCRIBE -> new Subscribe(id, options.build(), request.uri());
      case PUBLISH ->
          new Publish(
              id,
              options.put("acknowledge", true).put("eligible", List.of()).build(),
              request.uri(),
              Payload.NONE);
    };
  }

  private static long requestOf(Message answer) {
    return switch (answer) {
      case Published published -> published.request();
      case Subscribed subscribed -> subscribed.request();
      case Registered registered -> registered.request();
      case Result result -> result.request();
      case ErrorMessage error -> error.request();
      default -> 0; // no answer
    };
  }

  private static Outcome outcomeOf(Message answer) {
    return answer instanceof ErrorMessage error
        ? switch (error.error()) {
          case "wamp.error.not_authorized" -> Outcome.DENIED;
          case "wamp.error.option_disallowed.disclose_me" -> Outcome.UNDISCLOSED;
          case "wamp.error.invalid_uri" -> Outcome.RESERVED;
          case "wamp.error.no_such_procedure",
              "wamp.error.procedure_already_exists",
              "wamp.error.invalid_argument" ->
              Outcome.PERMITTED;
          case String other -> throw new AssertionError("unexpected error " + other);
        }
        : Outcome.PERMITTED;
  }

  // --- what is asked ---

  private List<Request> requests() {
    List<Request> list = new ArrayList<>();
    List<String> uris = new ArrayList<>(META);
    for (String uri : world(3)) {
      if (random.nextInt(4) == 0) {
        uris.add(uri);
      }
    }
    // calls before registrations, so that nobody but the router answers them
    for (Verb verb : List.of(Verb.CALL, Verb.PUBLISH)) {
      uris.forEach(uri -> list.add(new Request(verb, uri, Match.EXACT, false)));
      uris.forEach(uri -> list.add(new Request(verb, uri, Match.EXACT, true)));
    }
    for (Verb verb : List.of(Verb.SUBSCRIBE, Verb.REGISTER)) {
      uris.forEach(uri -> list.add(new Request(verb, uri, Match.EXACT, false)));
      for (int i = 0; i < 40; i++) {
        Match match = random.nextBoolean() ? Match.PREFIX : Match.WILDCARD;
        Request request = new Request(verb, pattern(match), match, false);
        if (!list.contains(request)) {
          list.add(request);
        }
      }
    }
    return list;
  }

  // --- roles ---

  private Map<String, List<Rule>> roles() {
    Map<String, List<Rule>> all = new TreeMap<>();
    all.put("nobody", List.of());
    all.put("everything", List.of(Rule.allow("", Match.PREFIX, Verb.values())));
    all.put(
        "admin",
        List.of(
            Rule.allow("", Match.PREFIX, Verb.values()),
            Rule.allow("junctor.realm.", Match.PREFIX, Verb.CALL),
            Rule.deny("wamp.session.", Match.PREFIX, Verb.CALL),
            Rule.allow("wamp.session.count", Match.EXACT, Verb.CALL)));
    all.put(
        "asked",
        List.of(
            Rule.ask("x.", Match.PREFIX, Verb.values()),
            Rule.allow("x.a", Match.PREFIX, Verb.PUBLISH, Verb.SUBSCRIBE),
            Rule.deny("x..b", Match.WILDCARD, Verb.CALL, Verb.SUBSCRIBE)));
    all.put(
        "meta",
        List.of(
            Rule.allow("wamp.", Match.PREFIX, Verb.CALL, Verb.SUBSCRIBE),
            Rule.deny("wamp..list", Match.WILDCARD, Verb.CALL)));
    all.put("judge", List.of(Rule.allow(Judge.PROCEDURE, Match.EXACT, Verb.REGISTER)));
    for (int i = 0; i < 6; i++) {
      List<Rule> rules = new ArrayList<>();
      for (int j = 0; j < 7; j++) {
        rules.add(randomRule(rules));
      }
      all.put("random" + i, rules);
    }
    return all;
  }

  private Rule randomRule(List<Rule> before) {
    while (true) {
      Match match = Match.values()[random.nextInt(3)];
      String uri = match == Match.EXACT ? world(3).get(random.nextInt(80)) : pattern(match);
      // the same URI and match twice has a rule of its own, which the pure authorizer's test has
      if (before.stream().noneMatch(rule -> rule.uri().equals(uri) && rule.match() == match)) {
        Verb[] verbs = {Verb.values()[random.nextInt(4)], Verb.values()[random.nextInt(4)]};
        Verb[] distinct = Arrays.stream(verbs).distinct().toArray(Verb[]::new);
        Disclose disclose = Disclose.values()[random.nextInt(3)];
        return switch (random.nextInt(5)) {
          case 0 -> Rule.deny(uri, match, distinct);
          case 1 -> Rule.ask(uri, match, distinct).disclosing(disclose);
          default -> Rule.allow(uri, match, Verb.values()).disclosing(disclose);
        };
      }
    }
  }

  /** Patterns of at most three components; the world has four. */
  private String pattern(Match match) {
    List<String> parts = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      boolean gap = match == Match.WILDCARD && random.nextBoolean();
      parts.add(gap ? "" : WORDS.get(random.nextInt(WORDS.size() - 1)));
    }
    String uri = String.join(".", parts);
    return match == Match.PREFIX && random.nextBoolean() ? uri + "." : uri;
  }

  private static List<String> world(int components) {
    List<String> world = new ArrayList<>();
    List<String> level = WORDS;
    for (int i = 0; i < components; i++) {
      world.addAll(level);
      List<String> next = new ArrayList<>();
      level.forEach(begin -> WORDS.forEach(word -> next.add(begin + "." + word)));
      level = next;
    }
    return world;
  }

  /** Says yes about every other thing. */
  private static boolean judge(String uri, Verb verb) {
    return (uri.length() + verb.name().length()) % 2 == 0;
  }

  // --- the product ---

  private ProductProcess start(Path directory) throws IOException {
    StringBuilder yaml =
        new StringBuilder(
            """
            site: com.example.test
            realm: %s
            drivers: sim
            listen:
              - {kind: websocket, address: "127.0.0.1:0"}
              - {kind: rawsocket, address: "127.0.0.1:0"}
              - {kind: unix, path: "%s"}
            authorizer: {procedure: %s}
            roles:
            """
                .formatted(REALM, directory.resolve("router.sock"), Judge.PROCEDURE));
    roles.forEach((role, rules) -> yaml.append("  %s:%s%n".formatted(role, Rule.yaml(rules))));
    yaml.append("principals:\n");
    keys.forEach(
        (role, key) ->
            yaml.append(
                "  %s: {role: %s, keys: [\"%s\"]}%n".formatted(role, role, key.publicHex())));
    Path config = directory.resolve("junctor.yaml");
    Files.writeString(config, yaml);
    return ProductProcess.start(directory, Map.of(), "run", "-c", config.toString());
  }

  private static Peer open(Endpoints endpoints, Wire wire) {
    return new Peer(
        switch (wire.kind()) {
          case WEBSOCKET -> WebSocketLink.open(endpoints.websocket(), wire.format());
          case RAWSOCKET_TCP -> RawSocketLink.open(endpoints.rawsocket(), wire.format());
          case RAWSOCKET_UNIX ->
              RawSocketLink.open(UnixDomainSocketAddress.of(endpoints.unix()), wire.format());
          case LOCAL -> throw new IllegalArgumentException(LinkKind.LOCAL + " has no address");
        },
        wire);
  }
}
