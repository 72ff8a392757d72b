import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** What a client does with the services of the others. */
final class CrossChecks extends Checks {

  CrossChecks(Client client, JsonNode config, String wire) {
    super(client, config, wire);
  }

  void with(JsonNode peer) throws Exception {
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
}
