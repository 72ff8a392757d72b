package io.junctor.component;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.uri.MatchPolicy;

/**
 * How a topic is subscribed to.
 *
 * @param match how the topic of an event is compared.
 * @param getRetained whether the retained event, if there is one, is delivered on every
 *     (re)subscription.
 * @param more further options of SUBSCRIBE as on the wire.
 */
public record SubscribeOptions(MatchPolicy match, boolean getRetained, Dict more) {

  /** Exact, nothing retained. */
  public static final SubscribeOptions DEFAULT =
      new SubscribeOptions(MatchPolicy.EXACT, false, Dict.EMPTY);

  /** The same with another match policy. */
  public SubscribeOptions withMatch(MatchPolicy match) {
    return new SubscribeOptions(match, getRetained, more);
  }

  /** The same with the retained event. */
  public SubscribeOptions withRetained() {
    return new SubscribeOptions(match, true, more);
  }

  /** The options as SUBSCRIBE carries them; what is the default is left out. */
  Dict toDict() {
    Dict.Builder dict = Dict.builder();
    more.asMap().forEach(dict::put);
    return dict.put("match", match == MatchPolicy.EXACT ? null : match.id())
        .put("get_retained", getRetained ? true : null)
        .build();
  }
}
