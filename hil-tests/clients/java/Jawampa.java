import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import rx.Observable;
import rx.Subscription;
import ws.wamp.jawampa.ApplicationError;
import ws.wamp.jawampa.CallFlags;
import ws.wamp.jawampa.PublishFlags;
import ws.wamp.jawampa.RegisterFlags;
import ws.wamp.jawampa.SubscriptionFlags;
import ws.wamp.jawampa.WampClient;
import ws.wamp.jawampa.WampClientBuilder;
import ws.wamp.jawampa.WampRoles;
import ws.wamp.jawampa.WampSerialization;
import ws.wamp.jawampa.auth.client.Ticket;
import ws.wamp.jawampa.transport.netty.NettyWampClientConnectorProvider;

/**
 * jawampa behind the suite's adapter. Usage: {@code java -cp 'jars/*' Jawampa.java check|serve|join
 * '<json>'}.
 *
 * <p>It subscribes and registers behind an observable that tells when it failed, but not when it is
 * done: a request sent after it, and answered, says so, as requests of a session are answered in
 * turn.
 */
final class Jawampa implements Client {

  private static final int PATIENCE_SECONDS = 60;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final JsonNode config;

  private Jawampa(JsonNode config) {
    this.config = config;
  }

  public static void main(String[] words) throws Exception {
    Suite.main(words, Jawampa::new);
  }

  @Override
  public boolean can(Ability ability, String serializer) {
    return switch (ability) {
      case BINARY -> serializer.equals("msgpack");
      case CALLEE_ERRORS, PUBLISHER_IDENTIFICATION, EMPTY_RESULT -> true;
      default -> false;
    };
  }

  @Override
  public Session join(String serializer, String method, String authid, String secret)
      throws Exception {
    WampClientBuilder builder =
        new WampClientBuilder()
            .withConnectorProvider(new NettyWampClientConnectorProvider())
            .withUri(config.get("websocket").asText())
            .withRealm(config.get("realm").asText())
            .withRoles(
                new WampRoles[] {
                  WampRoles.Callee, WampRoles.Caller, WampRoles.Publisher, WampRoles.Subscriber
                })
            .withSerializations(
                new WampSerialization[] {
                  serializer.equals("json") ? WampSerialization.Json : WampSerialization.MessagePack
                });
    if (method.equals("ticket")) {
      builder = builder.withAuthId(authid).withAuthMethod(new Ticket(secret));
    }
    WampClient client = builder.build();
    CompletableFuture<Long> joined = new CompletableFuture<>();
    client
        .statusChanged()
        .subscribe(
            state -> {
              switch (state) {
                case WampClient.ConnectedState connected -> joined.complete(connected.sessionId());
                case WampClient.DisconnectedState gone when gone.disconnectReason() != null ->
                    joined.completeExceptionally(gone.disconnectReason());
                default -> {}
              }
            },
            joined::completeExceptionally);
    client.open();
    return new Joined(client, await(joined)); // one that failed has closed itself
  }

  private static <T> T await(CompletableFuture<T> result) throws Exception {
    try {
      return result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ApplicationError error) {
        throw new Failure(error.uri(), values(error.arguments(), error.keywordArguments()));
      }
      throw e;
    }
  }

  private static <T> T await(Observable<T> result) throws Exception {
    CompletableFuture<T> one = new CompletableFuture<>();
    result.subscribe(one::complete, one::completeExceptionally, () -> one.complete(null));
    return await(one);
  }

  @SuppressWarnings("unchecked") // keys are text
  private static Values values(ArrayNode args, ObjectNode kwargs) {
    return new Values(
        args == null ? List.of() : (List<?>) plain(args),
        kwargs == null ? Map.of() : (Map<String, ?>) plain(kwargs));
  }

  /** As {@code treeToValue}, which makes Base64 of octets. */
  private static Object plain(JsonNode node) {
    if (node.isArray()) {
      List<Object> list = new java.util.ArrayList<>();
      node.forEach(element -> list.add(plain(element)));
      return list;
    }
    if (node.isObject()) {
      Map<String, Object> map = new java.util.LinkedHashMap<>();
      node.fields().forEachRemaining(entry -> map.put(entry.getKey(), plain(entry.getValue())));
      return map;
    }
    try {
      return node.isBinary() ? node.binaryValue() : MAPPER.treeToValue(node, Object.class);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static ArrayNode args(Values values) {
    return MAPPER.valueToTree(values.args());
  }

  private static ObjectNode kwargs(Values values) {
    return MAPPER.valueToTree(values.kwargs());
  }

  /** One of its clients, which is one session. */
  private record Joined(WampClient client, long id) implements Session {

    @Override
    public Values call(String uri, Values values, int timeoutMillis) throws Exception {
      var reply =
          await(
              client.call(
                  uri, EnumSet.of(CallFlags.DiscloseMe), args(values), kwargs(values)));
      return Jawampa.values(reply.arguments(), reply.keywordArguments());
    }

    @Override
    public AutoCloseable register(
        String uri, String match, String invoke, Function<Invoked, Values> handler)
        throws Exception {
      CompletableFuture<Void> failed = new CompletableFuture<>();
      Subscription subscription =
          client
              .registerProcedure(uri, RegisterFlags.DiscloseCaller)
              .subscribe(
                  request -> {
                    Invoked call =
                        new Invoked(
                            Jawampa.values(request.arguments(), request.keywordArguments()),
                            request.details().path("caller_authid").asText());
                    try {
                      Values answer = handler.apply(call);
                      request.reply(args(answer), kwargs(answer));
                    } catch (Failed failure) {
                      try {
                        Values values = failure.failure.values;
                        request.replyError(failure.failure.uri, args(values), kwargs(values));
                      } catch (ApplicationError e) {
                        throw new IllegalStateException(e);
                      }
                    }
                  },
                  failed::completeExceptionally);
      fence(failed);
      return () -> {
        subscription.unsubscribe();
        fence(new CompletableFuture<>());
      };
    }

    /**
     * Requests before have been answered, and their observers told, which it does by a task of its
     * own: before the second publication is sent.
     */
    private void fence(CompletableFuture<Void> failed) throws Exception {
      for (int i = 0; i < 2; i++) {
        await(
            client.publish(
                "com.example.fence",
                EnumSet.of(PublishFlags.RequireAcknowledge),
                MAPPER.createArrayNode(),
                MAPPER.createObjectNode()));
      }
      if (failed.isDone()) {
        await(failed);
      }
    }

    @Override
    public AutoCloseable subscribe(
        String uri, String match, boolean retained, Consumer<Heard> handler) throws Exception {
      CompletableFuture<Void> failed = new CompletableFuture<>();
      SubscriptionFlags flags =
          switch (match) {
            case "prefix" -> SubscriptionFlags.Prefix;
            case "wildcard" -> SubscriptionFlags.Wildcard;
            default -> SubscriptionFlags.Exact;
          };
      Subscription subscription =
          client
              .makeSubscription(uri, flags)
              .subscribe(
                  event -> {
                    JsonNode details = event.details();
                    handler.accept(
                        new Heard(
                            Jawampa.values(event.arguments(), event.keywordArguments()),
                            details.path("topic").asText(uri),
                            details.path("publisher_authid").asText()));
                  },
                  failed::completeExceptionally);
      fence(failed);
      return () -> {
        subscription.unsubscribe();
        fence(new CompletableFuture<>());
      };
    }

    @Override
    public long publish(String uri, Values values, Publishing how) throws Exception {
      EnumSet<PublishFlags> flags = EnumSet.of(PublishFlags.RequireAcknowledge);
      if (!how.excludeMe()) {
        flags.add(PublishFlags.DontExcludeMe);
      }
      return await(client.publish(uri, flags, args(values), kwargs(values)));
    }

    @Override
    public void leave() throws Exception {
      await(client.close());
    }
  }
}
