package io.junctor.app.node;

import io.junctor.netty.http.HttpQuery;
import io.junctor.netty.http.HttpReply;
import io.junctor.wamp.auth.AuthMethod;
import io.junctor.wamp.auth.AuthStep;
import io.junctor.wamp.auth.Authenticator;
import io.junctor.wamp.auth.Identity;
import io.junctor.wamp.auth.Recall;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.transport.TransportDetails;
import io.junctor.wamp.uri.ErrorUri;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets a browser in with a one-time token instead of a name and ticket.
 *
 * <p>The token is in the fragment of the page's address, which browsers do not send; the page posts
 * it to {@code /session} and gets a name and a ticket of its own that are good until the gateway
 * stops. A token works once. Thread-safe.
 */
public final class ConsoleAccess implements Authenticator, Recall {

  /** Tokens and tickets that may be open at once; the command line makes one. */
  private static final int OPEN_MAX = 64;

  private static final int SECRET_BYTES = 24; // 192 bits: nobody guesses it, so nothing is limited
  private static final Pattern TOKEN =
      Pattern.compile("\\s*\\{\\s*\"token\"\\s*:\\s*\"([0-9a-f]{1,64})\"\\s*}\\s*");

  private static final String PROVIDER = "console";

  private final SecureRandom random = new SecureRandom();
  private final Map<String, String> tokens = new ConcurrentHashMap<>(); // hash of token -> role
  private final Map<String, Issued> issued = new ConcurrentHashMap<>(); // authid -> ticket, role
  private final String realm;
  private final Authenticator others;
  private final Recall remembered;

  private record Issued(String ticketHash, String role) {}

  /**
   * Access to a realm.
   *
   * @param others decides on everybody who has no ticket from here.
   * @param remembered says the same of those who have a cookie.
   */
  public ConsoleAccess(String realm, Authenticator others, Recall remembered) {
    this.realm = realm;
    this.others = others;
    this.remembered = remembered;
  }

  /** Makes a token that gives a role once. */
  public String newToken(String role) {
    if (tokens.size() >= OPEN_MAX) {
      throw new IllegalStateException("more than " + OPEN_MAX + " unused console tokens");
    }
    String token = secret();
    tokens.put(hash(token), role);
    return token;
  }

  /** Makes a ticket that gives a role until the gateway stops; the one before is void. */
  public String newTicket(String authid, String role) {
    if (issued.size() >= OPEN_MAX && !issued.containsKey(authid)) {
      throw new IllegalStateException("more than " + OPEN_MAX + " console tickets");
    }
    String ticket = secret();
    issued.put(authid, new Issued(hash(ticket), role));
    return ticket;
  }

  /** Makes the ticket of a name void; sessions that joined with it stay. */
  void revoke(String authid) {
    issued.remove(authid);
  }

  /** Answers {@code POST /session}: a token for a name and a ticket. */
  public HttpReply exchange(HttpQuery query) {
    Matcher body = TOKEN.matcher(query.text());
    if (!body.matches()) {
      return problem(400, "expected {\\\"token\\\": \\\"...\\\"}");
    }
    String role = tokens.remove(hash(body.group(1)));
    if (role == null) {
      return problem(403, "this link was used already or is not from this gateway");
    }
    String authid = "console-" + secret().substring(0, 8);
    String ticket = newTicket(authid, role);
    return HttpReply.json(
            200,
            "{\"authid\":\"%s\",\"ticket\":\"%s\",\"realm\":\"%s\"}"
                .formatted(authid, ticket, realm))
        .withHeader("cache-control", "no-store");
  }

  @Override
  public AuthStep begin(Hello hello, TransportDetails link) {
    String authid = hello.details().string("authid", "");
    Issued known = issued.get(authid);
    List<?> methods = hello.details().list("authmethods");
    if (known == null || methods == null || !methods.contains("ticket")) {
      return others.begin(hello, link);
    }
    return new AuthStep.Ask(
        new Challenge("ticket", Dict.EMPTY),
        answer ->
            matches(known.ticketHash(), hash(answer.signature()))
                ? new AuthStep.Accept(new Identity(authid, known.role(), "ticket", PROVIDER))
                // the same words as for everybody else: who is known here shows in no answer
                : new AuthStep.Deny(
                    ErrorUri.AUTHENTICATION_FAILED, "authentication failed", "wrong ticket"));
  }

  @Override
  public void onLogout(TransportDetails link) {
    others.onLogout(link);
  }

  @Override
  public @Nullable String stamp(Identity identity) {
    Issued known = issued.get(identity.authid());
    return known != null && identity.authprovider().equals(PROVIDER)
        ? hash(known.ticketHash()) // the hash itself is what the ticket is compared with
        : remembered.stamp(identity);
  }

  @Override
  public Optional<AuthStep> recall(
      String authid, String stamp, Hello hello, TransportDetails link) {
    Issued known = issued.get(authid);
    if (known == null) {
      return remembered.recall(authid, stamp, hello, link);
    }
    return hash(known.ticketHash()).equals(stamp)
        ? Optional.of(
            new AuthStep.Accept(new Identity(authid, known.role(), AuthMethod.COOKIE, PROVIDER)))
        : Optional.empty();
  }

  private static HttpReply problem(int status, String message) {
    return HttpReply.json(status, "{\"error\":\"" + message + "\"}")
        .withHeader("cache-control", "no-store");
  }

  private String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static boolean matches(String expected, String actual) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.US_ASCII), actual.getBytes(StandardCharsets.US_ASCII));
  }

  private static String hash(String secret) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
