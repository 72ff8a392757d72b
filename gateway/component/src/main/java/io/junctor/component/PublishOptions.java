package io.junctor.component;

import io.junctor.wamp.message.Dict;

/**
 * How an event is published.
 *
 * @param acknowledge wait until the router has confirmed; without it a refusal stays unknown.
 * @param retain keep it as the topic's retained event.
 * @param excludeMe do not deliver it to this session; true unless set otherwise.
 * @param discloseMe tell subscribers who published, if the router allows it.
 * @param more further options of PUBLISH as on the wire, such as {@code eligible}.
 */
public record PublishOptions(
    boolean acknowledge, boolean retain, boolean excludeMe, boolean discloseMe, Dict more) {

  /** Fire and forget. */
  public static final PublishOptions DEFAULT =
      new PublishOptions(false, false, true, false, Dict.EMPTY);

  /** Retained, unconfirmed. */
  public static final PublishOptions RETAIN = DEFAULT.withRetain();

  /** Confirmed, not retained. */
  public static final PublishOptions ACKNOWLEDGE = DEFAULT.withAcknowledge();

  /** The same, confirmed. */
  public PublishOptions withAcknowledge() {
    return new PublishOptions(true, retain, excludeMe, discloseMe, more);
  }

  /** The same, retained. */
  public PublishOptions withRetain() {
    return new PublishOptions(acknowledge, true, excludeMe, discloseMe, more);
  }

  /** The same, delivered to this session's own subscriptions too. */
  public PublishOptions withMe() {
    return new PublishOptions(acknowledge, retain, false, discloseMe, more);
  }

  /** The same, disclosing who published. */
  public PublishOptions withDiscloseMe() {
    return new PublishOptions(acknowledge, retain, excludeMe, true, more);
  }

  /** The same with one option more. */
  public PublishOptions with(String key, Object value) {
    return new PublishOptions(acknowledge, retain, excludeMe, discloseMe, more.with(key, value));
  }

  /** The options as PUBLISH carries them; what is the default is left out. */
  Dict toDict() {
    Dict.Builder dict = Dict.builder();
    more.asMap().forEach(dict::put);
    return dict.put("acknowledge", acknowledge ? true : null)
        .put("retain", retain ? true : null)
        .put("exclude_me", excludeMe ? null : false)
        .put("disclose_me", discloseMe ? true : null)
        .build();
  }

  /** The options as a value, for a testament. */
  java.util.Map<String, Object> toMap() {
    return toDict().asMap();
  }
}
