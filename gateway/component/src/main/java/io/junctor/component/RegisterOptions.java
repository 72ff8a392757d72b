package io.junctor.component;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.uri.MatchPolicy;

/**
 * How a procedure is registered.
 *
 * @param match how the called URI is compared.
 * @param invoke how the router picks one of several callees.
 * @param more further options of REGISTER as on the wire.
 */
public record RegisterOptions(MatchPolicy match, InvokePolicy invoke, Dict more) {

  /** Exact, single. */
  public static final RegisterOptions DEFAULT =
      new RegisterOptions(MatchPolicy.EXACT, InvokePolicy.SINGLE, Dict.EMPTY);

  /** The same with another match policy. */
  public RegisterOptions withMatch(MatchPolicy match) {
    return new RegisterOptions(match, invoke, more);
  }

  /** The same with another invocation policy. */
  public RegisterOptions withInvoke(InvokePolicy invoke) {
    return new RegisterOptions(match, invoke, more);
  }

  /** The options as REGISTER carries them; what is the default is left out. */
  Dict toDict() {
    Dict.Builder dict = Dict.builder();
    more.asMap().forEach(dict::put);
    return dict.put("match", match == MatchPolicy.EXACT ? null : match.id())
        .put("invoke", invoke == InvokePolicy.SINGLE ? null : invoke.id())
        .build();
  }
}
