package io.junctor.netty;

import io.junctor.netty.http.HttpQuery;
import io.junctor.netty.http.HttpReply;
import io.junctor.netty.http.HttpRoutes;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.transport.TransportAcceptor;
import io.junctor.wamp.transport.TransportDetails;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
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
  private final TransportAcceptor acceptor;

  private @Nullable Future<?> deadline;
  private boolean answering;
  private boolean done;

  HttpHandler(WebListenerConfig config, TransportAcceptor acceptor) {
    this.config = config;
    this.check = new WebRequestCheck(config);
    this.acceptor = acceptor;
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
    HttpRoutes.Route route = config.routes().find(path(request));
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
    stopDeadline();
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
    WebRequestCheck.Refusal refusal = check.refuseUpgrade(request);
    Format format = check.format(request);
    if (refusal != null || format == null) {
      FullHttpResponse response =
          refusal == null
              ? HttpReplies.plain(HttpResponseStatus.BAD_REQUEST, "expected a subprotocol")
              : HttpReplies.plain(refusal.status(), refusal.sentence());
      if (response.status().equals(HttpResponseStatus.UPGRADE_REQUIRED)) {
        response.headers().set(HttpHeaderNames.UPGRADE, "websocket");
        response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13");
      }
      reply(ctx, response, false);
      return;
    }
    WebSocketServerHandshaker handshaker =
        new WebSocketServerHandshaker13(config.path(), format.subprotocol(), decoderConfig());
    LinkLimits limits = config.limits();
    handshaker
        .handshake(ctx.channel(), request)
        .addListener(
            done -> {
              if (done.isSuccess() && ctx.channel().isActive()) {
                HelloGuard.addTo(ctx.pipeline(), limits.helloBytesMax());
                ctx.pipeline().replace(this, NettyTransport.NAME, transport(ctx, format));
              } else {
                ctx.close();
              }
            });
  }

  private NettyTransport transport(ChannelHandlerContext ctx, Format format) {
    TransportDetails details =
        new TransportDetails(
            TransportDetails.Kind.WEBSOCKET, format, Peers.of(ctx.channel()), config.tls() != null);
    return new NettyWebSocketTransport(
        false, ctx.channel(), details, Serializers.of(format), config.limits(), acceptor);
  }

  private WebSocketDecoderConfig decoderConfig() {
    return WebSocketDecoderConfig.newBuilder()
        .maxFramePayloadLength(config.limits().frameBytesMax())
        .expectMaskedFrames(true)
        .allowMaskMismatch(false)
        .allowExtensions(false)
        .closeOnProtocolViolation(false) // the session says ABORT first
        .withUTF8Validator(false) // the link checks whole messages
        .build();
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

  private static String path(FullHttpRequest request) {
    int mark = request.uri().indexOf('?');
    return mark < 0 ? request.uri() : request.uri().substring(0, mark);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable thrown) {
    // What a peer can cause at will must not fill the log.
    if (thrown instanceof IOException || thrown instanceof CodecException) {
      LOG.debug("peer={} cause=io_error: {}", Peers.of(ctx.channel()), thrown.toString());
    } else {
      LOG.error("peer={} cause=internal_error: closing", Peers.of(ctx.channel()), thrown);
    }
    ctx.close();
  }
}
