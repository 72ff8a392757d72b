package io.junctor.drivers.modbus.tcp;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a connection that failed or speaks no Modbus. Who waits for an answer learns it from the
 * closed connection, so here it is worth no more than a debug line.
 */
final class ConnectionErrors extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionErrors.class);

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.debug("connection failed where={} cause={}", context.channel().remoteAddress(), cause);
    var _ = context.close();
  }
}
