package io.junctor.router;

import io.junctor.wamp.session.SessionDetails;
import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.MatchPolicy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Roles with their permissions, from the configuration. Deny by default: a role that is not named
 * may do nothing, and nothing is allowed that no permission covers.
 *
 * <p>Permissions only add up, so their order does not matter. Where several match, the one that
 * discloses most counts. A pattern is allowed only if a single permission covers everything it can
 * match; two permissions that cover it together are not put together. Immutable, any thread.
 */
public final class StaticAuthorizer implements Authorizer {

  private final Map<String, Map<Action, Rules>> roles = new HashMap<>(); // authrole -> its rules

  /** What is allowed for one role and action. */
  private static final class Rules {
    private final PatternTable<Disclosure> table = new PatternTable<>(); // for URIs
    private final List<Permission> list = new ArrayList<>(); // for patterns

    void add(Permission permission) {
      list.add(permission);
      Disclosure old = table.get(permission.uri(), permission.match());
      table.put(permission.uri(), permission.match(), most(old, permission.disclosure()));
    }

    @Nullable Disclosure find(String uri, MatchPolicy match) {
      return match == MatchPolicy.EXACT ? findUri(uri) : findPattern(uri, match);
    }

    private @Nullable Disclosure findUri(String uri) {
      Disclosure[] found = new Disclosure[1];
      table.forEachMatch(uri, disclosure -> found[0] = most(found[0], disclosure));
      return found[0];
    }

    private @Nullable Disclosure findPattern(String pattern, MatchPolicy match) {
      Disclosure found = null;
      for (Permission permission : list) {
        if (Uris.covers(permission.uri(), permission.match(), pattern, match)) {
          found = most(found, permission.disclosure());
        }
      }
      return found;
    }

    private static Disclosure most(@Nullable Disclosure a, Disclosure b) {
      return a == null || a.compareTo(b) < 0 ? b : a;
    }
  }

  /** The permissions of each role. */
  public StaticAuthorizer(Map<String, List<Permission>> permissions) {
    permissions.forEach(
        (role, list) -> {
          Map<Action, Rules> rules = new EnumMap<>(Action.class);
          for (Permission permission : list) {
            for (Action action : permission.allow()) {
              rules.computeIfAbsent(action, _ -> new Rules()).add(permission);
            }
          }
          roles.put(role, rules);
        });
  }

  @Override
  public Decision decide(SessionDetails session, Action action, String uri, MatchPolicy match) {
    String role = session.identity().authrole();
    Rules rules = roles.getOrDefault(role, Map.of()).get(action);
    Disclosure disclosure = rules == null ? null : rules.find(uri, match);
    if (disclosure != null) {
      return new Decision.Allow(disclosure);
    }
    return new Decision.Deny(
        ErrorUri.NOT_AUTHORIZED, "role " + role + " may not " + action.id() + " " + uri);
  }
}
