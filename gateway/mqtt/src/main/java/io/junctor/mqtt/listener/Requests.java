package io.junctor.mqtt.listener;

import io.junctor.component.session.RequestRefusedException;
import io.junctor.component.session.SessionException;
import io.junctor.component.session.WampSession;
import io.junctor.mqtt.mapping.Content;
import io.junctor.mqtt.mapping.ErrorContent;
import io.junctor.mqtt.mapping.MqttPayload;
import io.junctor.mqtt.mapping.PayloadMapping;
import io.junctor.mqtt.mapping.Topics;
import io.junctor.mqtt.mapping.Unmappable;
import io.junctor.mqtt.mapping.WampContents;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.uri.ErrorUri;
import io.netty.handler.codec.mqtt.MqttProperties;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PUBLISH with a response topic: calls the procedure its topic names and publishes the result to
 * the response topic with the same correlation data; an error as JSON with {@code error} and {@code
 * message} and as user property {@code error}.
 *
 * <p>An answer to a topic that the client itself has subscribed to is sent straight to it; any
 * other is published in the client's name, if it may. Calls end with the session, so a client that
 * is lost stops what it moves. Requests come on the channel's loop, answers on the session's
 * thread.
 */
final class Requests {

  private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

  private static final long MILLIS = 1_000;

  private final WampSession session;
  private final ClientSubscriptions subscriptions;
  private final Outbox outbox;
  private final MqttLimits limits;
  private final AtomicInteger open = new AtomicInteger();

  Requests(
      WampSession session, ClientSubscriptions subscriptions, Outbox outbox, MqttLimits limits) {
    this.session = session;
    this.subscriptions = subscriptions;
    this.outbox = outbox;
    this.limits = limits;
  }

  /** Where an answer goes. */
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  private record ReplyTo(
      String topic, ClientSubscriptions.@Nullable OwnTopic own, byte @Nullable [] correlation) {}

  void onRequest(String procedure, Content content, String replyTo, MqttProperties properties)
      throws Unmappable {
    if (!replyTo.startsWith(ClientSubscriptions.PRIVATE)) {
      Topics.toUri(replyTo); // before anything moves
    }
    ReplyTo reply =
        new ReplyTo(
            replyTo,
            subscriptions.ownTopic(replyTo),
            Properties.bytes(properties, MqttProperties.CORRELATION_DATA));
    if (open.incrementAndGet() > limits.inFlightMax()) {
      open.decrementAndGet();
      answer(
          reply,
          ErrorContent.of(
              ErrorUri.UNAVAILABLE, "expected at most " + limits.inFlightMax() + " open requests"),
          ErrorUri.UNAVAILABLE);
      return;
    }
    long expiry =
        Properties.integer(
            properties,
            MqttProperties.PUBLICATION_EXPIRY_INTERVAL,
            limits.callTimeout().toSeconds());
    long timeoutMillis = Math.clamp(expiry, 1, limits.callTimeout().toSeconds()) * MILLIS;
    try {
      session
          .call(
              procedure,
              Dict.of("timeout", timeoutMillis),
              WampContents.write(session.format(), content),
              null)
          .result()
          .whenComplete((result, failure) -> onAnswer(reply, result, failure));
    } catch (SessionException e) {
      onAnswer(reply, null, e);
    }
  }

  private void onAnswer(ReplyTo reply, @Nullable Result result, @Nullable Throwable failure) {
    open.decrementAndGet();
    try {
      if (result != null) {
        answer(reply, WampContents.read(result.payload()), "");
        return;
      }
      Throwable cause = failure;
      while (cause != null && cause.getCause() != null) {
        cause = cause.getCause();
      }
      if (cause instanceof RequestRefusedException refused) {
        String error = refused.answer().error();
        Content details = WampContents.read(refused.answer().payload());
        answer(reply, ErrorContent.of(error, details), error);
      } // else the session has ended, and the connection with it
    } catch (Unmappable e) {
      answer(
          reply,
          ErrorContent.of(ErrorUri.RUNTIME_ERROR, String.valueOf(e.getMessage())),
          ErrorUri.RUNTIME_ERROR);
    }
  }

  private void answer(ReplyTo reply, Content content, String error) {
    MqttPayload payload;
    try {
      payload = PayloadMapping.encode(content);
    } catch (Unmappable e) {
      LOG.warn("mqtt answer not sent topic={} cause={}", reply.topic(), e.getMessage());
      return;
    }
    if (reply.own() != null) {
      outbox.offer(
          new OutgoingPublish(
              reply.topic(),
              payload,
              reply.own().qos(),
              false,
              reply.own().ids(),
              reply.correlation(),
              error));
    } else if (!reply.topic().startsWith(ClientSubscriptions.PRIVATE)) {
      publish(reply, content);
    }
  }

  /** Correlation data does not survive this way: events of WAMP have no place for it. */
  private void publish(ReplyTo reply, Content content) {
    try {
      session
          .publish(
              Topics.toUri(reply.topic()),
              Dict.builder().put("acknowledge", true).put("exclude_me", false).build(),
              WampContents.write(session.format(), content))
          .whenComplete(
              (published, failure) -> {
                if (failure != null) {
                  LOG.info(
                      "mqtt answer refused topic={} cause={}", reply.topic(), failure.toString());
                }
              });
    } catch (Unmappable e) {
      LOG.info("mqtt answer refused topic={} cause={}", reply.topic(), e.getMessage());
    }
  }
}
