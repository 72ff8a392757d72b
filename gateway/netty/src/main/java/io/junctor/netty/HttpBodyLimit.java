package io.junctor.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.ReferenceCountUtil;
import java.util.function.ToIntFunction;

/**
 * Bounds the body of each request by its path, before it is collected: a stranger's small, a
 * welcomed peer's as long as a WAMP message may be. Sits before the collector, whose own bound is
 * the largest of all.
 */
final class HttpBodyLimit extends ChannelInboundHandlerAdapter {

  /** The name in the pipeline. */
  static final String NAME = "http-body-limit";

  private final ToIntFunction<String> bytesMaxOfPath;
  private final LinkLimits limits;

  // per request
  private long bytesMax;
  private long bytes;
  private boolean refused;

  HttpBodyLimit(ToIntFunction<String> bytesMaxOfPath, LinkLimits limits) {
    this.bytesMaxOfPath = bytesMaxOfPath;
    this.limits = limits;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object part) {
    if (refused) {
      ReferenceCountUtil.release(part);
      return;
    }
    if (part instanceof HttpRequest request) {
      bytesMax = bytesMaxOfPath.applyAsInt(HttpHandler.path(request));
      bytes = 0;
      // of a broken request nothing is read, least of all its length; who handles it refuses it
      if (request.decoderResult().isSuccess()
          && HttpUtil.getContentLength(request, 0L) > bytesMax) {
        refuse(ctx, part);
        return;
      }
    }
    if (part instanceof HttpContent content) {
      bytes += content.content().readableBytes();
      if (bytes > bytesMax) {
        refuse(ctx, part);
        return;
      }
    }
    ctx.fireChannelRead(part);
  }

  private void refuse(ChannelHandlerContext ctx, Object part) {
    refused = true;
    ReferenceCountUtil.release(part);
    FullHttpResponse response =
        HttpReplies.plain(
            HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, "expected at most " + bytesMax + " bytes");
    HttpUtil.setKeepAlive(response, false);
    Closing.gently(ctx.channel(), response, limits);
  }
}
