package io.junctor.wamp.auth;

import io.junctor.wamp.message.Authenticate;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.transport.LinkProofs;
import io.junctor.wamp.transport.TransportDetails;
import io.junctor.wamp.uri.ErrorUri;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The router's side of the methods in which a name goes with a secret: ticket, WAMP-CRA and SCRAM.
 * Whose secret it is, and whether there is anybody of that name at all, makes no difference to what
 * the client sees before its answer was judged.
 *
 * <p>Immutable, any thread.
 */
final class SecretMethods {

  private static final int NONCE_BYTES = 16;
  private static final int SESSION_BYTES = 8;
  private static final long SESSION_BITS = (1L << 53) - 1;

  /** "a nonce is a base64-encoded sequence of random octets"; far longer than any client's. */
  private static final Pattern CLIENT_NONCE = Pattern.compile("[A-Za-z0-9+/]{1,256}={0,2}");

  private final Nonces nonces;
  private final InstantSource clock;

  SecretMethods(Nonces nonces, InstantSource clock) {
    this.nonces = nonces;
    this.clock = clock;
  }

  /**
   * Whom a challenge is for.
   *
   * @param shown what the challenge is made from, with a secret for the method.
   * @param isReal whether the right answer lets the session in; a decoy never does.
   * @param provider who vouches for it.
   * @param cause why the answer was wrong, for the log.
   */
  record Candidate(Principal shown, boolean isReal, String provider, String cause) {
    Identity identity(String method) {
      return new Identity(shown.authid(), shown.authrole(), method, provider);
    }

    AuthStep refused() {
      return failed(cause);
    }
  }

  /** The refusal that looks the same whatever was wrong. */
  static AuthStep.Deny failed(String cause) {
    return new AuthStep.Deny(ErrorUri.AUTHENTICATION_FAILED, "authentication failed", cause);
  }

  /** The refusal of a channel binding that the link does not have; says which it has. */
  static AuthStep.Deny noBinding(String type, LinkProofs proofs) {
    String has = String.join(", ", new TreeSet<>(proofs.channelIds().keySet()));
    return new AuthStep.Deny(
        ErrorUri.AUTHENTICATION_FAILED,
        "channel_binding: this link has %s, got %s"
            .formatted(has.isEmpty() ? "none" : has, printable(type)));
  }

  /** Whether HELLO has what the method needs. */
  static boolean isComplete(String method, Dict details) {
    return switch (method) {
      case AuthMethod.TICKET, AuthMethod.WAMPCRA -> true;
      case AuthMethod.SCRAM, AuthMethod.SCRAM_AUTOBAHN -> details.dict("authextra").has("nonce");
      default -> false;
    };
  }

  /** Challenges a candidate by one of the methods. */
  AuthStep begin(String method, Candidate who, Dict details, TransportDetails link) {
    return switch (method) {
      case AuthMethod.TICKET -> ticket(who);
      case AuthMethod.WAMPCRA -> cra(who);
      case AuthMethod.SCRAM -> scram(ScramDialect.STANDARD, who, details, link);
      case AuthMethod.SCRAM_AUTOBAHN -> scram(ScramDialect.AUTOBAHN, who, details, link);
      default -> throw new IllegalArgumentException("no secret method: " + method);
    };
  }

  private AuthStep ticket(Candidate who) {
    TicketHash stored = Objects.requireNonNull(who.shown().ticket());
    return new AuthStep.Ask(
        new Challenge(AuthMethod.TICKET, Dict.EMPTY),
        answer ->
            stored.matches(answer.signature()) && who.isReal()
                ? new AuthStep.Accept(who.identity(AuthMethod.TICKET))
                : who.refused());
  }

  private AuthStep cra(Candidate who) {
    CraSecret secret = Objects.requireNonNull(who.shown().cra());
    long session = newSession();
    String challenge =
        CraChallenge.text(who.identity(AuthMethod.WAMPCRA), nonce(), clock.instant(), session);
    return new AuthStep.Ask(
        new Challenge(AuthMethod.WAMPCRA, secret.extra(challenge)),
        answer ->
            secret.matches(challenge, answer.signature()) && who.isReal()
                ? new AuthStep.Accept(who.identity(AuthMethod.WAMPCRA), Dict.EMPTY, session)
                : who.refused());
  }

  private AuthStep scram(ScramDialect dialect, Candidate who, Dict details, TransportDetails link) {
    ScramSecret secret = Objects.requireNonNull(who.shown().scram());
    Scram.Keys keys = Objects.requireNonNull(secret.keys(dialect));
    Dict extra = details.dict("authextra");
    String clientNonce = extra.string("nonce", "");
    if (!CLIENT_NONCE.matcher(clientNonce).matches()) {
      throw new ProtocolViolation("authextra.nonce: expected at most 256 characters of Base64");
    }
    String type = dialect == ScramDialect.STANDARD ? extra.string("channel_binding") : null;
    byte[] channelId = type == null ? null : link.proofs().channelId(type);
    if (type != null && channelId == null) {
      // "the server MUST terminate the authentication process by sending an ABORT message [when]
      // the server does not support the requested channel_binding type"
      return noBinding(type, link.proofs());
    }
    String nonce = clientNonce + nonce();
    Exchange exchange =
        new Exchange(dialect, keys, nonce, type, channelId == null ? new byte[0] : channelId);
    String message =
        Scram.authMessage(
            dialect.clientFirst(who.shown().authid(), clientNonce),
            nonce,
            secret.salt(),
            secret.kdf().iterations(),
            dialect.channel(type, exchange.channelId()));
    return new AuthStep.Ask(
        new Challenge(dialect.method(), dialect.challenge(secret, nonce)),
        answer -> exchange.judge(answer, message, who));
  }

  /** What the answer is compared with. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Exchange(
      ScramDialect dialect,
      Scram.Keys keys,
      String nonce,
      @Nullable String type,
      byte[] channelId) {

    AuthStep judge(Authenticate answer, String message, Candidate who) {
      boolean proven = Scram.isProof(keys, message, answer.signature());
      String mismatch = dialect.mismatch(answer, nonce, type, channelId);
      if (!proven || mismatch != null || !who.isReal()) {
        return mismatch == null ? who.refused() : failed(mismatch);
      }
      return new AuthStep.Accept(
          who.identity(dialect.method()),
          dialect.welcome(Scram.serverSignature(keys.server(), message)),
          0);
    }
  }

  private String nonce() {
    return Base64.getEncoder().encodeToString(nonces.next(NONCE_BYTES));
  }

  private long newSession() {
    long bits = 0;
    for (byte octet : nonces.next(SESSION_BYTES)) {
      bits = bits << Byte.SIZE | (octet & 0xFF);
    }
    return (bits & SESSION_BITS) + 1;
  }

  private static String printable(String text) {
    String word = text.replaceAll("[^A-Za-z0-9-]", "?");
    return word.length() <= 32 ? word : word.substring(0, 32);
  }
}
