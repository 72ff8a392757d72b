package io.junctor.router;

import io.junctor.wamp.session.SessionDetails;
import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.MatchPolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Roles with their permissions. Deny by default: a role that is not named may do nothing, and
 * nothing is allowed that no permission covers.
 *
 * <p><b>URIs.</b> Of the permissions that match the URI and speak of the action the most specific
 * one decides, wherever it stands:
 *
 * <ol>
 *   <li>an exact one before every pattern;
 *   <li>the pattern with the longer literal beginning (the characters before its first wildcard; a
 *       prefix as a whole);
 *   <li>a wildcard pattern before a prefix with the same beginning;
 *   <li>between wildcard patterns, the one that has a literal component where the other has a
 *       wildcard, at the first place from the left where they differ;
 *   <li>for the same URI and match twice, deny before ask before allow, and the one that discloses
 *       less.
 * </ol>
 *
 * <p>So a permission that matches less always wins over one that matches that and more. The order
 * is not that of registrations, where any prefix wins over any wildcard pattern: a rule that takes
 * {@code a..set} out of {@code a.} must count.
 *
 * <p><b>Patterns</b> (SUBSCRIBE, REGISTER) are allowed if everything they can match is. One
 * permission must cover all of it; permissions that cover it together are not put together. If a
 * more specific one denies any part of it the whole is denied; if one asks about a part, the
 * authorizer procedure is asked about the whole.
 *
 * <p><b>The router's own procedures.</b> What begins with {@code junctor.} manages the router: only
 * permissions that begin so, too, allow to call it. {@code {uri: "", match: prefix}} does not make
 * an administrator.
 *
 * <p>Answers about URIs are remembered, a bounded number for each role. One realm's, on its loop.
 */
@OwnedBy("realm loop")
public final class StaticAuthorizer implements Authorizer {

  private final Map<String, RoleRules> roles = new HashMap<>(); // authrole -> its rules

  /** The permissions of each role. */
  public StaticAuthorizer(Map<String, List<Permission>> permissions) {
    this(permissions, null);
  }

  /**
   * The permissions of each role.
   *
   * @param procedure the authorizer procedure: to register it takes a permission for exactly this
   *     URI, or whoever may register a prefix could answer for it. Null for none.
   */
  public StaticAuthorizer(Map<String, List<Permission>> permissions, @Nullable String procedure) {
    permissions.forEach((role, list) -> roles.put(role, new RoleRules(role, list, procedure)));
  }

  @Override
  public Decision decide(SessionDetails session, Action action, String uri, MatchPolicy match) {
    String role = session.identity().authrole();
    RoleRules rules = roles.get(role);
    return rules == null ? denied(role, action, uri, "") : rules.decide(action, uri, match);
  }

  static Decision denied(String role, Action action, String uri, String why) {
    return new Decision.Deny(
        ErrorUri.NOT_AUTHORIZED, "role " + role + " may not " + action.id() + " " + uri + why);
  }
}
