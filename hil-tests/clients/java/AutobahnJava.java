import com.fasterxml.jackson.databind.JsonNode;
import io.crossbar.autobahn.wamp.auth.AnonymousAuth;
import io.crossbar.autobahn.wamp.auth.ChallengeResponseAuth;
import io.crossbar.autobahn.wamp.auth.CryptosignAuth;
import io.crossbar.autobahn.wamp.auth.TicketAuth;
import io.crossbar.autobahn.wamp.exceptions.ApplicationError;
import io.crossbar.autobahn.wamp.interfaces.IAuthenticator;
import io.crossbar.autobahn.wamp.interfaces.IInvocationHandler;
import io.crossbar.autobahn.wamp.interfaces.TriConsumer;
import io.crossbar.autobahn.wamp.transports.NettyWebSocket;
import io.crossbar.autobahn.wamp.types.CallOptions;
import io.crossbar.autobahn.wamp.types.CallResult;
import io.crossbar.autobahn.wamp.types.Challenge;
import io.crossbar.autobahn.wamp.types.ChallengeResponse;
import io.crossbar.autobahn.wamp.types.EventDetails;
import io.crossbar.autobahn.wamp.types.InvocationResult;
import io.crossbar.autobahn.wamp.types.PublishOptions;
import io.crossbar.autobahn.wamp.types.Publication;
import io.crossbar.autobahn.wamp.types.RegisterOptions;
import io.crossbar.autobahn.wamp.types.Registration;
import io.crossbar.autobahn.wamp.types.SessionDetails;
import io.crossbar.autobahn.wamp.types.SubscribeOptions;
import io.crossbar.autobahn.wamp.types.Subscription;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * autobahn-java behind the suite's adapter. Usage: {@code java -cp 'jars/*' AutobahnJava.java
 * check|serve|join '<json>'}.
 *
 * <p>Its RawSocket (20.6.1) shakes hands and then never reads, so WebSocket is all it has.
 */
final class AutobahnJava implements Client {

  private static final int PATIENCE_SECONDS = 60;

  private final JsonNode config;

  private AutobahnJava(JsonNode config) {
    this.config = config;
  }

  public static void main(String[] words) throws Exception {
    Suite.main(words, AutobahnJava::new);
  }

  @Override
  public boolean can(Ability ability, String serializer) {
    return switch (ability) {
      case BINARY -> !serializer.equals("json"); // JSON: Base64 without the mark of the standard
      case CALLEE_ERRORS -> false; // whatever a procedure throws is wamp.error.runtime_error
      case PUBLISHER_IDENTIFICATION -> false; // does not read who published
      case EMPTY_RESULT -> false; // a protocol error to it
      default -> true;
    };
  }

  @Override
  public Session join(String serializer, String method, String authid, String secret)
      throws Exception {
    var transport =
        new NettyWebSocket(
            config.get("websocket").asText(), List.of("wamp.2." + serializer));
    Executor handlers = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
    var session = new io.crossbar.autobahn.wamp.Session(handlers);
    CompletableFuture<SessionDetails> joined = new CompletableFuture<>();
    CompletableFuture<Void> left = new CompletableFuture<>();
    session.addOnJoinListener((self, details) -> joined.complete(details));
    session.addOnLeaveListener(
        (self, details) -> {
          joined.completeExceptionally(new Failure(details.reason, Values.of()));
          left.complete(null);
        });
    session.addOnDisconnectListener(
        (self, clean) -> {
          joined.completeExceptionally(new Failure("transport.lost", Values.of()));
          left.complete(null);
        });
    var client = new io.crossbar.autobahn.wamp.Client(transport, Runnable::run);
    client.add(
        session, config.get("realm").asText(), List.of(authenticator(method, authid, secret)));
    client.connect();
    return new Joined(session, await(joined).sessionID, left);
  }

  private static IAuthenticator authenticator(String method, String authid, String secret)
      throws GeneralSecurityException {
    return switch (method) {
      case "ticket" -> new TicketAuth(authid, secret);
      case "wampcra" -> new ChallengeResponseAuth(authid, secret);
      case "cryptosign" -> new Cryptosign(authid, secret);
      default -> new AnonymousAuth();
    };
  }

  /** Its own method but for the signature: libsodium-jni, which it uses, has no library to load. */
  private static final class Cryptosign extends CryptosignAuth {
    private final PrivateKey key;

    Cryptosign(String authid, String seed) throws GeneralSecurityException {
      super(authid, seed, Ed25519.publicKey(seed));
      key =
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(
                  new EdECPrivateKeySpec(
                      NamedParameterSpec.ED25519, HexFormat.of().parseHex(seed)));
    }

    @Override
    public CompletableFuture<ChallengeResponse> onChallenge(
        io.crossbar.autobahn.wamp.Session session, Challenge challenge) {
      try {
        String text = (String) challenge.extra.get("challenge");
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(key);
        signature.update(HexFormat.of().parseHex(text));
        String signed = HexFormat.of().formatHex(signature.sign()) + text;
        return CompletableFuture.completedFuture(new ChallengeResponse(signed, Map.of()));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static <T> T await(CompletableFuture<T> result) throws Exception {
    try {
      return result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case ApplicationError error ->
            throw new Failure(error.getMessage(), values(error.args, error.kwargs));
        case Failure failure -> throw failure;
        default -> throw e;
      }
    }
  }

  private static Values values(List<?> args, Map<String, ?> kwargs) {
    return new Values(args == null ? List.of() : args, kwargs == null ? Map.of() : kwargs);
  }

  private static List<Object> args(Values values) {
    return new ArrayList<>(values.args());
  }

  private static Map<String, Object> kwargs(Values values) {
    return new java.util.HashMap<>(values.kwargs());
  }

  /** One of its sessions. */
  private record Joined(
      io.crossbar.autobahn.wamp.Session session, long id, CompletableFuture<Void> left)
      implements Session {

    @Override
    public Values call(String uri, Values values, int timeoutMillis) throws Exception {
      CallOptions options = timeoutMillis == 0 ? null : new CallOptions(timeoutMillis);
      CallResult result = await(session.call(uri, args(values), kwargs(values), options));
      return AutobahnJava.values(result.results, result.kwresults);
    }

    @Override
    public AutoCloseable register(
        String uri, String match, String invoke, Function<Invoked, Values> handler)
        throws Exception {
      IInvocationHandler endpoint =
          (args, kwargs, details) -> {
            try {
              Values answer =
                  handler.apply(
                      new Invoked(
                          AutobahnJava.values(args, kwargs), details.callerAuthID));
              return new InvocationResult(args(answer), kwargs(answer));
            } catch (Failed failed) {
              Values values = failed.failure.values;
              throw new ApplicationError(failed.failure.uri, args(values), kwargs(values));
            }
          };
      Registration registration =
          await(session.register(uri, endpoint, new RegisterOptions(match, invoke)));
      return () -> await(session.unregister(registration));
    }

    @Override
    public AutoCloseable subscribe(
        String uri, String match, boolean retained, Consumer<Heard> handler) throws Exception {
      TriConsumer<List<Object>, Map<String, Object>, EventDetails> listener =
          (args, kwargs, details) ->
              handler.accept(
                  new Heard(
                      AutobahnJava.values(args, kwargs), details.topic, details.publisherAuthID));
      Subscription subscription =
          await(session.subscribe(uri, listener, new SubscribeOptions(match, true, retained)));
      return () -> await(session.unsubscribe(subscription));
    }

    @Override
    public long publish(String uri, Values values, Publishing how) throws Exception {
      PublishOptions options = new PublishOptions(true, how.excludeMe(), how.retain());
      Publication publication =
          await(session.publish(uri, args(values), kwargs(values), options));
      return publication.publication;
    }

    @Override
    public void leave() throws Exception {
      session.leave();
      await(left);
    }
  }
}
