package io.junctor.hil.uplink;

import io.junctor.component.session.SessionSettings;
import io.junctor.component.session.WampSession;
import io.junctor.netty.ConnectorConfig;
import io.junctor.netty.NettyConnector;
import io.junctor.netty.NettyLoops;
import io.junctor.wamp.auth.TicketAuthenticator;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.serializer.Serializers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A subscriber of the cloud that takes each record once, by its identity, and looks at what is
 * left. Thread-safe.
 */
final class Recorder {

  private WampSession current = new WampSession(SessionSettings.of("junctor")); // of the test

  // under this
  private final Set<List<Object>> identities = new HashSet<>();
  private final Set<Long> numbers = new HashSet<>();
  private final Map<String, Long> lastOfTopic = new HashMap<>(); // topic -> its last number
  private final List<String> wrong = new ArrayList<>();
  private long repeated;
  private long replayed;

  /** Joins a router, or once more one that was started again; remembers what it has seen. */
  void join(NettyLoops loops, String url, String authid, String ticket) throws Exception {
    WampSession session =
        new WampSession(
            SessionSettings.of("junctor")
                .withAuthenticator(new TicketAuthenticator(authid, ticket)));
    session
        .join(new NettyConnector(loops, ConnectorConfig.of(url, Format.MSGPACK)))
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
    session
        .subscribe(Publisher.PREFIX, Dict.of("match", "prefix"), this::onEvent)
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
    current = session;
  }

  /** Returns when everything has come that the router had sent before. */
  void fence() throws Exception {
    var _ =
        current
            .subscribe(Publisher.PREFIX, Dict.of("match", "prefix"), _ -> {})
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
  }

  private synchronized void onEvent(Event event) {
    Dict details = event.details();
    if (details.has("_dropped")) {
      wrong.add("the recorder itself was too slow: the run proves nothing");
    }
    Dict identity = details.dict("_junctor_record");
    List<Object> key =
        List.of(
            identity.string("store", ""), identity.integer("epoch", 0), identity.integer("seq", 0));
    if (!identities.add(key)) {
      repeated++;
      return;
    }
    if (details.bool("_junctor_replayed", false)) {
      replayed++;
    }
    String topic = details.string("topic", "");
    long number = (Long) Serializers.of(Format.MSGPACK).args(event.payload()).getFirst();
    if (!topic.equals(Publisher.topicOf(number))) {
      wrong.add("number %d arrived on %s".formatted(number, topic));
    }
    if (!numbers.add(number)) {
      wrong.add("number %d arrived twice, as %s the second time".formatted(number, key));
    }
    Long before = lastOfTopic.put(topic, number);
    if (before != null && before > number) {
      wrong.add("number %d arrived after %d on %s".formatted(number, before, topic));
    }
  }

  /** What of the given numbers has not arrived. */
  synchronized Set<Long> missing(Set<Long> expected) {
    Set<Long> missing = new HashSet<>(expected);
    missing.removeAll(numbers);
    return missing;
  }

  /** What arrived twice, out of order or in the wrong place. */
  synchronized List<String> wrong() {
    return List.copyOf(wrong);
  }

  /** How many came again. */
  synchronized long repeated() {
    return repeated;
  }

  synchronized String figures() {
    return "%d arrived, %d of them replayed, %d sent again and left out"
        .formatted(numbers.size(), replayed, repeated);
  }
}
