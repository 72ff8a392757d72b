package io.junctor.netty;

import io.junctor.netty.http.HttpQuery;
import io.junctor.netty.http.HttpReply;
import io.junctor.netty.http.HttpRoutes;
import io.junctor.wamp.transport.TransportAcceptor;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the requests of one HTTP connection, one after the other, until one of them makes it a
 * WebSocket; then the link takes this handler's place.
 *
 * <p>Each request, and each wait for one, is bounded by the handshake timeout. A request that comes
 * while a dynamic route still works on the one before it ends the connection: nobody pipelines.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close shows as a closed channel
final class HttpHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

  private static final Logger LOG = LoggerFactory.getLogger(HttpHandler.class);

  // Longer than any login may take (password hashing on a board: about one second).
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

  private final WebListenerConfig config;
  private final WebRequestCheck check;
  private final WebSocketUpgrade upgrades;
  private final @Nullable LongPoll longPoll;

  private @Nullable Future<?> deadline;
  private @Nullable CompletableFuture<HttpReply> waiting; // for a message, by long-poll
  private boolean answering;
  private boolean done;

  /**
   * Handles one connection.
   *
   * @param links makes the links over WebSocket.
   * @param deflates null for no compression.
   * @param longPoll null for none.
   */
  HttpHandler(
      WebListenerConfig config,
      TransportAcceptor acceptor,
      WebSocketLink.Maker links,
      @Nullable DeflateNegotiator deflates,
      @Nullable LongPoll longPoll) {
    this.config = config;
    this.check = new WebRequestCheck(config);
    this.upgrades = new WebSocketUpgrade(config, check, acceptor, links, deflates);
    this.longPoll = longPoll;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    closeAfter(ctx, config.limits().handshakeTimeout());
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    stopDeadline();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    stopDeadline();
    if (waiting != null) {
      waiting.cancel(false);
    }
    ctx.fireChannelInactive();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
    if (done) {
      return;
    }
    stopDeadline();
    if (answering) {
      ctx.close();
      return;
    }
    WebRequestCheck.Refusal refusal = check.refuse(request);
    if (refusal != null) {
      reply(ctx, HttpReplies.plain(refusal.status(), refusal.sentence()), false);
    } else if (path(request).equals(config.path())) {
      upgrade(ctx, request);
    } else {
      route(ctx, request);
    }
  }

  private void route(ChannelHandlerContext ctx, FullHttpRequest request) {
    boolean keepAlive = HttpUtil.isKeepAlive(request);
    boolean head = request.method().equals(HttpMethod.HEAD);
    HttpRoutes.Route route = find(path(request));
    if (route == null) {
      reply(ctx, HttpReplies.plain(HttpResponseStatus.NOT_FOUND, "nothing here"), keepAlive);
    } else if (!route.methods().contains(request.method().name())) {
      FullHttpResponse response =
          HttpReplies.plain(HttpResponseStatus.METHOD_NOT_ALLOWED, "another method, please");
      response
          .headers()
          .set(
              HttpHeaderNames.ALLOW, String.join(", ", route.methods().stream().sorted().toList()));
      reply(ctx, response, keepAlive);
    } else {
      switch (route) {
        case HttpRoutes.Route.File file ->
            reply(
                ctx,
                HttpReplies.of(
                    file.file(), request.headers().get(HttpHeaderNames.IF_NONE_MATCH, ""), head),
                keepAlive);
        case HttpRoutes.Route.Dynamic dynamic -> ask(ctx, dynamic, request, keepAlive, head);
      }
    }
  }

  private HttpRoutes.@Nullable Route find(String path) {
    HttpRoutes.Route polled = longPoll == null ? null : longPoll.find(path);
    return polled == null ? config.routes().find(path) : polled;
  }

  private void ask(
      ChannelHandlerContext ctx,
      HttpRoutes.Route.Dynamic route,
      FullHttpRequest request,
      boolean keepAlive,
      boolean head) {
    answering = true;
    closeAfter(ctx, ANSWER_TIMEOUT);
    HttpQuery query = query(ctx, request);
    CompletionStage<HttpReply> answer;
    try {
      answer = route.answerer().answer(query);
    } catch (RuntimeException e) {
      onAnswer(ctx, query, null, e, keepAlive, head);
      return;
    }
    waiting =
        longPoll != null && longPoll.find(query.path()) != null
            ? answer.toCompletableFuture()
            : null;
    answer.whenComplete(
        (reply, thrown) -> {
          if (ctx.executor().inEventLoop()) {
            onAnswer(ctx, query, reply, thrown, keepAlive, head);
          } else {
            ctx.executor().execute(() -> onAnswer(ctx, query, reply, thrown, keepAlive, head));
          }
        });
  }

  private void onAnswer(
      ChannelHandlerContext ctx,
      HttpQuery query,
      @Nullable HttpReply reply,
      @Nullable Throwable thrown,
      boolean keepAlive,
      boolean head) {
    answering = false;
    waiting = null;
    stopDeadline();
    if (!ctx.channel().isActive()) {
      return; // nobody is there to be told
    }
    if (reply != null) {
      reply(ctx, HttpReplies.of(reply, head), keepAlive);
    } else {
      LOG.error("peer={} cause=internal_error: {} failed", query.peer(), query, thrown);
      reply(
          ctx,
          HttpReplies.plain(HttpResponseStatus.INTERNAL_SERVER_ERROR, "an internal error"),
          false);
    }
  }

  private void upgrade(ChannelHandlerContext ctx, FullHttpRequest request) {
    FullHttpResponse refusal = upgrades.start(ctx, request, this);
    if (refusal != null) {
      reply(ctx, refusal, false);
    }
  }

  private void reply(ChannelHandlerContext ctx, FullHttpResponse response, boolean keepAlive) {
    HttpUtil.setKeepAlive(response, keepAlive);
    if (keepAlive) {
      ctx.writeAndFlush(response);
      closeAfter(ctx, config.limits().handshakeTimeout());
    } else {
      done = true;
      Closing.gently(ctx.channel(), response, config.limits());
    }
  }

  private void closeAfter(ChannelHandlerContext ctx, Duration time) {
    stopDeadline();
    deadline =
        ctx.executor()
            .schedule(
                () -> {
                  LOG.debug("peer={} cause=handshake_timeout", Peers.of(ctx.channel()));
                  ctx.close();
                },
                time.toNanos(),
                TimeUnit.NANOSECONDS);
  }

  private void stopDeadline() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }

  private HttpQuery query(ChannelHandlerContext ctx, FullHttpRequest request) {
    Map<String, String> headers = new HashMap<>();
    request
        .headers()
        .forEach(h -> headers.putIfAbsent(h.getKey().toLowerCase(Locale.ROOT), h.getValue()));
    int mark = request.uri().indexOf('?');
    HttpMethod method =
        request.method().equals(HttpMethod.HEAD) ? HttpMethod.GET : request.method();
    return new HttpQuery(
        method.name(),
        path(request),
        mark < 0 ? "" : request.uri().substring(mark + 1),
        headers,
        ByteBufUtil.getBytes(request.content()),
        Peers.of(ctx.channel()),
        config.tls() != null);
  }

  /** The path of a request, without its query. */
  static String path(HttpRequest request) {
    int mark = request.uri().indexOf('?');
    return mark < 0 ? request.uri() : request.uri().substring(0, mark);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable thrown) {
    Failures.closeUnopened(ctx, thrown);
  }
}
