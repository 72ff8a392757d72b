import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.function.Function;

/** What every Java client is asked to do, over the small adapter {@link Client}. */
final class Suite {

  private Suite() {}

  static void main(String[] words, Function<JsonNode, Client> library) throws Exception {
    Checks.takeOutput();
    JsonNode config = new ObjectMapper().readTree(words[1]);
    Client client = library.apply(config);
    switch (words[0]) {
      case "serve" -> serve(client, config);
      case "join" -> join(client, config);
      default -> {
        for (JsonNode wire : config.get("wires")) {
          all(client, config, wire.asText());
        }
      }
    }
    System.exit(0); // the libraries keep threads
  }

  private static void all(Client client, JsonNode config, String wire) {
    CrossChecks others = new CrossChecks(client, config, wire);
    others.check("own", () -> new OwnChecks(client, config, wire).all());
    for (JsonNode peer : config.get("peers")) {
      others.check(peer.get("name").asText() + ".all", () -> others.with(peer));
    }
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
    session.register(prefix + "fail", call -> Checks.tooCold(call.values().args().get(0)));
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
    Checks.report("ready", true, "");
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
      Checks.report(one.get("check").asText(), came.equals(expect), "expected " + expect + ", got " + came);
    }
  }
}
