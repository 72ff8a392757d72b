package io.junctor.mqtt.listener;

import io.junctor.component.session.SessionSubscription;
import io.junctor.component.session.WampSession;
import io.junctor.mqtt.mapping.PayloadMapping;
import io.junctor.mqtt.mapping.TopicFilter;
import io.junctor.mqtt.mapping.Topics;
import io.junctor.mqtt.mapping.Unmappable;
import io.junctor.mqtt.mapping.WampContents;
import io.junctor.mqtt.mapping.WampPattern;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's filters and the session's subscriptions for them. On the channel's loop, but events
 * come on the session's thread.
 *
 * <p>Topics below {@value #PRIVATE} belong to the connection alone and never reach the router: what
 * is answered to them only this client can have asked for.
 */
final class ClientSubscriptions {

  /** Where a client may have answers sent without permission to publish or subscribe there. */
  static final String PRIVATE = "$reply/";

  private static final Logger LOG = LoggerFactory.getLogger(ClientSubscriptions.class);

  private static final String SHARED = "$share/";

  private final WampSession session;
  private final Outbox outbox;
  private final MqttLimits limits;
  private final Executor loop;
  private final Map<String, Active> active = new LinkedHashMap<>(); // filter -> subscription

  /**
   * Subscriptions of one client.
   *
   * @param loop runs tasks on the channel's loop.
   */
  ClientSubscriptions(WampSession session, Outbox outbox, MqttLimits limits, Executor loop) {
    this.loop = loop;
    this.session = session;
    this.outbox = outbox;
    this.limits = limits;
  }

  /** One filter of the client. */
  private final class Active {

    private final TopicFilter filter;
    private final int qos;
    private final boolean noLocal;
    private final List<Integer> ids;
    private final List<CompletionStage<SessionSubscription>> made = new ArrayList<>(2);
    private volatile boolean ended; // read by the session's thread

    Active(TopicFilter filter, MqttSubscriptionOption option, List<Integer> ids) {
      this.filter = filter;
      this.qos = Math.min(option.qos().value(), 1);
      this.noLocal = option.isNoLocal();
      this.ids = ids;
    }

    /** Session's thread. */
    void onEvent(Event event, WampPattern pattern) {
      if (ended) {
        return;
      }
      String uri = event.details().string("topic", pattern.uri());
      try {
        String topic = Topics.toTopic(uri);
        if (filter.matches(topic)) {
          outbox.offer(
              new OutgoingPublish(
                  topic,
                  PayloadMapping.encode(WampContents.read(event.payload())),
                  qos,
                  event.details().bool("retained", false),
                  ids,
                  null,
                  ""));
        }
      } catch (Unmappable e) {
        LOG.debug("event not passed on uri={} cause={}", uri, e.getMessage());
      }
    }

    void end() {
      ended = true;
      for (CompletionStage<SessionSubscription> one : made) {
        one.thenAccept(SessionSubscription::unsubscribe);
      }
    }
  }

  /** Subscribes; the reason codes come in the order of the filters. */
  CompletionStage<List<Integer>> subscribe(MqttSubscribeMessage message) {
    int id =
        (int)
            Properties.integer(
                message.idAndPropertiesVariableHeader().properties(),
                MqttProperties.SUBSCRIPTION_IDENTIFIER,
                0);
    List<Integer> ids = id == 0 ? List.of() : List.of(id);
    List<CompletableFuture<Integer>> reasons = new ArrayList<>();
    for (MqttTopicSubscription one : message.payload().topicSubscriptions()) {
      reasons.add(subscribe(one.topicFilter(), one.option(), ids).toCompletableFuture());
    }
    return CompletableFuture.allOf(reasons.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> reasons.stream().map(CompletableFuture::join).toList());
  }

  private CompletionStage<Integer> subscribe(
      String text, MqttSubscriptionOption option, List<Integer> ids) {
    if (text.startsWith(SHARED)) {
      return CompletableFuture.completedStage(Reason.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED);
    }
    if (active.size() >= limits.subscriptionsMax() && !active.containsKey(text)) {
      return CompletableFuture.completedStage(Reason.QUOTA_EXCEEDED);
    }
    boolean isPrivate = text.startsWith(PRIVATE);
    TopicFilter filter;
    try {
      filter = TopicFilter.parse(isPrivate ? text.substring(PRIVATE.length()) : text);
    } catch (Unmappable e) {
      return CompletableFuture.completedStage(Reason.TOPIC_FILTER_INVALID);
    }
    Active made = new Active(filter, option, ids);
    Active older = active.put(text, made);
    if (older != null) {
      older.end();
    }
    return isPrivate
        ? CompletableFuture.completedStage(made.qos)
        : ask(text, made, wantsRetained(option.retainHandling(), older == null));
  }

  private static boolean wantsRetained(RetainedHandlingPolicy policy, boolean isNew) {
    return switch (policy) {
      case SEND_AT_SUBSCRIBE -> true;
      case SEND_AT_SUBSCRIBE_IF_NOT_YET_EXISTS -> isNew;
      case DONT_SEND_AT_SUBSCRIBE -> false;
    };
  }

  private CompletionStage<Integer> ask(String text, Active made, boolean retained) {
    CompletionStage<Integer> reason = CompletableFuture.completedStage(made.qos);
    for (WampPattern pattern : made.filter.patterns()) {
      Dict options = Dict.of("match", pattern.match().id(), "get_retained", retained);
      CompletionStage<SessionSubscription> asked =
          session.subscribe(pattern.uri(), options, event -> made.onEvent(event, pattern));
      made.made.add(asked);
      CompletionStage<Integer> answer =
          asked.handle(
              (subscription, failure) ->
                  failure == null || pattern.optional() ? made.qos : Reason.of(failure));
      reason = reason.thenCombine(answer, Math::max); // reasons of failure are above any QoS
    }
    return reason.thenApply(
        code -> {
          if (code >= Reason.UNSPECIFIED) {
            made.end();
            loop.execute(() -> active.remove(text, made));
          }
          return code;
        });
  }

  /** Ends subscriptions; a reason code for each. */
  List<Integer> unsubscribe(List<String> filters) {
    List<Integer> reasons = new ArrayList<>(filters.size());
    for (String filter : filters) {
      Active found = active.remove(filter);
      boolean existed = found != null && !found.ended;
      if (found != null) {
        found.end();
      }
      reasons.add(existed ? Reason.SUCCESS : Reason.NO_SUBSCRIPTION_EXISTED);
    }
    return reasons;
  }

  /** Whether the client does not want its own publications of a topic back. */
  boolean wantsNoLocal(String topic) {
    return active.values().stream()
        .anyMatch(one -> one.noLocal && !one.ended && one.filter.matches(topic));
  }

  /**
   * The client's own subscription that an answer to a topic falls under; null when it has none.
   *
   * @param topic below {@value #PRIVATE}, or one that can be mapped.
   */
  @Nullable OwnTopic ownTopic(String topic) {
    boolean isPrivate = topic.startsWith(PRIVATE);
    String rest = isPrivate ? topic.substring(PRIVATE.length()) : topic;
    for (Map.Entry<String, Active> entry : active.entrySet()) {
      Active one = entry.getValue();
      if (entry.getKey().startsWith(PRIVATE) == isPrivate
          && !one.ended
          && one.filter.matches(rest)) {
        return new OwnTopic(one.qos, one.ids);
      }
    }
    return null;
  }

  /** How to answer to the client itself. */
  record OwnTopic(int qos, List<Integer> ids) {}
}
