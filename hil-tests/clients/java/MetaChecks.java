import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * What a client finds out by calling the router: history, testaments, the meta API and reflection.
 * Every client can call.
 */
final class MetaChecks extends Checks {

  private final Client.Session session;
  private final Client.Session other;

  MetaChecks(
      Client client,
      JsonNode config,
      String wire,
      Client.Session session,
      Client.Session other) {
    super(client, config, wire);
    this.session = session;
    this.other = other;
  }

  void all() {
    check("event_history", this::history);
    checkWhere(Client.Ability.EMPTY_RESULT, "testament", this::testament);
    checkWhere(Client.Ability.EMPTY_RESULT, "session_kill", this::kill);
    check("registration_meta", this::registrations);
    check("subscription_meta", this::subscriptions);
    check("reflection", this::reflection);
  }

  private Object ask(String procedure, Object... args) throws Exception {
    return session.call(procedure, Client.Values.of(args)).args().get(0);
  }

  private void history() throws Exception {
    String name = config.get("name").asText() + "_" + wireName();
    String topic = "com.example." + name + ".kept";
    for (int value = 1; value <= 3; value++) {
      session.publish(topic, Client.Values.of(value), Client.Publishing.USUAL);
    }
    Object kept =
        ask("wamp.subscription.lookup", "com.example..kept", Map.of("match", "wildcard"));
    Client.Values result =
        session.call(
            "wamp.subscription.get_events",
            new Client.Values(
                List.of(kept), Map.of("topic", topic, "reverse", true, "limit", 2)));
    same(
        List.of(List.of(3), List.of(2)),
        result.args().stream().map(event -> ((Map<?, ?>) event).get("args")).toList());
    same(Map.of("is_limit_reached", true), result.kwargs());
  }

  private void testament() throws Exception {
    Inbox events = listen(other, uri("status"), "exact");
    Client.Session leaver = joined();
    leaver.call(
        "wamp.session.add_testament",
        Client.Values.of(
            uri("status"), List.of("gone"), Map.of("why", UNICODE)));
    leaver.leave();
    same(
        new Client.Values(List.of("gone"), Map.of("why", UNICODE)),
        events.next().values());
  }

  private void kill() throws Exception {
    Inbox left = listen(other, "wamp.session.on_leave", "exact");
    Client.Session victim = joined();
    long id = victim.id();
    session.call(
        "wamp.session.kill",
        new Client.Values(List.of(id), Map.of("reason", "com.example.enough")));
    while (((Number) left.next().values().args().get(0)).longValue() != id) {
      // somebody else
    }
    failsWith(
        "wamp.error.no_such_session",
        () -> session.call("wamp.session.get", Client.Values.of(id)));
  }

  private void registrations() throws Exception {
    String uri = uri("known");
    other.register(uri, call -> Client.Values.of("here"));
    Object id = ask("wamp.registration.lookup", uri);
    same(id, ask("wamp.registration.match", uri));
    same(uri, ((Map<?, ?>) ask("wamp.registration.get", id)).get("uri"));
    same(List.of(other.id()), ask("wamp.registration.list_callees", id));
    same(1, ask("wamp.registration.count_callees", id));
  }

  private void subscriptions() throws Exception {
    String uri = uri("known");
    listen(other, uri, "exact");
    Object id = ask("wamp.subscription.lookup", uri);
    same(true, ((List<?>) ask("wamp.subscription.match", uri)).contains(id));
    same(uri, ((Map<?, ?>) ask("wamp.subscription.get", id)).get("uri"));
    same(List.of(other.id()), ask("wamp.subscription.list_subscribers", id));
    same(1, ask("wamp.subscription.count_subscribers", id));
  }

  private void reflection() throws Exception {
    String uri = uri("level");
    Map<String, String> definition = Map.of("title", UNICODE, "type", "number");
    Client.Values isNew =
        other.call(
            "wamp.reflect.define",
            new Client.Values(List.of(uri, definition), Map.of("type", "topic")));
    same(List.of(true), isNew.args());
    same(
        List.of(
            Map.of("type", "topic", "uri", uri, "match", "exact", "definition", definition)),
        ask("wamp.reflect.describe", uri));
    List<?> topics = (List<?>) ask("wamp.reflection.topic.list");
    same(true, topics.contains(Map.of("uri", uri, "match", "exact")));
    Map<?, ?> procedure =
        (Map<?, ?>) ask("wamp.reflection.procedure.describe", uri("known"));
    same(
        List.of(uri("known"), 1),
        List.of(procedure.get("uri"), procedure.get("callees")));
  }
}
