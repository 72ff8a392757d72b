package io.junctor.mqtt.paho;

import io.junctor.mqtt.link.LinkException;
import io.junctor.mqtt.link.LinkException.Kind;
import io.junctor.mqtt.link.LinkFilter;
import io.junctor.mqtt.link.LinkListener;
import io.junctor.mqtt.link.LinkMessage;
import io.junctor.mqtt.link.LinkSettings;
import io.junctor.mqtt.link.MqttLink;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection by one Paho client object. */
public final class PahoLink implements MqttLink {

  private static final Logger LOG = LoggerFactory.getLogger(PahoLink.class);

  /** Above what a board has to say at once; below the smallest window of a common broker (20). */
  private static final int WINDOW_MAX = 16;

  private static final long CLOSE_MILLIS = 1_000;

  private final MqttAsyncClient client;
  private final LinkListener listener;
  private final long timeoutMillis;
  private final AtomicBoolean lost = new AtomicBoolean();
  private volatile boolean connected;
  private int window = 1; // set before the link is handed out

  private PahoLink(LinkSettings settings, LinkListener listener) throws MqttException {
    this.listener = listener;
    this.timeoutMillis = settings.timeout().toMillis();
    this.client =
        new MqttAsyncClient(
            PahoMessages.serverUri(settings.url()), settings.clientId(), new MemoryPersistence());
    client.setManualAcks(true);
    client.setCallback(new Callback());
  }

  /** Connects and waits for CONNACK. */
  public static MqttLink open(LinkSettings settings, LinkListener listener) throws LinkException {
    try {
      PahoLink link = new PahoLink(settings, listener);
      link.connect(settings);
      return link;
    } catch (MqttException e) {
      throw PahoMessages.failure("connecting to " + settings.url(), e);
    }
  }

  private void connect(LinkSettings settings) throws MqttException, LinkException {
    try {
      IMqttToken token = client.connect(PahoMessages.options(settings));
      token.waitForCompletion(timeoutMillis);
      window = windowOf(token.getResponseProperties());
      connected = true;
    } catch (MqttException | LinkException e) {
      lost.set(true); // whoever opens hears of it by the exception
      close();
      throw e;
    }
  }

  /**
   * The library counts what is in flight itself, refuses what is too much, and reads numbers above
   * 32,767 as negative ones.
   */
  private static int windowOf(@Nullable MqttProperties connack) throws LinkException {
    Integer announced = connack == null ? null : connack.getReceiveMaximum();
    if (announced == null) {
      return WINDOW_MAX;
    }
    if (announced < 1) {
      throw new LinkException(
          Kind.STOP,
          "the broker announces a receive maximum above 32767, with which this client library"
              + " cannot publish; lower it at the broker");
    }
    return Math.clamp(announced - 1, 1, WINDOW_MAX);
  }

  @Override
  public int window() {
    return window;
  }

  @Override
  public List<Integer> subscribe(List<LinkFilter> filters) throws LinkException {
    MqttSubscription[] subscriptions =
        filters.stream().map(PahoMessages::subscription).toArray(MqttSubscription[]::new);
    try {
      IMqttToken token = client.subscribe(subscriptions);
      token.waitForCompletion(timeoutMillis);
      return Arrays.stream(token.getReasonCodes()).boxed().toList();
    } catch (MqttException e) {
      throw PahoMessages.failure("subscribing", e);
    }
  }

  @Override
  public void publish(LinkMessage message, Consumer<@Nullable LinkException> onDone)
      throws LinkException {
    try {
      var _ =
          client.publish(
              message.topic(), PahoMessages.toPaho(message), null, new Completion(message, onDone));
    } catch (MqttException e) {
      throw PahoMessages.publishFailure(message.topic(), e);
    } catch (IllegalArgumentException e) {
      throw new LinkException(Kind.MESSAGE_REFUSED, message.topic() + ": " + e.getMessage());
    }
  }

  /** Tells how a publication went. */
  private record Completion(LinkMessage message, Consumer<@Nullable LinkException> onDone)
      implements MqttActionListener {

    private static final int REFUSED_MIN = 0x80;

    @Override
    public void onSuccess(IMqttToken token) {
      int[] reasons = token.getReasonCodes();
      int reason = reasons == null || reasons.length == 0 ? 0 : reasons[0];
      onDone.accept(
          reason < REFUSED_MIN
              ? null
              : new LinkException(
                  Kind.MESSAGE_REFUSED,
                  "%s: refused by the broker, reason 0x%02X".formatted(message.topic(), reason)));
    }

    @Override
    public void onFailure(IMqttToken token, Throwable failure) {
      onDone.accept(
          failure instanceof MqttException e
              ? PahoMessages.publishFailure(message.topic(), e)
              : new LinkException(Kind.LOST, message.topic() + ": " + failure));
    }
  }

  private void acknowledge(MqttMessage message) {
    try {
      client.messageArrivedComplete(message.getId(), message.getQos());
    } catch (MqttException e) {
      // the link is gone: the broker sends it again over the next one
      LOG.debug("cause={}: not acknowledged", e.toString());
    }
  }

  @Override
  public void close() {
    lost.set(true);
    try {
      if (connected && client.isConnected()) {
        client.disconnect(CLOSE_MILLIS / 2).waitForCompletion(CLOSE_MILLIS);
      }
    } catch (MqttException e) {
      LOG.debug("cause={}: no orderly goodbye", e.toString());
    }
    try {
      // not forcibly: that waits for answers that will not come
      client.close(true);
    } catch (MqttException e) {
      LOG.debug("cause={}: not closed cleanly", e.toString());
    }
  }

  private final class Callback implements MqttCallback {

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      listener.onMessage(
          PahoMessages.fromPaho(topic, message),
          message.getQos() == 0 ? () -> {} : () -> acknowledge(message));
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
      if (lost.compareAndSet(false, true)) {
        listener.onLost(PahoMessages.failure(response));
      }
    }

    @Override
    public void mqttErrorOccurred(MqttException e) {
      LOG.debug("cause={}: reported by the library", e.toString());
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
      // told by Completion
    }

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {
      // told by the token
    }

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {
      // no enhanced authentication was offered
    }
  }
}
