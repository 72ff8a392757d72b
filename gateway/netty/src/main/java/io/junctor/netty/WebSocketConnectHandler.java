package io.junctor.netty;

import io.junctor.wamp.transport.TransportDetails;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker13;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.nio.charset.StandardCharsets;

/** Our side of the WebSocket handshake when we connected; replaced by the link. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close shows as a closed channel
final class WebSocketConnectHandler extends SimpleChannelInboundHandler<FullHttpResponse> {

  private static final int REASON_CHARS_MAX = 200;

  private final PendingLink link;
  private final WebSocketClientHandshaker handshaker;

  WebSocketConnectHandler(PendingLink link) {
    this.link = link;
    this.handshaker = new Handshaker(link.config());
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    handshaker
        .handshake(ctx.channel())
        .addListener(
            sent -> {
              if (!sent.isSuccess()) {
                link.fail(sent.cause());
                ctx.close();
              }
            });
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, FullHttpResponse response) {
    if (link.opened().isDone()) {
      return;
    }
    if (!response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
      refused(ctx, response);
      return;
    }
    try {
      handshaker.finishHandshake(ctx.channel(), response);
    } catch (WebSocketHandshakeException e) {
      link.fail("WebSocket handshake: " + e.getMessage());
      ctx.close();
      return;
    }
    NettyTransport transport =
        new NettyWebSocketTransport(
            new WebSocketLink(
                ctx.channel(),
                link.details(ctx.channel(), TransportDetails.Kind.WEBSOCKET),
                true,
                false,
                null,
                link.config().limits(),
                opened -> link.handler()));
    ctx.pipeline().replace(this, NettyTransport.NAME, transport);
    link.opened().complete(transport);
  }

  private void refused(ChannelHandlerContext ctx, FullHttpResponse response) {
    String body = response.content().toString(StandardCharsets.UTF_8).strip();
    String printable = body.replaceAll("[^\\x20-\\x7E]", " ");
    link.fail(
        "the router refused with HTTP "
            + response.status().code()
            + (printable.isEmpty() ? "" : ": ")
            + printable.substring(0, Math.min(printable.length(), REASON_CHARS_MAX)));
    ctx.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    link.fail("the router closed the connection during the handshake");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable thrown) {
    link.fail(thrown);
    ctx.close();
  }

  /** Netty's handshake, with errors left to the link and without an Origin: we are no browser. */
  private static final class Handshaker extends WebSocketClientHandshaker13 {

    Handshaker(ConnectorConfig config) {
      super(
          config.uri(),
          WebSocketVersion.V13,
          config.format().subprotocol(),
          false,
          new DefaultHttpHeaders(),
          config.limits().frameBytesMax());
    }

    @Override
    protected FullHttpRequest newHandshakeRequest() {
      FullHttpRequest request = super.newHandshakeRequest();
      request.headers().remove(HttpHeaderNames.ORIGIN);
      return request;
    }

    @Override
    protected WebSocketFrameDecoder newWebsocketDecoder() {
      return new WebSocketFrameReader(false, false, maxFramePayloadLength());
    }
  }
}
