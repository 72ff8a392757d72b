package io.junctor.wamp.auth;

import io.junctor.wamp.message.Authenticate;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.message.Welcome;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The client's side of SCRAM on one link. One thread at a time, but for {@link #prepare}. */
final class ScramExchange implements ClientAuthenticator {

  private final ScramAuthenticator user;
  private final ScramDialect dialect;
  private final String clientNonce;
  private final @Nullable String binding; // the type of channel binding; null when not bound
  private final byte @Nullable [] channelId; // null when not bound
  private @Nullable String expectedSignature; // of the router, set by answer()

  ScramExchange(
      ScramAuthenticator user,
      ScramDialect dialect,
      String clientNonce,
      @Nullable String binding,
      byte @Nullable [] channelId) {
    this.user = user;
    this.dialect = dialect;
    this.clientNonce = clientNonce;
    this.binding = binding;
    this.channelId = channelId;
  }

  @Override
  public String method() {
    return dialect.method();
  }

  @Override
  public String authid() {
    return user.authid();
  }

  @Override
  public Dict authextra() {
    Dict extra = Dict.of("nonce", clientNonce);
    return binding == null ? extra : extra.with("channel_binding", binding);
  }

  @Override
  public void prepare(Challenge challenge) {
    try {
      var _ = user.saltedPassword(challenge.extra());
    } catch (ProtocolViolation e) {
      // answer() says it where it can be told to the router
    }
  }

  @Override
  public Authenticate answer(Challenge challenge) {
    if (!challenge.authMethod().equals(method())) {
      throw new ProtocolViolation(
          "CHALLENGE: expected authmethod " + method() + ", got " + challenge.authMethod());
    }
    Dict extra = challenge.extra();
    String nonce = extra.string("nonce", "");
    // "The client MUST respond with an ABORT message if CHALLENGE.Details.nonce does not begin
    // with the client nonce"
    if (!nonce.startsWith(clientNonce) || nonce.length() == clientNonce.length()) {
      throw new ProtocolViolation("CHALLENGE: expected a nonce that begins with the client's");
    }
    byte[] salted = user.saltedPassword(extra);
    String message =
        Scram.authMessage(
            dialect.clientFirst(authid(), clientNonce),
            nonce,
            extra.string("salt", ""),
            (int) extra.integer("iterations", 0),
            dialect.channel(binding, channelId == null ? new byte[0] : channelId));
    expectedSignature = Scram.serverSignature(Scram.serverKey(salted), message);
    Dict.Builder out = Dict.builder().put("nonce", nonce);
    if (binding != null && channelId != null) {
      out.put("channel_binding", binding)
          .put("cbind_data", Base64.getEncoder().encodeToString(channelId));
    }
    return new Authenticate(Scram.clientProof(salted, message), out.build());
  }

  /** "The client SHOULD check the verifier for mutual authentication". */
  @Override
  public void verify(Welcome welcome) {
    String expected = expectedSignature;
    String sent = dialect.serverSignature(welcome.details().dict("authextra"));
    if (expected == null || sent == null || !isSame(expected, sent)) {
      throw new IllegalStateException("the router did not prove that it knows " + authid());
    }
  }

  private static boolean isSame(String expected, String sent) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.US_ASCII), sent.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "ScramExchange[authid=" + authid() + "]";
  }
}
