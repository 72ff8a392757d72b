import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What checks are made of: a report, what must be the same, how something must fail, what came.
 *
 * <p>A check prints one line of JSON: {"check", "ok", "detail"}. The program that started this one
 * knows which checks there must be, so a run that ends early does not pass.
 */
abstract class Checks {

  static final String UNICODE = "Kühlschrank 冷蔵庫 🧊 e\u0301";
  static final String TOO_COLD = "com.example.too_cold";
  static final byte[] OCTETS = octets();
  static final int PATIENCE_SECONDS = 60;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The libraries write to standard output, so this is the only one who still has it. */
  private static final PrintStream REPORTS =
      new PrintStream(System.out, true, StandardCharsets.UTF_8);

  interface Check {
    void run() throws Exception;
  }

  final Client client;
  final JsonNode config;
  final String wire;

  Checks(Client client, JsonNode config, String wire) {
    this.client = client;
    this.config = config;
    this.wire = wire;
  }

  /** Takes standard output away from whoever wants it later. */
  static void takeOutput() {
    System.setOut(System.err);
  }

  private static byte[] octets() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    return all;
  }

  static void report(String check, boolean ok, String detail) {
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
      case List<?> list -> list.stream().map(Checks::plain).toList();
      case Map<?, ?> map -> {
        Map<Object, Object> all = new LinkedHashMap<>();
        map.forEach((key, one) -> all.put(key, plain(one)));
        yield all;
      }
      case null, default -> value;
    };
  }

  static void sameOctets(Object actual) {
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
    final BlockingQueue<Client.Heard> waiting = new LinkedBlockingQueue<>();

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

  String text(String key) {
    return config.get(key).asText();
  }

  Client.Session joined() throws Exception {
    return client.join(wire, "ticket", text("authid"), text("ticket"));
  }


  static Client.Values tooCold(Object what) {
    throw new Client.Failed(
        new Client.Failure(TOO_COLD, new Client.Values(List.of(what), Map.of("limit", -18))));
  }
}
