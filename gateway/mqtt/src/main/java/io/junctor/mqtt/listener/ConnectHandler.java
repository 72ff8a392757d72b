package io.junctor.mqtt.listener;

import io.junctor.component.session.JoinRefusedException;
import io.junctor.component.session.SessionSettings;
import io.junctor.component.session.WampSession;
import io.junctor.wamp.auth.TicketAuthenticator;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Connector;
import io.junctor.wamp.uri.ErrorUri;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttIdentifierRejectedException;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttUnacceptableProtocolVersionException;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first packet of a connection: judges CONNECT, joins the realm in the client's name, leaves
 * its will, and hands over to a {@link ClientConnection}. Nothing else is read before.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close shows as a closed channel
final class ConnectHandler extends ChannelInboundHandlerAdapter {

  /** The name in the pipeline. */
  static final String NAME = "mqtt-connect";

  private static final Logger LOG = LoggerFactory.getLogger(ConnectHandler.class);

  private final MqttListenerConfig config;
  private final Connector router;
  private final WaitingBudget budget;
  private final Takeovers takeovers;
  private final String peer;

  // set on the way
  private @Nullable Future<?> deadline;
  private @Nullable WampSession session; // set with CONNECT
  private boolean done;

  ConnectHandler(
      MqttListenerConfig config,
      Connector router,
      WaitingBudget budget,
      Takeovers takeovers,
      String peer) {
    this.config = config;
    this.router = router;
    this.budget = budget;
    this.takeovers = takeovers;
    this.peer = peer;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    deadline =
        context
            .executor()
            .schedule(
                () -> {
                  LOG.info("mqtt link closed peer={} cause=handshake_timeout", peer);
                  context.close();
                },
                config.limits().connectTimeout().toMillis(),
                TimeUnit.MILLISECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (!done && session == null) { // what comes later waits in the flow control
        onFirst(context, (MqttMessage) message);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void onFirst(ChannelHandlerContext context, MqttMessage message) {
    if (message.decoderResult().isFailure()) {
      onMalformed(context, message.decoderResult().cause());
    } else if (message instanceof MqttConnectMessage connect) {
      try {
        join(context, ConnectRequest.of(connect));
      } catch (ConnectRequest.Refused refused) {
        refuse(context, refused.code(), String.valueOf(refused.getMessage()));
      }
    } else {
      // "the first packet sent from the Client to the Server MUST be a CONNECT packet"
      // https://docs.oasis-open.org/mqtt/mqtt/v5.0/os/mqtt-v5.0-os.html#_Toc3901033
      LOG.info("mqtt link closed peer={} cause=protocol_violation: no CONNECT", peer);
      end();
      context.close();
    }
  }

  private void onMalformed(ChannelHandlerContext context, Throwable cause) {
    MqttConnectReturnCode code =
        switch (cause) {
          case MqttUnacceptableProtocolVersionException _ ->
              MqttConnectReturnCode.CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION;
          case MqttIdentifierRejectedException _ ->
              MqttConnectReturnCode.CONNECTION_REFUSED_IDENTIFIER_REJECTED;
          default -> null;
        };
    if (code != null) {
      refuse(context, code, String.valueOf(cause.getMessage()));
      return;
    }
    LOG.info("mqtt link closed peer={} cause=protocol_violation: {}", peer, cause.getMessage());
    end();
    context.close();
  }

  private void join(ChannelHandlerContext context, ConnectRequest request) {
    cancelDeadline(); // from here the router's own applies
    context.channel().config().setAutoRead(false);
    // the ticket and nothing else: a session of this process is never given the process's role
    SessionSettings settings =
        SessionSettings.of(config.realm())
            .withAuthenticator(new TicketAuthenticator(request.user(), request.ticket()));
    WampSession joining = new WampSession(settings);
    session = joining;
    Will will = request.will();
    CompletionStage<Void> joined =
        joining
            .join(router)
            .thenCompose(
                welcome ->
                    will == null ? CompletableFuture.completedStage(null) : will.leave(joining));
    joined.whenComplete(
        (nothing, failure) ->
            context.executor().execute(() -> onJoined(context, request, joining, failure)));
  }

  private void onJoined(
      ChannelHandlerContext context,
      ConnectRequest request,
      WampSession joined,
      @Nullable Throwable failure) {
    if (failure != null) {
      joined.close(CloseCause.REFUSED);
      refuse(context, codeOf(request, failure), String.valueOf(failure.getMessage()));
    } else if (!context.channel().isActive()) {
      joined.close(CloseCause.PEER_CLOSED);
    } else {
      ClientConnection client =
          new ClientConnection(
              context.channel(), request, joined, config.limits(), budget, takeovers, peer);
      done = true;
      context.pipeline().replace(this, ClientConnection.NAME, client);
      client.begin();
      context.channel().config().setAutoRead(true);
    }
  }

  private static MqttConnectReturnCode codeOf(ConnectRequest request, Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && !(cause instanceof JoinRefusedException)) {
      cause = cause.getCause();
    }
    boolean five = request.five();
    if (cause instanceof JoinRefusedException refused) {
      if (refused.reason().equals(ErrorUri.UNAVAILABLE)) { // too many failed attempts wait already
        return five
            ? MqttConnectReturnCode.CONNECTION_REFUSED_CONNECTION_RATE_EXCEEDED
            : MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE;
      }
      return five
          ? MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD
          : MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD;
    }
    if (Reason.of(failure) == Reason.NOT_AUTHORIZED) { // the testament
      return five
          ? MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED_5
          : MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED;
    }
    return five
        ? MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE_5
        : MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE;
  }

  private void refuse(ChannelHandlerContext context, MqttConnectReturnCode code, String why) {
    LOG.info("mqtt client refused peer={} cause={} detail=\"{}\"", peer, code, why);
    end();
    MqttConnAckMessage answer =
        MqttMessageBuilders.connAck().returnCode(code).sessionPresent(false).build();
    context.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
  }

  /** No more packets are wanted and no more time is given. */
  private void end() {
    done = true;
    cancelDeadline();
  }

  private void cancelDeadline() {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    end();
    WampSession joining = session;
    if (joining != null) {
      joining.close(CloseCause.PEER_CLOSED);
    }
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.info("mqtt link closed peer={} cause=io_error: {}", peer, cause.toString());
    context.close();
  }
}
