package io.junctor.drivers.modbus.tcp;

import com.digitalpetri.modbus.TimeoutScheduler;
import com.digitalpetri.modbus.client.ModbusTcpClient;
import com.digitalpetri.modbus.tcp.client.NettyTcpClientTransport;
import io.junctor.drivers.modbus.ModbusEndpoint;
import io.junctor.drivers.modbus.link.Link;
import io.junctor.drivers.modbus.link.TcpLinks;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Makes links over TCP. One event loop and two helper threads for all of them, started with the
 * first link.
 *
 * <p>Thread-safe. Close the links first.
 */
public final class NettyTcpLinks implements TcpLinks, AutoCloseable {

  /** A SYN that is not answered; a server in the same building answers within milliseconds. */
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  /** On top of it, for what comes before and after on other threads. */
  static final Duration CONNECT_SLACK = Duration.ofMillis(500);

  /** After this the library forgets a request; ours have given up long before. */
  static final Duration FORGET = Duration.ofSeconds(60);

  private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);

  private final EventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("modbus-tcp", true), NioIoHandler.newFactory());
  private final ExecutorService callbacks =
      Executors.newSingleThreadExecutor(
          task -> Thread.ofPlatform().daemon().name("modbus-tcp-callbacks").unstarted(task));
  private final ScheduledExecutorService timeouts =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("modbus-tcp-timeouts").unstarted(task));

  @Override
  public Link to(ModbusEndpoint.Tcp endpoint) {
    return new NettyTcpLink(endpoint, () -> client(endpoint));
  }

  private ModbusTcpClient client(ModbusEndpoint.Tcp endpoint) {
    NettyTcpClientTransport transport =
        NettyTcpClientTransport.create(
            config ->
                config
                    .setHostname(endpoint.host())
                    .setPort(endpoint.port())
                    .setConnectTimeout(CONNECT_TIMEOUT)
                    .setConnectPersistent(false)
                    .setEventLoopGroup(loop)
                    .setExecutor(callbacks)
                    .setPipelineCustomizer(NettyTcpLinks::addErrorHandler));
    return ModbusTcpClient.create(
        transport,
        config ->
            config
                .setRequestTimeout(FORGET)
                .setTimeoutScheduler(TimeoutScheduler.create(callbacks, timeouts)));
  }

  /** In front of the library's last handler, which logs a reset connection as an error. */
  private static void addErrorHandler(ChannelPipeline pipeline) {
    pipeline.addBefore(pipeline.lastContext().name(), "errors", new ConnectionErrors());
  }

  @Override
  public void close() {
    var _ = loop.shutdownGracefully(0, CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    timeouts.shutdownNow();
    callbacks.shutdown();
    try {
      if (!loop.awaitTermination(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("the event loop modbus-tcp did not end");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
