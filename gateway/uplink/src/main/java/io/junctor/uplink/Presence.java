package io.junctor.uplink;

import io.junctor.component.session.WampSession;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.serializer.Serializers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the other router say {@code offline} for every thing whose status crossed, when the session
 * ends for any reason: the status topics of the Thing model are retained and end in {@code
 * .status}. One per remote session; any thread.
 */
final class Presence implements BiConsumer<String, Boolean> {

  private static final Logger log = LoggerFactory.getLogger(Presence.class);

  private static final String SUFFIX = ".status";
  private static final String ADD_TESTAMENT = "wamp.session.add_testament";

  /** Routers bound the testaments of a session; ours at 64. */
  private static final int TESTAMENTS_MAX = 60;

  private final String uplink;
  private final WampSession session;
  private final Set<String> topics = ConcurrentHashMap.newKeySet();

  Presence(String uplink, WampSession session) {
    this.uplink = uplink;
    this.session = session;
  }

  /** An event crossed. */
  @Override
  public void accept(String topic, Boolean retain) {
    if (retain && topic.endsWith(SUFFIX) && topics.size() < TESTAMENTS_MAX && topics.add(topic)) {
      Map<String, Object> event =
          Map.of(
              "value", "offline", "reason", "the line to " + uplink + " is down", "line", uplink);
      Payload arguments =
          Serializers.of(session.format())
              .payload(
                  List.of(topic, List.of(), event),
                  Map.of("publish_options", Map.of("retain", true), "scope", "destroyed"));
      session
          .call(ADD_TESTAMENT, arguments)
          .whenComplete(
              (_, failure) -> {
                if (failure != null) {
                  log.warn("no testament uri={} cause={}", topic, failure.toString());
                }
              });
    }
  }
}
