package io.junctor.wamp.auth;

import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.transport.PeerCertificate;
import io.junctor.wamp.transport.PeerProcess;
import io.junctor.wamp.transport.TransportDetails;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides by asking an {@link AuthProcedure} about everybody who is no principal of the
 * configuration. Denies on every failure: nobody who answers, no answer in time, a malformed one.
 *
 * <p>For ticket the procedure judges the ticket itself, for the other methods it is asked before
 * the challenge and the router judges. Who is unknown to it is challenged like the one it knew
 * last, and refused.
 *
 * <p>Any thread.
 */
public final class DynamicAuthenticator implements MethodAuthenticator {

  static final String PROVIDER = "dynamic";
  private static final String ANONYMOUS_PREFIX = "anonymous-";
  private static final int ANONYMOUS_BYTES = 8;

  /** The form of challenges for names that nobody has, until the first that somebody has. */
  private static final Principal FIRST_MODEL =
      new Principal(
          "model",
          "user",
          null,
          CraSecret.salted("", "0".repeat(22) + "==", CraSecret.ITERATIONS_DEFAULT, 32),
          new ScramSecret(
              ScramKdf.ARGON2_DEFAULT,
              new byte[ScramSecret.SALT_BYTES],
              new Scram.Keys(new byte[32], new byte[32]),
              new Scram.Keys(new byte[32], new byte[32])),
          List.of(),
          List.of(),
          Set.of());

  private final AuthProcedure procedure;
  private final Set<String> methods;
  private final Set<String> roles;
  private final Set<String> reserved;
  private final Nonces nonces;
  private final SecretMethods secrets;
  private final byte[] decoyKey;
  private final Map<String, Principal> models = new ConcurrentHashMap<>(); // method -> known last

  /**
   * An authenticator for one realm.
   *
   * @param procedure who is asked; bounds how often at once, and how long it takes.
   * @param methods for which it is asked.
   * @param roles which it may give.
   * @param reserved names it may not give: those of principals and of the gateway's own sessions.
   */
  public DynamicAuthenticator(
      AuthProcedure procedure,
      Set<String> methods,
      Set<String> roles,
      Set<String> reserved,
      Nonces nonces,
      InstantSource clock) {
    this.procedure = procedure;
    this.methods = Set.copyOf(methods);
    this.roles = Set.copyOf(roles);
    this.reserved = Set.copyOf(reserved);
    this.nonces = nonces;
    this.secrets = new SecretMethods(nonces, clock);
    this.decoyKey = nonces.next(Mac256.BYTES);
  }

  @Override
  public Set<String> methods() {
    return methods;
  }

  @Override
  public Optional<AuthStep> begin(String method, Hello hello, TransportDetails link) {
    if (!methods.contains(method)) {
      return Optional.empty();
    }
    Dict details = hello.details();
    String authid = details.string("authid", "");
    Question question = new Question(method, hello.realm(), authid, details, link);
    return Optional.ofNullable(
        switch (method) {
          case AuthMethod.TICKET -> authid.isEmpty() ? null : ticket(question);
          case AuthMethod.WAMPCRA, AuthMethod.SCRAM, AuthMethod.SCRAM_AUTOBAHN ->
              authid.isEmpty() || !SecretMethods.isComplete(method, details)
                  ? null
                  : secret(question);
          case AuthMethod.CRYPTOSIGN -> cryptosign(question);
          case AuthMethod.TLS -> link.proofs().certificate() == null ? null : unasked(question);
          case AuthMethod.LOCAL ->
              link.kind() == TransportDetails.Kind.RAWSOCKET_UNIX ? unasked(question) : null;
          case AuthMethod.ANONYMOUS -> anonymous(question);
          // a CookieAuthenticator found the name: is it still welcome, and as what?
          case AuthMethod.COOKIE -> unasked(question);
          default -> null;
        });
  }

  private record Question(
      String method, String realm, String authid, Dict details, TransportDetails link) {}

  private AuthStep ticket(Question question) {
    return new AuthStep.Ask(
        new Challenge(AuthMethod.TICKET, Dict.EMPTY),
        answer -> {
          Dict known = about(question).with("ticket", answer.signature());
          return ask(question, known, who -> accept(question, who), SecretMethods::failed);
        });
  }

  private AuthStep secret(Question question) {
    return ask(
        question,
        about(question),
        who -> challenge(question, who),
        cause -> challenge(question, decoy(question), false, cause));
  }

  private AuthStep challenge(Question question, Principal who) {
    if (!who.hasSecret(question.method())) {
      String cause = "the answer has no secret for " + question.method();
      return challenge(question, decoy(question), false, cause);
    }
    models.put(question.method(), who);
    return challenge(question, who, true, "wrong secret");
  }

  private AuthStep challenge(Question question, Principal shown, boolean isReal, String cause) {
    SecretMethods.Candidate candidate = new SecretMethods.Candidate(shown, isReal, PROVIDER, cause);
    return secrets.begin(question.method(), candidate, question.details(), question.link());
  }

  private Principal decoy(Question question) {
    byte[] seed = Mac256.hmac(decoyKey, question.authid());
    return models.getOrDefault(question.method(), FIRST_MODEL).decoy(question.authid(), seed);
  }

  private @Nullable AuthStep cryptosign(Question question) {
    Dict extra = question.details().dict("authextra");
    String key = extra.string("pubkey");
    if (key == null) {
      return null;
    }
    byte[] publicKey = Cryptosign.parseHex("authextra.pubkey", key);
    Function<Supplier<AuthStep>, AuthStep> challenge =
        whenSigned ->
            CryptosignMethod.begin(publicKey, extra, question.link().proofs(), nonces, whenSigned);
    return ask(
        question,
        about(question),
        who -> challenge.apply(() -> accept(question, who)),
        cause -> challenge.apply(() -> SecretMethods.failed(cause)));
  }

  private AuthStep unasked(Question question) {
    return ask(question, about(question), who -> accept(question, who), SecretMethods::failed);
  }

  /** Nobody in particular gets a name of its own, whatever it calls itself. */
  private AuthStep anonymous(Question question) {
    String name = ANONYMOUS_PREFIX + HexFormat.of().formatHex(nonces.next(ANONYMOUS_BYTES));
    return unasked(
        new Question(
            question.method(), question.realm(), name, question.details(), question.link()));
  }

  private AuthStep ask(
      Question question,
      Dict known,
      Function<Principal, AuthStep> whenKnown,
      Function<String, AuthStep> otherwise) {
    CompletionStage<Supplier<AuthStep>> next =
        procedure
            .ask(question.realm(), question.authid(), known)
            .handle(
                (answer, failure) ->
                    () -> {
                      if (answer == null) {
                        return otherwise.apply("procedure: " + sentence(failure));
                      }
                      Principal who;
                      try {
                        who = DynamicAnswer.read(answer, question.authid(), roles, reserved);
                      } catch (IllegalArgumentException e) {
                        return otherwise.apply(sentence(e));
                      }
                      return whenKnown.apply(who);
                    });
    return new AuthStep.Later(next);
  }

  private static String sentence(@Nullable Throwable failure) {
    Throwable root = failure;
    while (root != null && root.getCause() != null) {
      root = root.getCause();
    }
    return root == null ? "no answer" : String.valueOf(root.getMessage());
  }

  private static AuthStep accept(Question question, Principal who) {
    return new AuthStep.Accept(
        new Identity(who.authid(), who.authrole(), question.method(), PROVIDER));
  }

  /** What the procedure is told; never a cookie or a channel id. */
  private static Dict about(Question question) {
    TransportDetails link = question.link();
    Dict.Builder transport =
        Dict.builder()
            .put("type", link.kind().name().toLowerCase(Locale.ROOT))
            .put("peer", link.peer())
            .put("secure", link.secure());
    PeerProcess process = link.process();
    if (process != null) {
      transport.put(
          "process",
          Dict.of("pid", (long) process.pid(), "uid", (long) process.uid())
              .with("gid", (long) process.gid()));
    }
    PeerCertificate certificate = link.proofs().certificate();
    if (certificate != null) {
      transport.put(
          "certificate",
          Dict.of("fingerprint", certificate.fingerprint(), "subject", certificate.subject())
              .with("names", certificate.names()));
    }
    return Dict.of("authmethod", question.method(), "transport", transport.build())
        .with("authextra", question.details().dict("authextra"));
  }
}
