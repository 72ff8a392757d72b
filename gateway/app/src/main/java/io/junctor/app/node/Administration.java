package io.junctor.app.node;

import io.junctor.app.config.ConfigException;
import io.junctor.app.config.ConfigLoader;
import io.junctor.app.config.GatewayConfig;
import io.junctor.app.config.HistoryConfig;
import io.junctor.app.config.RealmConfig;
import io.junctor.app.config.ResumeConfig;
import io.junctor.app.config.RuleConfig;
import io.junctor.router.Journal;
import io.junctor.router.RealmPolicy;
import io.junctor.router.RouterLimits;
import io.junctor.router.RouterProcedure;
import io.junctor.router.RouterProcedure.Arguments;
import io.junctor.router.WampError;
import io.junctor.server.RealmSetup;
import io.junctor.server.RouterServer;
import io.junctor.wamp.auth.Authenticator;
import io.junctor.wamp.session.SessionDetails;
import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.Uri;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Realms and roles at run time.
 *
 * <pre>
 * in every realm, about itself           in the gateway's own realm
 * junctor.role.list                      junctor.realm.list
 * junctor.role.get  role                 junctor.realm.create  name, settings as below realms:
 * junctor.role.set  role, [rule, ...]    junctor.realm.remove  name
 * junctor.role.remove  role
 * </pre>
 *
 * <p>Rules and settings are written as in the configuration. Each needs permission by a rule that
 * begins with {@code junctor.}; whoever has {@code junctor.role.set} can give itself all others.
 * Changes count for every message after the answer and last until the gateway stops. Any thread.
 */
final class Administration {

  private static final Logger log = LoggerFactory.getLogger(Administration.class);

  private final RouterServer router;
  private final String ownRealm;
  private final RouterLimits limits;
  private final Function<RealmConfig, Authenticator> authenticators;
  private final Map<String, RealmRoles> policies = new ConcurrentHashMap<>(); // realm -> its roles
  // realm -> the memory of its history; guarded by itself
  private final Map<String, Integer> historyKilobytes = new HashMap<>();

  /**
   * Administration of a router.
   *
   * @param ownRealm the gateway's own realm, which cannot be removed.
   * @param limits the bounds of every realm.
   * @param authenticators who may join a realm that is opened.
   */
  Administration(
      RouterServer router,
      String ownRealm,
      RouterLimits limits,
      Function<RealmConfig, Authenticator> authenticators) {
    this.router = router;
    this.ownRealm = ownRealm;
    this.limits = limits;
    this.authenticators = authenticators;
  }

  /** Opens the gateway's own realm. */
  void openOwn(
      RealmRoles policy, Authenticator authenticator, Journal journal, GatewayConfig config) {
    Map<String, RouterProcedure> procedures = new TreeMap<>(roleProcedures());
    procedures.put("junctor.realm.list", _ -> List.of(router.realms()));
    procedures.put("junctor.realm.create", this::create);
    procedures.put("junctor.realm.remove", this::remove);
    reserveHistory(ownRealm, config.history());
    open(
        ownRealm, policy, authenticator, procedures, journal, Policies.of(config), config.resume());
  }

  /**
   * Opens another realm.
   *
   * @throws IllegalArgumentException when there is one of that name, or no room for another, or
   *     none for its history.
   */
  void open(String name, RealmConfig config) {
    RealmRoles policy = new RealmRoles(Map.of(), config.roles(), config.authorizer());
    if (!reserveHistory(name, config.history())) {
      throw new IllegalArgumentException("there is a realm " + name + " already");
    }
    try {
      open(
          name,
          policy,
          authenticators.apply(config),
          roleProcedures(),
          Journal.NONE,
          Policies.of(config),
          config.resume());
    } catch (IllegalArgumentException e) {
      releaseHistory(name);
      throw e;
    }
  }

  /**
   * Takes what the history of a realm may hold from what all may.
   *
   * @return false when there is a realm of that name.
   * @throws IllegalArgumentException when that is too much.
   */
  private boolean reserveHistory(String name, List<HistoryConfig> entries) {
    synchronized (historyKilobytes) {
      if (historyKilobytes.containsKey(name)) {
        return false;
      }
      int others = historyKilobytes.values().stream().mapToInt(Integer::intValue).sum();
      int wanted = HistoryConfig.kilobytes(entries);
      if (wanted > HistoryConfig.KILOBYTES_MAX - others) {
        throw new IllegalArgumentException(
            "history: expected at most %d kilobytes beside the other realms', got %d"
                .formatted(HistoryConfig.KILOBYTES_MAX - others, wanted));
      }
      historyKilobytes.put(name, wanted);
      return true;
    }
  }

  private void releaseHistory(String name) {
    synchronized (historyKilobytes) {
      historyKilobytes.remove(name);
    }
  }

  private void open(
      String name,
      RealmRoles policy,
      Authenticator authenticator,
      Map<String, RouterProcedure> procedures,
      Journal journal,
      RealmPolicy events,
      @Nullable ResumeConfig resume) {
    router.addRealm(
        new RealmSetup(
                name,
                authenticator,
                policy.authorizer(),
                policy.asks(),
                procedures,
                journal,
                limits,
                events)
            .withResume(Bounds.ofResume(resume)));
    policies.put(name, policy);
  }

  private Map<String, RouterProcedure> roleProcedures() {
    return Map.of(
        "junctor.role.list",
        call -> List.of(policy(call.caller()).roles()),
        "junctor.role.get",
        call -> List.of(describe(rules(call))),
        "junctor.role.set",
        this::setRole,
        "junctor.role.remove",
        this::removeRole);
  }

  private RealmRoles policy(SessionDetails caller) {
    RealmRoles policy = policies.get(caller.realm());
    if (policy == null) {
      throw new WampError(ErrorUri.NO_SUCH_REALM, "the realm is being removed");
    }
    return policy;
  }

  private List<RuleConfig> rules(Arguments call) {
    String role = name(call.args());
    List<RuleConfig> rules = policy(call.caller()).rules(role);
    if (rules == null) {
      throw new WampError(ErrorUri.NO_SUCH_ROLE, "there is no role " + role);
    }
    return rules;
  }

  private List<?> setRole(Arguments call) {
    SessionDetails caller = call.caller();
    String role = name(call.args());
    RealmRoles policy = policy(caller);
    Map<String, Object> realm = new HashMap<>();
    realm.put("roles", Map.of(role, argument(call.args(), 1, "the rules")));
    if (policy.asks() != null) {
      realm.put("authorizer", Map.of("procedure", policy.asks().procedure()));
    }
    List<RuleConfig> rules = bind(realm).roles().getOrDefault(role, List.of());
    refusing(() -> policy.set(role, rules));
    apply(caller, policy);
    log.info(
        "role set realm={} role={} rules={} by={}",
        caller.realm(),
        role,
        rules.size(),
        caller.identity().authid());
    return List.of();
  }

  private List<?> removeRole(Arguments call) {
    SessionDetails caller = call.caller();
    String role = name(call.args());
    RealmRoles policy = policy(caller);
    if (!policy.remove(role)) {
      throw new WampError(ErrorUri.NO_SUCH_ROLE, "there is no role " + role);
    }
    apply(caller, policy);
    log.info(
        "role removed realm={} role={} by={}", caller.realm(), role, caller.identity().authid());
    return List.of();
  }

  /**
   * This runs on the realm's loop, so the change comes before whatever is sent after the answer.
   */
  private void apply(SessionDetails caller, RealmRoles policy) {
    var _ = router.setPermissions(caller.realm(), policy.authorizer(), policy.asks());
  }

  private List<?> create(Arguments call) {
    SessionDetails caller = call.caller();
    String name = name(call.args());
    if (!Uri.isValid(name, Uri.Rule.LOOSE) || Uri.isReserved(name)) {
      throw invalid("expected a realm's URI, not below wamp, got " + name);
    }
    RealmConfig config =
        call.args().size() < 2
            ? RealmConfig.EMPTY
            : bind(argument(call.args(), 1, "keys such as roles and principals"));
    refusing(() -> open(name, config));
    log.info("realm created realm={} by={}", name, caller.identity().authid());
    return List.of();
  }

  private List<?> remove(Arguments call) {
    SessionDetails caller = call.caller();
    String name = name(call.args());
    if (name.equals(ownRealm)) {
      throw invalid("the gateway's own realm cannot be removed");
    }
    policies.remove(name);
    boolean removed = router.removeRealm(name);
    releaseHistory(name);
    if (!removed) {
      throw new WampError(ErrorUri.NO_SUCH_REALM, "there is no realm " + name);
    }
    log.info("realm removed realm={} by={}", name, caller.identity().authid());
    return List.of();
  }

  private static void refusing(Runnable action) {
    try {
      action.run();
    } catch (IllegalArgumentException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
  }

  private static RealmConfig bind(Object tree) {
    ConfigLoader loader = new ConfigLoader("argument");
    RealmConfig config = loader.bind(tree, List.of(), RealmConfig.class);
    try {
      loader.throwIfProblems();
    } catch (ConfigException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
    if (config == null) {
      throw invalid("expected keys such as roles and principals, got nothing");
    }
    return config;
  }

  private static List<Map<String, Object>> describe(List<RuleConfig> rules) {
    return rules.stream().map(Administration::describe).toList();
  }

  private static Map<String, Object> describe(RuleConfig rule) {
    return Map.of(
        "uri", rule.uri(),
        "match", word(rule.match()),
        "allow", rule.allow().stream().map(Administration::word).sorted().toList(),
        "ask", rule.ask().stream().map(Administration::word).sorted().toList(),
        "deny", rule.deny().stream().map(Administration::word).sorted().toList(),
        "disclose", word(rule.disclose()));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String name(List<@Nullable Object> args) {
    if (argument(args, 0, "a name") instanceof String name) {
      return name;
    }
    throw invalid("argument 0: expected a name");
  }

  private static Object argument(List<@Nullable Object> args, int index, String wanted) {
    Object value = index < args.size() ? args.get(index) : null;
    if (value == null) {
      throw invalid("argument " + index + ": expected " + wanted + ", got nothing");
    }
    return value;
  }

  private static WampError invalid(String message) {
    return new WampError(ErrorUri.INVALID_ARGUMENT, message);
  }
}
