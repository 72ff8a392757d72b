package io.junctor.router;

import io.junctor.router.EventHistory.Entry;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.MetaUri;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * {@code wamp.subscription.get_events}: the events of a subscription that the realm has kept.
 *
 * <p>The positional results are the events; the keyword result {@code is_limit_reached} says
 * whether more would fit the filters than were given.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-event-history">WAMP: Event
 *     History</a>
 */
@OwnedBy("realm loop")
final class HistoryMetaApi {

  /** Events of one answer: enough for a screen or a chart, small enough not to stall the others. */
  static final int PAGE_MAX = 1000;

  /** Made when it is needed: not at a start. */
  private static final class Rfc3339 {
    static final DateTimeFormatter FORMATTER =
        DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
  }

  private final Subscriptions subscriptions;
  private final Permissions permissions;
  private final Function<Format, Serializer> serializers;
  private final int pageBytesMax;

  /**
   * Answers from the histories of the subscriptions.
   *
   * @param pageBytesMax bytes of one answer, unless a single event takes more.
   */
  HistoryMetaApi(
      Subscriptions subscriptions,
      Permissions permissions,
      Function<Format, Serializer> serializers,
      int pageBytesMax) {
    this.subscriptions = subscriptions;
    this.permissions = permissions;
    this.serializers = serializers;
    this.pageBytesMax = pageBytesMax;
  }

  void addTo(MetaProcedures procedures) {
    procedures.addWithKeywords(MetaUri.SUBSCRIPTION_GET_EVENTS, this::getEvents);
  }

  private MetaProcedures.Results getEvents(MetaCall call) {
    Subscription subscription = SubscriptionMetaApi.find(subscriptions, call);
    requireEntitled(call, subscription);
    EventHistory history = subscription.history();
    if (history == null) {
      throw new WampError(
          RouterErrors.NO_HISTORY, "no events of subscription " + subscription.id() + " are kept");
    }
    HistoryQuery query = HistoryQuery.of(call);
    List<Entry> visible = history.visibleTo(call.caller().details().identity(), call.turn());
    return page(query, query.select(visible), subscription, call);
  }

  // "if a peer cannot subscribe to a topic resulting in a subscription, it means that it cannot
  // receive events history for that topic either." Where the answer is not known at once, having
  // subscribed is the proof.
  private void requireEntitled(MetaCall call, Subscription subscription) {
    Member asker = call.caller();
    if (!subscription.has(asker.id())
        && !permissions.allows(
            asker, Action.SUBSCRIBE, subscription.topic(), subscription.match(), call.turn())) {
      throw new WampError(
          ErrorUri.NOT_AUTHORIZED,
          "whoever asks for the history of " + subscription.topic() + " must be able to subscribe");
    }
  }

  private MetaProcedures.Results page(
      HistoryQuery query, List<Entry> selected, Subscription subscription, MetaCall call) {
    Serializer serializer = serializers.apply(call.caller().details().format());
    Long limit = query.limit();
    long countMax = limit == null ? PAGE_MAX : Math.min(limit, PAGE_MAX);
    List<Map<String, ?>> page = new ArrayList<>();
    long bytes = 0;
    for (Entry entry : selected) {
      if (page.size() == countMax) {
        break;
      }
      Map<String, Object> event = event(entry, subscription);
      int length = addArguments(event, entry, serializer);
      if (!page.isEmpty() && bytes + length > pageBytesMax) {
        break;
      }
      bytes += length;
      page.add(event);
    }
    return new MetaProcedures.Results(
        page, Map.of("is_limit_reached", page.size() < selected.size()));
  }

  private static Map<String, Object> event(Entry entry, Subscription subscription) {
    Publication publication = entry.publication();
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("timestamp", Rfc3339.FORMATTER.format(entry.time()));
    event.put("subscription", subscription.id());
    event.put("publication", publication.id());
    event.put("details", publication.eventDetails(subscription, false));
    return event;
  }

  /**
   * Adds the arguments as values. Some cannot be told in the asker's format, or nest as deep as a
   * message may already; such an event is given without them and says so.
   *
   * @return how many bytes the event takes.
   */
  private static int addArguments(Map<String, Object> event, Entry entry, Serializer serializer) {
    Map<String, Object> complete = new LinkedHashMap<>(event);
    List<?> args = serializer.args(entry.publication().payload());
    Map<String, ?> kwargs = serializer.kwargs(entry.publication().payload());
    if (!args.isEmpty() || !kwargs.isEmpty()) {
      complete.put("args", args);
    }
    if (!kwargs.isEmpty()) {
      complete.put("kwargs", kwargs);
    }
    try {
      int length = serializer.payload(List.of(complete), Map.of()).length();
      event.putAll(complete);
      return length;
    } catch (IllegalArgumentException _) {
      event.put("unrepresentable", true);
      return serializer.payload(List.of(event), Map.of()).length();
    }
  }
}
