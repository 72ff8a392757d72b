package io.junctor.mqtt.listener;

import io.junctor.component.session.SessionEnd;
import io.junctor.component.session.WampSession;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.uri.CloseUri;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client from CONNACK to its end. Everything on the channel's loop unless said otherwise. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close shows as a closed channel
final class ClientConnection extends SimpleChannelInboundHandler<MqttMessage> {

  /** The name in the pipeline. */
  static final String NAME = "mqtt-client";

  private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

  private static final long MILLIS = 1_000;

  private final Channel channel;
  private final ConnectRequest request;
  private final WampSession session;
  private final MqttLimits limits;
  private final Takeovers takeovers;
  private final String peer;
  private final Packets packets;
  private final Outbox outbox;
  private final ClientSubscriptions subscriptions;
  private final InboundPublishes publishes;
  private boolean ended;

  ClientConnection(
      Channel channel,
      ConnectRequest request,
      WampSession session,
      MqttLimits limits,
      WaitingBudget budget,
      Takeovers takeovers,
      String peer) {
    this.channel = channel;
    this.request = request;
    this.session = session;
    this.limits = limits;
    this.takeovers = takeovers;
    this.peer = peer;
    this.packets = new Packets(request.five());
    int window = Math.clamp(request.receiveMax(), 1, limits.inFlightMax());
    this.outbox =
        new Outbox(
            channel, packets, limits, budget, window, request.packetBytesMax(), new Losses());
    this.subscriptions = new ClientSubscriptions(session, outbox, limits, this::onLoop);
    Requests requests = new Requests(session, subscriptions, outbox, limits);
    this.publishes =
        new InboundPublishes(
            channel, packets, session, subscriptions, requests, limits, this::end, peer);
  }

  /** Does not keep up with what it has subscribed to. */
  private final class Losses implements Outbox.Listener {

    @Override
    public void onOverflow() {
      end(Reason.QUOTA_EXCEEDED, CloseCause.SLOW_READER);
    }

    @Override
    public void onLoss(long dropped) {
      LOG.warn(
          "mqtt client misses publications peer={} authid={} client={} dropped={}",
          peer,
          request.user(),
          request.clientId(),
          dropped);
    }
  }

  /** Answers CONNECT. */
  void begin() {
    int allowed = (int) limits.keepAliveMax().toSeconds();
    int wanted = request.keepAliveSeconds();
    int keepAlive = wanted == 0 ? allowed : Math.min(wanted, allowed);
    // "If the Server does not receive an MQTT Control Packet from the Client within one and a half
    // times the Keep Alive time period, it MUST close the Network Connection"
    // https://docs.oasis-open.org/mqtt/mqtt/v5.0/os/mqtt-v5.0-os.html#_Toc3901045
    channel
        .pipeline()
        .addBefore(
            NAME,
            "mqtt-keep-alive",
            new IdleStateHandler(keepAlive * MILLIS * 3 / 2, 0, 0, TimeUnit.MILLISECONDS));
    takeovers.enter(name(), this);
    session.left().whenComplete((end, never) -> onLoop(() -> sessionEnded(end)));
    channel.writeAndFlush(
        request.five()
            ? accept(keepAlive)
            : MqttMessageBuilders.connAck()
                .returnCode(MqttConnectReturnCode.CONNECTION_ACCEPTED)
                .build());
    LOG.info(
        "mqtt client joined peer={} authid={} client={} version={}",
        peer,
        request.user(),
        request.clientId(),
        request.five() ? "5" : "3.1.1");
  }

  private MqttMessage accept(int keepAlive) {
    return MqttMessageBuilders.connAck()
        .returnCode(MqttConnectReturnCode.CONNECTION_ACCEPTED)
        .properties(
            properties -> {
              properties.sessionExpiryInterval(0); // whatever was asked for: nothing is kept
              properties.receiveMaximum(limits.inFlightMax());
              properties.maximumQos((byte) 1);
              properties.maximumPacketSize(limits.packetBytesMax());
              properties.sharedSubscriptionAvailable(false);
              properties.retainAvailable(true); // the codec says no to what is not said
              properties.wildcardSubscriptionAvailable(true);
              properties.subscriptionIdentifiersAvailable(true);
              if (keepAlive != request.keepAliveSeconds()) {
                properties.serverKeepAlive(keepAlive);
              }
              if (request.clientIdAssigned()) {
                properties.assignedClientId(request.clientId());
              }
              if (request.wantsResponseInformation()) {
                properties.responseInformation(
                    ClientSubscriptions.PRIVATE + request.clientId().replaceAll("[+#/]", "-"));
              }
            })
        .build();
  }

  /** Another connection came with the same user and client identifier. Any thread. */
  void takenOver() {
    onLoop(() -> end(Reason.SESSION_TAKEN_OVER, CloseCause.PEER_CLOSED));
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, MqttMessage message) {
    if (ended) {
      return;
    }
    if (message.decoderResult().isFailure()) {
      Throwable cause = message.decoderResult().cause();
      boolean isTooLong = cause instanceof io.netty.handler.codec.TooLongFrameException;
      LOG.info("mqtt packet refused peer={} cause={}", peer, cause.getMessage());
      end(isTooLong ? Reason.PACKET_TOO_LARGE : Reason.MALFORMED_PACKET, violation());
      return;
    }
    switch (message.fixedHeader().messageType()) {
      case PUBLISH -> publishes.onPublish((MqttPublishMessage) message);
      case PUBACK ->
          outbox.onAck(((MqttMessageIdVariableHeader) message.variableHeader()).messageId());
      case SUBSCRIBE -> onSubscribe((MqttSubscribeMessage) message);
      case UNSUBSCRIBE -> onUnsubscribe((MqttUnsubscribeMessage) message);
      case PINGREQ -> channel.writeAndFlush(packets.pong());
      case DISCONNECT -> onDisconnect(message);
      case CONNECT, CONNACK, PUBREC, PUBREL, PUBCOMP, SUBACK, UNSUBACK, PINGRESP, AUTH ->
          end(Reason.PROTOCOL_ERROR, violation());
    }
  }

  private void onSubscribe(MqttSubscribeMessage message) {
    int id = message.variableHeader().messageId();
    subscriptions
        .subscribe(message)
        .thenAccept(reasons -> onLoop(() -> send(packets.suback(id, reasons))));
  }

  private void onUnsubscribe(MqttUnsubscribeMessage message) {
    int id = message.variableHeader().messageId();
    send(packets.unsuback(id, subscriptions.unsubscribe(message.payload().topics())));
  }

  private void onDisconnect(MqttMessage message) {
    boolean keepsWill =
        message.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header
            && header.reasonCode() == Reason.DISCONNECT_WITH_WILL;
    if (keepsWill) {
      end(Reason.SUCCESS, CloseCause.PEER_CLOSED);
      return;
    }
    if (request.will() != null) {
      Will.takeBack(session)
          .exceptionally(
              failure -> {
                LOG.warn("mqtt will not taken back peer={} cause={}", peer, failure.getMessage());
                return null;
              });
    }
    session.leave(CloseUri.CLOSE_REALM); // behind the request above
    end(Reason.SUCCESS, CloseCause.NORMAL);
  }

  private void sessionEnded(SessionEnd how) {
    if (how.reason().equals(CloseUri.SYSTEM_SHUTDOWN)) {
      end(Reason.SERVER_SHUTTING_DOWN, CloseCause.SHUTDOWN);
      return;
    }
    int reason =
        switch (how.cause()) {
          case SHUTDOWN -> Reason.SERVER_SHUTTING_DOWN;
          case KILLED, NORMAL -> Reason.ADMINISTRATIVE_ACTION;
          case SLOW_READER, LIMIT -> Reason.QUOTA_EXCEEDED;
          default -> Reason.UNSPECIFIED;
        };
    end(reason, how.cause());
  }

  /** Ends the connection; the client is told why, if it speaks MQTT 5 and did not say so itself. */
  private void end(int reason, CloseCause cause) {
    if (ended) {
      return;
    }
    ended = true;
    outbox.close();
    LOG.info(
        "mqtt client left peer={} authid={} client={} cause={} dropped={}",
        peer,
        request.user(),
        request.clientId(),
        cause.label(),
        outbox.dropped());
    if (cause != CloseCause.NORMAL) {
      session.close(cause); // its testaments are published
    }
    if (request.five() && reason >= Reason.UNSPECIFIED && channel.isActive()) {
      channel.writeAndFlush(packets.disconnect(reason)).addListener(ChannelFutureListener.CLOSE);
    } else {
      channel.close();
    }
  }

  private static CloseCause violation() {
    return CloseCause.PROTOCOL_VIOLATION;
  }

  private void send(MqttMessage message) {
    if (!ended) {
      channel.writeAndFlush(message);
    }
  }

  private void onLoop(Runnable task) {
    try {
      channel.eventLoop().execute(task);
    } catch (RejectedExecutionException stopped) {
      LOG.debug("peer={} cause=shutdown: its loop has ended", peer);
    }
  }

  private String name() {
    return request.user() + "/" + request.clientId();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (channel.isWritable()) {
      outbox.drain();
    }
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof IdleStateEvent) {
      end(Reason.KEEP_ALIVE_TIMEOUT, CloseCause.PING_TIMEOUT);
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    takeovers.leave(name(), this);
    end(Reason.SUCCESS, CloseCause.PEER_CLOSED);
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof java.io.IOException) {
      LOG.info("mqtt link failed peer={} cause=io_error: {}", peer, cause.toString());
    } else {
      LOG.error("mqtt link failed peer={} cause=internal_error", peer, cause);
    }
    end(Reason.UNSPECIFIED, CloseCause.IO_ERROR);
  }
}
