package io.junctor.router;

import io.junctor.wamp.uri.MatchPolicy;
import io.junctor.wamp.uri.Uri;
import java.util.Set;

/**
 * One rule of a role: what is allowed with the URIs it matches. Rules only add: there is no rule
 * that takes away, and their order does not matter.
 *
 * @param uri the URI or pattern.
 * @param match how it is compared.
 * @param allow what is allowed.
 * @param disclosure whether callers and publishers are named to callees and subscribers.
 */
public record Permission(String uri, MatchPolicy match, Set<Action> allow, Disclosure disclosure) {

  public Permission {
    if (!Uri.isValid(uri, match, Uri.Rule.LOOSE)) {
      throw new IllegalArgumentException(
          "permission: expected a URI to be matched by " + match.id() + ", got \"" + uri + "\"");
    }
    allow = Set.copyOf(allow);
  }
}
