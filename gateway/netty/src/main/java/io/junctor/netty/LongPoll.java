package io.junctor.netty;

import io.junctor.netty.http.HttpQuery;
import io.junctor.netty.http.HttpReply;
import io.junctor.netty.http.HttpRoutes;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.LinkCookie;
import io.junctor.wamp.transport.LinkProofs;
import io.junctor.wamp.transport.TransportAcceptor;
import io.junctor.wamp.transport.TransportDetails;
import io.netty.util.concurrent.EventExecutor;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * WAMP over plain HTTP requests, for clients whose network lets nothing else through: {@code
 * /open}, {@code /<transport>/receive}, {@code /<transport>/send}, {@code /<transport>/close}. Any
 * thread.
 *
 * <p>A transport's name is the only thing that says whose it is, so it is long and random. There
 * are as many transports as the listener takes connections, in all and from one address.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-http-longpoll-transport">WAMP:
 *     HTTP Longpoll Transport</a>
 */
final class LongPoll {

  // 144 bits: nobody guesses another's.
  private static final int NAME_BYTES = 18;
  private static final int NAME_CHARS = 24;

  // A list of names of protocols.
  private static final int OPEN_BYTES_MAX = 1024;

  private static final String CORS_SECONDS = "600";

  private final SecureRandom random = new SecureRandom();
  private final String path;
  private final WebListenerConfig config;
  private final WebRequestCheck check;
  private final TransportAcceptor acceptor;
  private final Supplier<EventExecutor> loops;
  private final @Nullable WebCookies cookies;
  private final HttpRoutes.Route route =
      new HttpRoutes.Route.Dynamic(Set.of("POST", "OPTIONS"), this::answer);

  private final ConcurrentMap<String, Open> links = new ConcurrentHashMap<>(); // name -> link

  /** An open link, and from where. */
  private record Open(String address, LongPollLink link, CompletableFuture<Void> gone) {}

  /**
   * The long-poll links of one listener.
   *
   * @param path below which they are.
   * @param loops gives each link its loop.
   */
  LongPoll(
      String path,
      WebListenerConfig config,
      TransportAcceptor acceptor,
      Supplier<EventExecutor> loops) {
    this.path = path + "/";
    this.config = config;
    this.check = new WebRequestCheck(config);
    this.acceptor = acceptor;
    this.loops = loops;
    CookieOptions options = config.options().cookies();
    this.cookies = options == null ? null : new WebCookies(options, config.tls() != null);
  }

  /** The route of a path; null when it is none of ours. */
  HttpRoutes.@Nullable Route find(String requested) {
    return requested.startsWith(path) ? route : null;
  }

  /** Bytes that the body of a request may have: a stranger's few. */
  int bodyBytesMax(String requested) {
    String[] words = words(requested);
    Open open = words.length == 2 && words[1].equals("send") ? links.get(words[0]) : null;
    return open != null && open.link().isWelcomed()
        ? config.limits().frameBytesMax()
        : Math.min(config.limits().frameBytesMax(), HttpRoutes.BODY_BYTES_MAX);
  }

  /** Open links. */
  int open() {
    return links.size();
  }

  /** Closes all; completed when they are closed, within the close timeout. */
  CompletionStage<Void> close() {
    return CompletableFuture.allOf(
        links.values().stream()
            .map(
                open -> {
                  open.link().close(CloseCause.SHUTDOWN);
                  return open.gone();
                })
            .toArray(CompletableFuture<?>[]::new));
  }

  private CompletionStage<HttpReply> answer(HttpQuery query) {
    CompletableFuture<HttpReply> own =
        query.method().equals("OPTIONS")
            ? CompletableFuture.completedFuture(LongPollLink.NO_CONTENT)
            : post(query);
    String origin = query.header("origin");
    if (origin.isEmpty()) {
      return own;
    }
    // The origin is allowed, or the request had not come this far; so its page may read the answer.
    CompletableFuture<HttpReply> answer =
        own.thenApply(
            reply ->
                reply
                    .withHeader("Access-Control-Allow-Origin", origin)
                    .withHeader("Access-Control-Allow-Credentials", "true")
                    .withHeader("Access-Control-Allow-Methods", "POST")
                    .withHeader("Access-Control-Allow-Headers", "content-type")
                    .withHeader("Access-Control-Max-Age", CORS_SECONDS)
                    .withHeader("Vary", "Origin"));
    CompletableFuture<HttpReply> _ =
        answer.whenComplete(
            (reply, thrown) -> {
              if (answer.isCancelled()) {
                own.cancel(false);
              }
            });
    return answer;
  }

  private CompletableFuture<HttpReply> post(HttpQuery query) {
    String[] words = words(query.path());
    if (words.length == 1 && words[0].equals("open")) {
      return open(query);
    }
    Open open = words.length == 2 ? links.get(words[0]) : null;
    if (open == null) {
      // A client that got GOODBYE closes what the router has closed already, and that is no error.
      return words.length == 2 && words[1].equals("close")
          ? CompletableFuture.completedFuture(LongPollLink.NO_CONTENT)
          : done(404, "no such transport");
    }
    return switch (words[1]) {
      case "receive" -> open.link().receive();
      case "send" -> open.link().send(query.body());
      case "close" -> open.link().closeByPeer();
      default -> done(404, "expected receive, send or close");
    };
  }

  private CompletableFuture<HttpReply> open(HttpQuery query) {
    Subprotocol subprotocol;
    try {
      subprotocol = firstOffered(query.body());
    } catch (ProtocolViolation v) {
      return done(400, "expected {\"protocols\": [...]}: " + v.getMessage());
    }
    if (subprotocol == null) {
      return done(400, "expected one of the protocols " + check.offered());
    }
    String address = query.peer().substring(0, Math.max(0, query.peer().lastIndexOf(':')));
    long here = links.values().stream().filter(open -> open.address().equals(address)).count();
    if (links.size() >= config.connections().total() || here >= config.connections().perAddress()) {
      return done(503, "too many transports");
    }
    CompletableFuture<HttpReply> answer = new CompletableFuture<>();
    EventExecutor loop = loops.get();
    loop.execute(
        () -> {
          try {
            answer.complete(opened(subprotocol, address, query, loop));
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }

  private HttpReply opened(
      Subprotocol subprotocol, String address, HttpQuery query, EventExecutor loop) {
    byte[] bytes = new byte[NAME_BYTES];
    random.nextBytes(bytes);
    String name = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    CompletableFuture<Void> gone = new CompletableFuture<>();
    LinkCookie cookie = cookies == null ? null : cookies.of(List.of(query.header("cookie")));
    LongPollLink link =
        new LongPollLink(
            loop,
            new TransportDetails(
                    TransportDetails.Kind.LONGPOLL,
                    subprotocol.format(),
                    query.peer(),
                    query.secure())
                .withProofs(LinkProofs.NONE.withCookie(cookie)),
            subprotocol.batched(),
            config.limits(),
            acceptor,
            () -> {
              links.remove(name);
              gone.complete(null);
            });
    links.put(name, new Open(address, link, gone));
    HttpReply reply =
        HttpReply.json(
            200, "{\"protocol\":\"" + subprotocol.id() + "\",\"transport\":\"" + name + "\"}");
    return cookies == null || cookie == null || !cookie.issued()
        ? reply
        : reply.withHeader("set-cookie", cookies.header(cookie));
  }

  // Read as the arguments of a message, which is the JSON that is known here.
  private @Nullable Subprotocol firstOffered(byte[] body) {
    if (body.length > OPEN_BYTES_MAX) {
      throw new ProtocolViolation("at most " + OPEN_BYTES_MAX + " bytes");
    }
    byte[] before = "[16,1,{},\"open\",[".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    byte[] message = java.util.Arrays.copyOf(before, before.length + body.length + 2);
    System.arraycopy(body, 0, message, before.length, body.length);
    message[message.length - 2] = ']';
    message[message.length - 1] = ']';
    Serializer json = Serializers.of(Format.JSON);
    Object first =
        json.args(((Publish) json.decode(message)).payload()).stream().findFirst().orElse("");
    Object protocols = first instanceof Map<?, ?> map ? map.get("protocols") : null;
    if (!(protocols instanceof List<?> list)) {
      throw new ProtocolViolation("no protocols in it");
    }
    return list.stream()
        .map(name -> check.offered(String.valueOf(name)))
        .filter(found -> found != null)
        .findFirst()
        .orElse(null);
  }

  private String[] words(String requested) {
    String rest = requested.length() < path.length() ? "" : requested.substring(path.length());
    // longer ones are nobody's, and are not worth splitting
    return rest.length() > 2 * NAME_CHARS ? new String[0] : rest.split("/", -1);
  }

  private static CompletableFuture<HttpReply> done(int status, String sentence) {
    return CompletableFuture.completedFuture(
        HttpReply.text(status, status + " " + sentence + "\n"));
  }
}
