package io.junctor.app.node;

import io.junctor.app.config.AuthorizerConfig;
import io.junctor.app.config.RuleConfig;
import io.junctor.router.AuthorizerSettings;
import io.junctor.router.Permission;
import io.junctor.router.StaticAuthorizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The roles of one realm as they are now: configured, then changed at run time. Changes last until
 * the gateway stops. Thread-safe.
 */
final class RealmRoles {

  /**
   * A role more than anybody can keep in mind; bounds what an administrator can fill memory with.
   */
  private static final int ROLES_MAX = 1024;

  private final Map<String, List<Permission>> own; // roles that cannot be changed
  private final @Nullable AuthorizerSettings asks;
  private final Map<String, List<RuleConfig>> roles; // guarded by this

  /**
   * The policy of a realm.
   *
   * @param own roles that cannot be configured.
   */
  RealmRoles(
      Map<String, List<Permission>> own,
      Map<String, List<RuleConfig>> roles,
      @Nullable AuthorizerConfig authorizer) {
    this.own = Map.copyOf(own);
    this.roles = new TreeMap<>(roles);
    this.asks =
        authorizer == null
            ? null
            : new AuthorizerSettings(
                authorizer.procedure(),
                authorizer.timeout(),
                authorizer.concurrency(),
                authorizer.answers());
  }

  /** The procedure that is asked; null for none. */
  @Nullable AuthorizerSettings asks() {
    return asks;
  }

  /** The names of the roles that can be changed. */
  synchronized List<String> roles() {
    return List.copyOf(roles.keySet());
  }

  /** The rules of a role; null when there is none of that name. */
  synchronized @Nullable List<RuleConfig> rules(String role) {
    return roles.get(role);
  }

  /**
   * Sets the rules of a role.
   *
   * @throws IllegalArgumentException when there are too many roles.
   */
  synchronized void set(String role, List<RuleConfig> rules) {
    if (roles.size() >= ROLES_MAX && !roles.containsKey(role)) {
      throw new IllegalArgumentException("there are " + ROLES_MAX + " roles already");
    }
    roles.put(role, List.copyOf(rules));
  }

  /** Removes a role; false when there is none of that name. */
  synchronized boolean remove(String role) {
    return roles.remove(role) != null;
  }

  /** What the roles may do now, for one realm. */
  synchronized StaticAuthorizer authorizer() {
    Map<String, List<Permission>> permissions = new HashMap<>();
    roles.forEach((role, rules) -> permissions.put(role, Permissions.translate(rules)));
    permissions.putAll(own);
    return new StaticAuthorizer(permissions, asks == null ? null : asks.procedure());
  }
}
