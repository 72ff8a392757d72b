package io.junctor.mqtt.broker;

import io.junctor.component.Arguments;
import io.junctor.component.CallOptions;
import io.junctor.component.Component;
import io.junctor.component.WampError;
import io.junctor.component.session.SessionException;
import io.junctor.mqtt.link.LinkMessage;
import io.junctor.mqtt.mapping.Content;
import io.junctor.mqtt.mapping.ErrorContent;
import io.junctor.mqtt.mapping.PayloadMapping;
import io.junctor.mqtt.mapping.TopicFilter;
import io.junctor.mqtt.mapping.Topics;
import io.junctor.mqtt.mapping.Unmappable;
import io.junctor.wamp.uri.ErrorUri;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls for clients of the broker, each on a virtual thread, answered to the response topic with
 * the same correlation data. A message without response topic is called and its result forgotten.
 *
 * <p>Commands are never stored and forwarded: retained ones are ignored, answers die with the link.
 */
final class BrokerCalls implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BrokerCalls.class);

  private final BrokerConfig config;
  private final Component component;
  private final LinkOutbox outbox;
  private final CallOptions options;
  private final Semaphore room;
  private final int max;
  private final List<TopicFilter> ours; // no answers to topics that mean something
  private final Set<Thread> running = ConcurrentHashMap.newKeySet(); // at most max

  BrokerCalls(BrokerConfig config, BrokerLimits limits, Component component, LinkOutbox outbox) {
    this.config = config;
    this.component = component;
    this.outbox = outbox;
    this.options = CallOptions.within(limits.callTimeout());
    this.max = limits.callsMax();
    this.room = new Semaphore(max);
    this.ours =
        Stream.of(
                config.publish().stream().map(BrokerConfig.PublishRule::filter),
                config.subscribe().stream(),
                config.call().stream())
            .flatMap(filters -> filters)
            .map(config.map()::topicFilter)
            .toList();
  }

  /** Calls a procedure. */
  void start(String procedure, LinkMessage request) {
    if (request.retain()) {
      LOG.warn("mqtt request ignored topic={} cause=it is retained", request.topic());
      return;
    }
    if (!mayAnswerTo(request.responseTopic())) {
      LOG.warn(
          "mqtt request refused topic={} cause=its response topic is not one to answer to",
          request.topic());
      return;
    }
    if (!room.tryAcquire()) {
      answer(
          request,
          ErrorContent.of(ErrorUri.UNAVAILABLE, "expected at most " + max + " calls at once"),
          ErrorUri.UNAVAILABLE);
      return;
    }
    Thread thread =
        Thread.ofVirtual()
            .name("mqtt-call-" + config.clientId())
            .unstarted(() -> call(procedure, request));
    running.add(thread);
    thread.start();
  }

  /** Nobody may have us publish to a topic that others believe, such as a property or a command. */
  private boolean mayAnswerTo(String topic) {
    if (topic.isEmpty()) {
      return true;
    }
    try {
      Topics.toUri(topic);
    } catch (Unmappable e) {
      return false;
    }
    return !topic.equals(config.statusTopic())
        && ours.stream().noneMatch(filter -> filter.matches(topic));
  }

  private void call(String procedure, LinkMessage request) {
    try {
      Content content = PayloadMapping.decode(request.payload());
      Arguments result =
          component.call(procedure, options, Arguments.of(content.args(), content.kwargs()));
      answer(request, new Content(result.args(), result.kwargs()), "");
    } catch (WampError e) {
      answer(request, ErrorContent.of(e.uri(), new Content(e.args(), e.kwargs())), e.uri());
    } catch (SessionException e) {
      answer(
          request,
          ErrorContent.of(ErrorUri.UNAVAILABLE, String.valueOf(e.getMessage())),
          ErrorUri.UNAVAILABLE);
    } finally {
      room.release();
      running.remove(Thread.currentThread());
    }
  }

  private void answer(LinkMessage request, Content content, String error) {
    if (request.responseTopic().isEmpty()) {
      if (!error.isEmpty()) {
        LOG.info("mqtt request failed topic={} cause={}", request.topic(), error);
      }
      return;
    }
    try {
      outbox.offerAnswer(
          new LinkMessage(
              request.responseTopic(),
              PayloadMapping.encode(content),
              1,
              false,
              "",
              request.correlation(),
              error));
    } catch (Unmappable e) {
      LOG.warn("mqtt answer not sent topic={} cause={}", request.topic(), e.getMessage());
    }
  }

  /** The link is gone, and with it whoever wanted something: what runs is cancelled. */
  void cancelAll() {
    running.forEach(Thread::interrupt);
  }

  @Override
  public void close() {
    cancelAll();
  }
}
