package io.junctor.app.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A realm beside the gateway's own: who may join it and what they may do. It has no things, no
 * console and no MQTT.
 *
 * @param roles role → what it may do. A role without rules may do nothing.
 * @param principals authid → who may join.
 * @param authorizer the procedure that decides where a rule says {@code ask}; null for none.
 * @param readers what becomes of events for sessions that do not keep up. Default: {@code
 *     drop-oldest} for every role.
 * @param resume sessions that outlast their links; null where they end with them.
 * @param history topics whose events are kept. Default none.
 * @param trust how far events and calls are to be trusted. Default: no levels.
 */
public record RealmConfig(
    Map<String, List<RuleConfig>> roles,
    Map<String, PrincipalConfig> principals,
    @Nullable AuthorizerConfig authorizer,
    List<ReaderConfig> readers,
    @Nullable ResumeConfig resume,
    List<HistoryConfig> history,
    List<TrustConfig> trust) {

  /** A realm that nobody can join. */
  public static final RealmConfig EMPTY = new RealmConfig(null, null, null, null, null, null, null);

  private static final Pattern ROLE = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /** Names go into logs, URIs and permissions: no wildcards, no separators. */
  private static final Pattern AUTHID = Pattern.compile("[A-Za-z0-9_.@-]{1,64}");

  /** Roles with such names are the gateway's own. */
  private static final String OWN_ROLE = "junctor-";

  public RealmConfig(
      @Nullable Map<String, List<RuleConfig>> roles,
      @Nullable Map<String, PrincipalConfig> principals,
      @Nullable AuthorizerConfig authorizer,
      @Nullable List<ReaderConfig> readers,
      @Nullable ResumeConfig resume,
      @Nullable List<HistoryConfig> history,
      @Nullable List<TrustConfig> trust) {
    this.roles = ordered(roles);
    this.principals = ordered(principals);
    this.authorizer = authorizer;
    this.readers = readers == null ? List.of() : List.copyOf(readers);
    this.resume = resume;
    this.history = history == null ? List.of() : List.copyOf(history);
    this.trust = trust == null ? List.of() : List.copyOf(trust);
    HistoryConfig.requireOnce(this.history);
    ReaderConfig.requireRoles(this.readers, this.roles.keySet());
    this.roles.keySet().forEach(RealmConfig::requireRoleName);
    requireAuthorizer(this.roles, authorizer);
    this.principals.forEach(
        (authid, principal) -> {
          if (!AUTHID.matcher(authid).matches()) {
            throw new IllegalArgumentException(
                "principals: expected names of letters, digits, _ . @ and -, at most 64, got '"
                    + authid
                    + "'");
          }
          if (!this.roles.containsKey(principal.role())) {
            throw new IllegalArgumentException(
                "principals: %s has the role %s, which is not below roles. %s"
                    .formatted(
                        authid,
                        principal.role(),
                        Suggestion.sentence(principal.role(), this.roles.keySet())));
          }
        });
  }

  private static void requireRoleName(String role) {
    if (!ROLE.matcher(role).matches() || role.startsWith(OWN_ROLE)) {
      throw new IllegalArgumentException(
          "roles: expected names of letters, digits, _ and -, at most 64, not beginning with %s, got '%s'"
              .formatted(OWN_ROLE, role));
    }
  }

  /** Rules that ask need somebody to ask. */
  static void requireAuthorizer(
      Map<String, List<RuleConfig>> roles, @Nullable AuthorizerConfig authorizer) {
    roles.forEach(
        (role, rules) -> {
          if (authorizer == null && rules.stream().anyMatch(rule -> !rule.ask().isEmpty())) {
            throw new IllegalArgumentException(
                "roles: %s has a rule with ask; expected authorizer with the procedure to ask"
                    .formatted(role));
          }
        });
  }

  private static <V> Map<String, V> ordered(@Nullable Map<String, V> map) {
    return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
