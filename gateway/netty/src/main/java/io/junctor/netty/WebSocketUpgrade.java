package io.junctor.netty;

import io.junctor.wamp.transport.LinkCookie;
import io.junctor.wamp.transport.TransportAcceptor;
import io.junctor.wamp.transport.TransportDetails;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import org.jspecify.annotations.Nullable;

/** Makes a WebSocket of an HTTP connection that asks for it. On the channel's loop. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close shows as a closed channel
final class WebSocketUpgrade {

  private final WebListenerConfig config;
  private final WebRequestCheck check;
  private final TransportAcceptor acceptor;
  private final WebSocketLink.Maker links;
  private final @Nullable DeflateNegotiator deflates;
  private final @Nullable WebCookies cookies;

  /**
   * The upgrades of one listener.
   *
   * @param deflates null for no compression.
   */
  WebSocketUpgrade(
      WebListenerConfig config,
      WebRequestCheck check,
      TransportAcceptor acceptor,
      WebSocketLink.Maker links,
      @Nullable DeflateNegotiator deflates) {
    this.config = config;
    this.check = check;
    this.acceptor = acceptor;
    this.links = links;
    this.deflates = deflates;
    CookieOptions options = config.options().cookies();
    this.cookies = options == null ? null : new WebCookies(options, config.tls() != null);
  }

  /**
   * Answers the handshake and puts the link into the handler's place.
   *
   * @param handler who handled the connection's requests until now.
   * @return why not; null when it is under way.
   */
  @Nullable FullHttpResponse start(
      ChannelHandlerContext ctx, FullHttpRequest request, ChannelHandler handler) {
    WebRequestCheck.Refusal refusal = check.refuseUpgrade(request);
    if (refusal != null) {
      return refused(refusal);
    }
    Subprotocol subprotocol = check.subprotocol(request);
    if (subprotocol == null) {
      return HttpReplies.plain(HttpResponseStatus.BAD_REQUEST, "expected a subprotocol");
    }
    DeflateNegotiator.Agreed deflate =
        deflates == null
            ? null
            : deflates.agree(request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS));
    HttpHeaders headers = new DefaultHttpHeaders();
    if (deflate != null) {
      headers.set(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS, deflate.header());
    }
    LinkCookie cookie = cookie(request, headers);
    new Handshaker(config, subprotocol, deflate != null)
        .handshake(ctx.channel(), request, headers, ctx.newPromise())
        .addListener(
            done -> {
              if (done.isSuccess() && ctx.channel().isActive()) {
                HelloGuard.addTo(ctx.pipeline(), config.limits().helloBytesMax());
                NettyTransport link = link(ctx, subprotocol, deflate, cookie);
                ctx.pipeline().replace(handler, NettyTransport.NAME, link);
                if (ctx.pipeline().get(HttpBodyLimit.NAME) != null) {
                  ctx.pipeline().remove(HttpBodyLimit.NAME);
                }
              } else {
                if (deflate != null) {
                  deflate.deflate().end();
                }
                ctx.close();
              }
            });
    return null;
  }

  /** The link's cookie, which goes out in the headers when it is new; null without cookies. */
  private @Nullable LinkCookie cookie(FullHttpRequest request, HttpHeaders headers) {
    if (cookies == null) {
      return null;
    }
    LinkCookie cookie = cookies.of(request.headers().getAll(HttpHeaderNames.COOKIE));
    if (cookie.issued()) {
      headers.set(HttpHeaderNames.SET_COOKIE, cookies.header(cookie));
    }
    return cookie;
  }

  private static FullHttpResponse refused(WebRequestCheck.Refusal refusal) {
    FullHttpResponse response = HttpReplies.plain(refusal.status(), refusal.sentence());
    if (response.status().equals(HttpResponseStatus.UPGRADE_REQUIRED)) {
      response.headers().set(HttpHeaderNames.UPGRADE, "websocket");
      response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13");
    }
    return response;
  }

  private NettyTransport link(
      ChannelHandlerContext ctx,
      Subprotocol subprotocol,
      DeflateNegotiator.@Nullable Agreed deflate,
      @Nullable LinkCookie cookie) {
    TransportDetails details =
        new TransportDetails(
                TransportDetails.Kind.WEBSOCKET,
                subprotocol.format(),
                Peers.of(ctx.channel()),
                config.tls() != null)
            .withProofs(TlsProofs.ofAccepted(ctx.channel()).withCookie(cookie));
    return links.make(
        new WebSocketLink(
            ctx.channel(),
            details,
            false,
            subprotocol.batched(),
            deflate == null ? null : deflate.deflate(),
            config.limits(),
            acceptor));
  }

  /** Netty's handshake with our reader of frames. */
  private static final class Handshaker extends WebSocketServerHandshaker13 {

    private final boolean packable;

    Handshaker(WebListenerConfig config, Subprotocol subprotocol, boolean packable) {
      super(
          config.path(),
          subprotocol.id(),
          WebSocketDecoderConfig.newBuilder()
              .maxFramePayloadLength(config.limits().frameBytesMax())
              .build());
      this.packable = packable;
    }

    @Override
    protected WebSocketFrameDecoder newWebsocketDecoder() {
      return new WebSocketFrameReader(true, packable, maxFramePayloadLength());
    }
  }
}
