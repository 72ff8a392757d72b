package io.junctor.router;

import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.session.SessionDetails;
import io.junctor.wamp.uri.MatchPolicy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The retained events of each topic, in memory and bounded in number and bytes.
 *
 * <p>A topic has one event that everybody may see, the last one that was published with {@code
 * retain}, and beside it the newer ones of limited distribution, so that whom such an event leaves
 * out still gets the one before. Publishing with {@code retain} and without arguments clears the
 * topic, as an empty payload does in MQTT; the specification has no rule for it.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-event-retention">WAMP: Event
 *     Retention</a>
 */
@OwnedBy("realm loop")
final class RetainedEvents {

  /** Events of limited distribution of one topic; one for each role of a site is plenty. */
  private static final int LIMITED_MAX = 8;

  /** No encoding of {@code [], {}} is longer; anything longer is not looked into. */
  private static final int EMPTY_BYTES_MAX = 8;

  /** An event and who published it, who need not be here any more; null for the router itself. */
  private record Kept(Publication publication, @Nullable SessionDetails publisher) {}

  private final Function<Format, Serializer> serializers;
  private final int eventsMax;
  private final long bytesMax;
  private final NavigableMap<String, List<Kept>> byTopic = new TreeMap<>(); // newest first
  private int events;
  private long bytes;

  RetainedEvents(Function<Format, Serializer> serializers, int eventsMax, long bytesMax) {
    this.serializers = serializers;
    this.eventsMax = eventsMax;
    this.bytesMax = bytesMax;
  }

  /** Whether the publication still fits. */
  boolean hasRoomFor(Publication publication) {
    List<Kept> before = byTopic.getOrDefault(publication.topic(), List.of());
    List<Kept> after = after(before, publication);
    return events - before.size() + after.size() <= eventsMax
        && bytes - weight(before) + weight(after) <= bytesMax;
  }

  /** Keeps the publication as the topic's retained event, or clears the topic. */
  void put(Publication publication) {
    List<Kept> before = byTopic.getOrDefault(publication.topic(), List.of());
    replace(publication.topic(), after(before, publication.kept(), publication.publisher()));
  }

  private List<Kept> after(List<Kept> before, Publication publication) {
    return after(before, publication, null);
  }

  /** What a topic has after the publication. */
  private List<Kept> after(List<Kept> before, Publication publication, @Nullable Member publisher) {
    if (isEmpty(publication.payload())) {
      return List.of();
    }
    Audience audience = publication.audience();
    List<Kept> after = new ArrayList<>();
    after.add(new Kept(publication, publisher == null ? null : publisher.details()));
    if (!audience.isUnlisted()) {
      for (Kept kept : before) {
        boolean isForAll = kept.publication().audience().isUnlisted();
        // for the same receivers the newer one is the only one to be seen
        if (!kept.publication().audience().equals(audience)
            && (isForAll || after.size() < LIMITED_MAX)) {
          after.add(kept);
        }
      }
    }
    return after;
  }

  private void replace(String topic, List<Kept> after) {
    List<Kept> before = after.isEmpty() ? byTopic.remove(topic) : byTopic.put(topic, after);
    if (before != null) {
      events -= before.size();
      bytes -= weight(before);
    }
    events += after.size();
    bytes += weight(after);
  }

  /** Drops the events whose publisher, which need not be here any more, and topic fit. */
  void removeIf(BiPredicate<SessionDetails, String> fits) {
    for (String topic : List.copyOf(byTopic.keySet())) {
      List<Kept> before = byTopic.getOrDefault(topic, List.of());
      List<Kept> after =
          before.stream()
              .filter(kept -> kept.publisher() == null || !fits.test(kept.publisher(), topic))
              .toList();
      if (after.size() < before.size()) {
        replace(topic, after);
      }
    }
  }

  /**
   * Hands over, for every topic that the pattern matches, in topic order, what the session would
   * have received last if it had been subscribed.
   */
  void forEachMatch(
      String pattern,
      MatchPolicy match,
      SessionDetails session,
      Consumer<? super Publication> action) {
    for (List<Kept> ofTopic : candidates(pattern, match)) {
      if (Uris.matches(pattern, match, ofTopic.getFirst().publication().topic())) {
        for (Kept kept : ofTopic) {
          if (kept.publication().audience().admits(session)) {
            action.accept(kept.publication());
            break;
          }
        }
      }
    }
  }

  private Collection<List<Kept>> candidates(String pattern, MatchPolicy match) {
    return switch (match) {
      case EXACT -> {
        List<Kept> ofTopic = byTopic.get(pattern);
        yield ofTopic == null ? List.of() : List.of(ofTopic);
      }
      case PREFIX -> withPrefix(pattern);
      case WILDCARD -> byTopic.values();
    };
  }

  private List<List<Kept>> withPrefix(String prefix) {
    List<List<Kept>> found = new ArrayList<>();
    for (var ofTopic : byTopic.tailMap(prefix, true).entrySet()) {
      if (!ofTopic.getKey().startsWith(prefix)) {
        break;
      }
      found.add(ofTopic.getValue());
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

  private static long weight(List<Kept> list) {
    long sum = 0;
    for (Kept kept : list) {
      sum += kept.publication().weight();
    }
    return sum;
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
