package io.junctor.router;

import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.session.SessionDetails;
import io.junctor.wamp.uri.MatchPolicy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The retained event of each topic, in memory and bounded in number and bytes.
 *
 * <p>One event per topic: the last one that was published with {@code retain}. Publishing with
 * {@code retain} and without arguments clears the topic, as an empty payload does in MQTT. The
 * specification has no rule for either.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-event-retention">WAMP: Event
 *     Retention</a>
 */
@OwnedBy("realm loop")
final class RetainedEvents {

  /** No encoding of {@code [], {}} is longer; anything longer is not looked into. */
  private static final int EMPTY_BYTES_MAX = 8;

  private final Function<Format, Serializer> serializers;
  private final int eventsMax;
  private final long bytesMax;
  private final NavigableMap<String, Publication> byTopic = new TreeMap<>(); // topic -> event
  private final Map<String, SessionDetails> publishers = new HashMap<>(); // topic -> who published
  private long bytes;

  RetainedEvents(Function<Format, Serializer> serializers, int eventsMax, long bytesMax) {
    this.serializers = serializers;
    this.eventsMax = eventsMax;
    this.bytesMax = bytesMax;
  }

  /** Whether an event of the topic with such a payload still fits. */
  boolean hasRoomFor(String topic, Payload payload) {
    if (isEmpty(payload)) {
      return true;
    }
    Publication old = byTopic.get(topic);
    int count = old == null ? byTopic.size() + 1 : byTopic.size();
    long sum = bytes + cost(topic, payload) - (old == null ? 0 : cost(topic, old.payload()));
    return count <= eventsMax && sum <= bytesMax;
  }

  /** Keeps the publication as the topic's retained event, or clears the topic. */
  void put(Publication publication) {
    remove(publication.topic());
    if (isEmpty(publication.payload())) {
      return;
    }
    Publication kept = publication.kept();
    byTopic.put(kept.topic(), kept);
    bytes += cost(kept.topic(), kept.payload());
    if (publication.publisher() != null) {
      publishers.put(kept.topic(), publication.publisher().details());
    }
  }

  private void remove(String topic) {
    Publication old = byTopic.remove(topic);
    if (old != null) {
      bytes -= cost(topic, old.payload());
      publishers.remove(topic);
    }
  }

  /** Drops the events whose publisher, which need not be here any more, and topic fit. */
  void removeIf(BiPredicate<SessionDetails, String> fits) {
    List<String> dropped = new ArrayList<>();
    publishers.forEach(
        (topic, publisher) -> {
          if (fits.test(publisher, topic)) {
            dropped.add(topic);
          }
        });
    dropped.forEach(this::remove);
  }

  /** Hands over the retained event of every topic that the pattern matches, in topic order. */
  void forEachMatch(String pattern, MatchPolicy match, Consumer<? super Publication> action) {
    for (Publication publication : candidates(pattern, match)) {
      if (Uris.matches(pattern, match, publication.topic())) {
        action.accept(publication);
      }
    }
  }

  private Collection<Publication> candidates(String pattern, MatchPolicy match) {
    return switch (match) {
      case EXACT -> {
        Publication publication = byTopic.get(pattern);
        yield publication == null ? List.of() : List.of(publication);
      }
      case PREFIX -> withPrefix(pattern);
      case WILDCARD -> byTopic.values();
    };
  }

  private List<Publication> withPrefix(String prefix) {
    List<Publication> found = new ArrayList<>();
    for (Publication publication : byTopic.tailMap(prefix, true).values()) {
      if (!publication.topic().startsWith(prefix)) {
        break;
      }
      found.add(publication);
    }
    return found;
  }

  /** How many topics have a retained event. */
  int size() {
    return byTopic.size();
  }

  /** How many bytes count against the bound. */
  long bytes() {
    return bytes;
  }

  private static long cost(String topic, Payload payload) {
    return topic.length() + (long) payload.length();
  }

  private boolean isEmpty(Payload payload) {
    if (payload.isEmpty()) {
      return true;
    }
    if (payload.length() > EMPTY_BYTES_MAX) {
      return false;
    }
    Serializer serializer = serializers.apply(payload.format());
    return serializer.args(payload).isEmpty() && serializer.kwargs(payload).isEmpty();
  }
}
