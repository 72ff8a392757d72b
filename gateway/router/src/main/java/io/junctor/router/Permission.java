package io.junctor.router;

import io.junctor.wamp.uri.MatchPolicy;
import io.junctor.wamp.uri.Uri;
import java.util.EnumSet;
import java.util.Set;

/**
 * One rule of a role: what it says about the URIs it matches. Where several rules speak of the same
 * action the most specific one decides, see {@link StaticAuthorizer}.
 *
 * @param uri the URI or pattern.
 * @param match how it is compared.
 * @param allow what is allowed.
 * @param ask what the authorizer procedure is asked about each time.
 * @param deny what is denied, also where a less specific rule allows it.
 * @param disclosure whether callers and publishers are named to callees and subscribers; of {@code
 *     ask} when the answer does not say.
 */
public record Permission(
    String uri,
    MatchPolicy match,
    Set<Action> allow,
    Set<Action> ask,
    Set<Action> deny,
    Disclosure disclosure) {

  public Permission {
    if (!Uri.isValid(uri, match, Uri.Rule.LOOSE)) {
      throw new IllegalArgumentException(
          "permission: expected a URI to be matched by " + match.id() + ", got \"" + uri + "\"");
    }
    allow = Set.copyOf(allow);
    ask = Set.copyOf(ask);
    deny = Set.copyOf(deny);
    Set<Action> all = EnumSet.noneOf(Action.class);
    all.addAll(allow);
    all.addAll(ask);
    all.addAll(deny);
    if (all.size() != allow.size() + ask.size() + deny.size()) {
      throw new IllegalArgumentException(
          "permission \"" + uri + "\": expected each action in one of allow, ask and deny");
    }
  }

  /** A rule that only allows. */
  public Permission(String uri, MatchPolicy match, Set<Action> allow, Disclosure disclosure) {
    this(uri, match, allow, Set.of(), Set.of(), disclosure);
  }
}
