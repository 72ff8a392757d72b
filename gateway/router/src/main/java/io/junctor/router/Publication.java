package io.junctor.router;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Payload;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A publication that was accepted.
 *
 * @param id the publication id, the same in every EVENT.
 * @param topic the topic.
 * @param publisher who published it; null for the router itself.
 * @param acknowledge the id of the PUBLISH that wants PUBLISHED or ERROR; 0 for none.
 * @param audience who may receive it.
 * @param disclosed {@code publisher*}, and what {@link Forwarding} lets pass, for EVENT.Details;
 *     empty when there is nothing to tell.
 * @param retain whether it becomes the topic's retained event.
 * @param options the options of PUBLISH as they came.
 * @param payload the opaque arguments.
 */
record Publication(
    long id,
    String topic,
    @Nullable Member publisher,
    long acknowledge,
    Audience audience,
    Dict disclosed,
    boolean retain,
    Dict options,
    Payload payload) {

  /**
   * The attribute of EVENT.Details that says that the event became the topic's retained one just
   * now: a bridge needs it to do the same on the other side. MQTT 5 calls it retain as published.
   */
  static final String RETAIN = "_retain";

  /** A detail, beside its characters. */
  private static final int DETAIL_BYTES = 64;

  /** EVENT.Details for a subscription. */
  Dict eventDetails(Subscription subscription, boolean retained) {
    boolean receipts = Receipts.areWanted(this);
    if (!subscription.isPattern() && !retain && !receipts) {
      return disclosed;
    }
    Dict.Builder details = Dict.builder();
    disclosed.asMap().forEach(details::put);
    // "If a subscription was established with a pattern-based matching policy, a Broker MUST supply
    // the original PUBLISH.Topic as provided by the Publisher in EVENT.Details.topic"
    // https://wamp-proto.org/wamp_latest_ietf.html#name-pattern-based-subscription
    if (subscription.isPattern()) {
      details.put("topic", topic);
    }
    if (retained) {
      details.put("retained", true);
    } else if (retain) {
      details.put(RETAIN, true);
    }
    if (receipts) {
      details.put(Receipts.OPTION, true);
    }
    return details.build();
  }

  /** What is needed to show it again later, and nothing that would keep its publisher alive. */
  Publication kept() {
    return new Publication(
        id, topic, null, 0, audience, disclosed, retain, Dict.EMPTY, trimmed(payload));
  }

  /** The payload alone: the range it came in may hold a frame with long options. */
  private static Payload trimmed(Payload payload) {
    int end = payload.offset() + payload.length();
    byte[] copy = Arrays.copyOfRange(payload.bytes(), payload.offset(), end);
    return new Payload(payload.format(), copy, 0, copy.length, payload.elements());
  }

  /** The bytes of topic, payload, details and lists. */
  long weight() {
    long details = 0;
    for (Map.Entry<String, Object> entry : disclosed.asMap().entrySet()) {
      details += DETAIL_BYTES + String.valueOf(entry.getValue()).length();
    }
    return topic.length() + payload.length() + details + audience.cost();
  }
}
