package io.junctor.wamp.auth;

import io.junctor.wamp.message.Authenticate;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.transport.LinkProofs;
import io.junctor.wamp.transport.TransportDetails;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Proves that the client knows a password, and has the router prove that it knows the client.
 * Neither side learns anything that the other side could be impersonated with.
 *
 * <p>Any thread; each link has an exchange of its own by {@link #forLink}. What the password
 * derives to is kept: a client that comes back proves itself at once.
 *
 * @see <a
 *     href="https://wamp-proto.org/wamp_latest_ietf.html#name-salted-challenge-response-a">WAMP:
 *     Salted Challenge Response Authentication</a>
 */
public final class ScramAuthenticator implements ClientAuthenticator {

  private static final int NONCE_BYTES = 16;

  private final String authid;
  private final String password;
  private final Nonces nonces;
  private final ScramDialect dialect;
  private final @Nullable String binding; // the type of channel binding; null when not bound
  private final AtomicReference<@Nullable Derived> derived = new AtomicReference<>();

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Derived(ScramKdf kdf, String salt, byte[] password) {}

  private ScramAuthenticator(
      String authid,
      String password,
      Nonces nonces,
      ScramDialect dialect,
      @Nullable String binding) {
    this.authid = authid;
    this.password = password;
    this.nonces = nonces;
    this.dialect = dialect;
    this.binding = binding;
  }

  /** For one principal and its password. */
  public ScramAuthenticator(String authid, String password, Nonces nonces) {
    this(authid, password, nonces, ScramDialect.STANDARD, null);
  }

  /** The same, bound to the TLS channel by {@code tls-exporter}: nobody between can pass it on. */
  public ScramAuthenticator boundToChannel() {
    return boundToChannel(LinkProofs.TLS_EXPORTER);
  }

  /**
   * The same by another type, for routers that know no other.
   *
   * @param type {@code tls-exporter}, or {@code tls-unique}, which only TLS 1.2 has.
   */
  public ScramAuthenticator boundToChannel(String type) {
    return new ScramAuthenticator(authid, password, nonces, dialect, type);
  }

  /** The same in the words of Autobahn|Python and Crossbar.io, method {@code scram}. */
  public ScramAuthenticator asAutobahn() {
    return new ScramAuthenticator(authid, password, nonces, ScramDialect.AUTOBAHN, null);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException when it is to be bound to a channel that has no id.
   */
  @Override
  public ClientAuthenticator forLink(TransportDetails link) {
    byte[] channelId = binding == null ? null : link.proofs().channelId(binding);
    if (binding != null && channelId == null) {
      throw new IllegalStateException("the link has no " + binding + " value to bind to");
    }
    String nonce = Base64.getEncoder().encodeToString(nonces.next(NONCE_BYTES));
    return new ScramExchange(this, dialect, nonce, binding, channelId);
  }

  @Override
  public String method() {
    return dialect.method();
  }

  @Override
  public String authid() {
    return authid;
  }

  @Override
  public Dict authextra() {
    throw new IllegalStateException("expected forLink() first: each session has its own nonce");
  }

  @Override
  public Authenticate answer(Challenge challenge) {
    throw new IllegalStateException("expected forLink() first: each session has its own nonce");
  }

  /**
   * The salted password that a challenge asks for.
   *
   * @throws ProtocolViolation when it is malformed or asks for too little or too much.
   */
  byte[] saltedPassword(Dict extra) {
    String salt = extra.string("salt", "");
    try {
      ScramKdf kdf = ScramKdf.of(extra);
      Derived known = derived.get();
      if (known != null && known.kdf().equals(kdf) && known.salt().equals(salt)) {
        return known.password();
      }
      byte[] octets = kdf.derive(password, Base64.getDecoder().decode(salt));
      byte[] salted = dialect.saltedPassword(kdf, octets);
      derived.set(new Derived(kdf, salt, salted));
      return salted;
    } catch (IllegalArgumentException e) {
      throw new ProtocolViolation("CHALLENGE: " + e.getMessage());
    }
  }

  @Override
  public String toString() {
    return "ScramAuthenticator[authid=" + authid + ", password=(redacted)]";
  }
}
