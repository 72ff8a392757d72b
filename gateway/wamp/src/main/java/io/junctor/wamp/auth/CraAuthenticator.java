package io.junctor.wamp.auth;

import io.junctor.wamp.message.Authenticate;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ProtocolViolation;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Proves the client's identity with a shared secret that stays with the client. It does not prove
 * the router's.
 *
 * <p>Any thread. The derived key is kept: a client that comes back signs at once.
 *
 * @see <a
 *     href="https://wamp-proto.org/wamp_latest_ietf.html#name-challenge-response-authenti">WAMP:
 *     Challenge Response Authentication</a>
 */
public final class CraAuthenticator implements ClientAuthenticator {

  private final String authid;
  private final String secret;
  private final AtomicReference<@Nullable Derived> derived = new AtomicReference<>();

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Derived(String salt, long iterations, long keyBytes, byte[] key) {}

  /** For one principal and its secret. */
  public CraAuthenticator(String authid, String secret) {
    this.authid = authid;
    this.secret = secret;
  }

  @Override
  public String method() {
    return AuthMethod.WAMPCRA;
  }

  @Override
  public String authid() {
    return authid;
  }

  @Override
  public Dict authextra() {
    return Dict.EMPTY;
  }

  @Override
  public void prepare(Challenge challenge) {
    try {
      var _ = key(challenge.extra());
    } catch (ProtocolViolation e) {
      // answer() says it where it can be told to the router
    }
  }

  @Override
  public Authenticate answer(Challenge challenge) {
    if (!challenge.authMethod().equals(AuthMethod.WAMPCRA)) {
      throw new ProtocolViolation(
          "CHALLENGE: expected authmethod wampcra, got " + challenge.authMethod());
    }
    String text = challenge.extra().string("challenge");
    if (text == null) {
      throw new ProtocolViolation("CHALLENGE: expected a challenge, got none");
    }
    return new Authenticate(CraSecret.sign(key(challenge.extra()), text), Dict.EMPTY);
  }

  private byte[] key(Dict extra) {
    String salt = extra.string("salt");
    if (salt == null) {
      return secret.getBytes(StandardCharsets.UTF_8);
    }
    // the defaults of Autobahn, which leaves them to the client, too
    long iterations = extra.integer("iterations", CraSecret.ITERATIONS_MIN);
    long keyBytes = extra.integer("keylen", CraSecret.KEY_BYTES);
    Derived known = derived.get();
    if (known != null
        && known.salt().equals(salt)
        && known.iterations() == iterations
        && known.keyBytes() == keyBytes) {
      return known.key();
    }
    try {
      byte[] key = CraSecret.deriveKey(secret, salt, iterations, keyBytes);
      derived.set(new Derived(salt, iterations, keyBytes, key));
      return key;
    } catch (IllegalArgumentException e) {
      throw new ProtocolViolation("CHALLENGE: " + e.getMessage());
    }
  }

  @Override
  public String toString() {
    return "CraAuthenticator[authid=" + authid + ", secret=(redacted)]";
  }
}
