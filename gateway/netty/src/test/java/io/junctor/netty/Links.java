package io.junctor.netty;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.transport.Transport;
import io.junctor.wamp.transport.TransportDetails.Kind;
import io.junctor.wamp.transport.TransportHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Listeners and connectors of one test, closed with it. */
final class Links implements AutoCloseable {

  final NettyLoops loops;
  private final List<NettyListener> listeners = new ArrayList<>();
  private final Path directory;

  Links() throws IOException {
    this(NettyLoops.start("test-net", 2));
  }

  Links(NettyLoops loops) throws IOException {
    this.loops = loops;
    this.directory = Files.createTempDirectory("jn");
  }

  static final BindAddress.Tcp LOOPBACK = new BindAddress.Tcp("127.0.0.1", 0);

  Path directory() {
    return directory;
  }

  BindAddress.Unix unixAddress() {
    return new BindAddress.Unix(directory.resolve("wamp.sock"), BindAddress.Unix.OWNER);
  }

  NettyListener listen(ListenerConfig config, EchoAcceptor acceptor) throws IOException {
    NettyListener listener = NettyListener.start(loops, config, acceptor);
    listeners.add(listener);
    return listener;
  }

  NettyListener listen(Kind kind, LinkLimits limits, EchoAcceptor acceptor) throws IOException {
    return listen(
        switch (kind) {
          case WEBSOCKET -> WebListenerConfig.of(LOOPBACK).withLimits(limits);
          case RAWSOCKET -> RawSocketListenerConfig.of(LOOPBACK).withLimits(limits);
          case RAWSOCKET_UNIX -> RawSocketListenerConfig.of(unixAddress()).withLimits(limits);
          case LOCAL, LONGPOLL -> throw new IllegalArgumentException("not a link for this");
        },
        acceptor);
  }

  String uri(Kind kind, NettyListener listener) {
    return switch (kind) {
      case WEBSOCKET -> "ws://127.0.0.1:" + listener.port() + "/ws";
      case RAWSOCKET -> "rs://127.0.0.1:" + listener.port();
      case RAWSOCKET_UNIX -> "unix:" + unixAddress().path();
      case LOCAL, LONGPOLL -> throw new IllegalArgumentException("not a link for this");
    };
  }

  Transport connect(ConnectorConfig config, TransportHandler handler) throws Exception {
    return new NettyConnector(loops, config)
        .connect(handler)
        .toCompletableFuture()
        .get(Recorder.PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  static Publish publish(long request, Format format, Object... args) {
    return new Publish(
        request,
        Dict.EMPTY,
        "com.example.topic",
        Serializers.of(format).payload(List.of(args), Map.of()));
  }

  @Override
  public void close() throws Exception {
    for (NettyListener listener : listeners) {
      listener.close().toCompletableFuture().get(Recorder.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
    loops.close();
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
