package io.junctor.app.config;

import io.junctor.wamp.uri.Uri;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code junctor.yaml} as a whole.
 *
 * @param site URI prefix of everything on this board, such as {@code com.example.berlin}: two or
 *     more components of lower-case letters, digits, {@code _} and {@code -}. Required.
 * @param realm the realm of the router. Default {@code junctor}.
 * @param drivers what the things are wired to. Default {@code linux}.
 * @param listen where peers connect. Empty: nobody can.
 * @param roles role → what it may do. A role without rules may do nothing.
 * @param principals authid → who may join.
 * @param authentication how somebody joins who is not below principals. Default: nobody.
 * @param workers the processes that the things run in, where they do not run in the router's.
 * @param things name → a device; its keys depend on {@code kind}.
 * @param uplink the line to another router; null without one.
 * @param console what the console shows.
 * @param mqtt MQTT clients and brokers. Default none.
 * @param components name → a program that the gateway starts and watches. At most 32.
 * @param authorizer the procedure that decides where a rule of {@code roles} says {@code ask}; null
 *     for none.
 * @param realms name → another realm, apart from the gateway's own. Default none.
 * @param limits how many may connect.
 * @param history topics whose events are kept. Default none.
 * @param trust how far events and calls are to be trusted. Default: no levels.
 * @param readers what becomes of events for sessions that do not keep up. Default: {@code
 *     drop-oldest} for every role.
 * @param resume sessions that outlast their links; null where they end with them.
 */
public record GatewayConfig(
    String site,
    String realm,
    DriverSet drivers,
    List<ListenConfig> listen,
    Map<String, List<RuleConfig>> roles,
    Map<String, PrincipalConfig> principals,
    AuthenticationConfig authentication,
    @Nullable WorkersConfig workers,
    Map<String, Object> things,
    @Nullable UplinkConfig uplink,
    ConsoleConfig console,
    MqttConfig mqtt,
    Map<String, ComponentConfig> components,
    @Nullable AuthorizerConfig authorizer,
    Map<String, RealmConfig> realms,
    LimitsConfig limits,
    List<HistoryConfig> history,
    List<TrustConfig> trust,
    List<ReaderConfig> readers,
    @Nullable ResumeConfig resume) {

  /** The component of URIs and the authid that speak of the programs in {@code components}. */
  public static final String COMPONENTS = "components";

  /** Enough for a board, and as many tickets. */
  private static final int COMPONENTS_MAX = 32;

  /** The name of the thing that shows the uplink. */
  public static final String UPLINK_THING = "uplink";

  /** The role of the gateway's own things; it cannot be configured. */
  public static final String THING_ROLE = "junctor-thing";

  /** What the things are wired to. */
  public enum DriverSet {
    /** Register-exact simulated chips with simulated physics behind them. */
    SIM,
    /** The kernel's GPIO, I2C and serial devices. */
    LINUX
  }

  private static final Pattern SITE = Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)+");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /** Names go into logs, URIs and permissions: no wildcards, no separators. */
  private static final Pattern AUTHID = Pattern.compile("[A-Za-z0-9_.@-]{1,64}");

  public GatewayConfig(
      @Nullable String site,
      @Nullable String realm,
      @Nullable DriverSet drivers,
      @Nullable List<ListenConfig> listen,
      @Nullable Map<String, List<RuleConfig>> roles,
      @Nullable Map<String, PrincipalConfig> principals,
      @Nullable AuthenticationConfig authentication,
      @Nullable WorkersConfig workers,
      @Nullable Map<String, Object> things,
      @Nullable UplinkConfig uplink,
      @Nullable ConsoleConfig console,
      @Nullable MqttConfig mqtt,
      @Nullable Map<String, ComponentConfig> components,
      @Nullable AuthorizerConfig authorizer,
      @Nullable Map<String, RealmConfig> realms,
      @Nullable LimitsConfig limits,
      @Nullable List<HistoryConfig> history,
      @Nullable List<TrustConfig> trust,
      @Nullable List<ReaderConfig> readers,
      @Nullable ResumeConfig resume) {
    this.site = requireSite(site);
    this.realm = realm == null ? "junctor" : requireRealm(realm);
    this.drivers = drivers == null ? DriverSet.LINUX : drivers;
    this.listen = listen == null ? List.of() : List.copyOf(listen);
    this.roles = ordered(roles);
    this.principals = ordered(principals);
    this.authentication = authentication == null ? AuthenticationConfig.NONE : authentication;
    this.workers = workers;
    this.things = ordered(things);
    this.uplink = uplink;
    this.console = console == null ? new ConsoleConfig(null, null) : console;
    this.mqtt = mqtt == null ? MqttConfig.NONE : mqtt;
    this.components = ordered(components);
    this.authorizer = authorizer;
    this.realms = ordered(realms);
    this.limits = limits == null ? LimitsConfig.DEFAULT : limits;
    this.history = history == null ? List.of() : List.copyOf(history);
    this.trust = trust == null ? List.of() : List.copyOf(trust);
    this.readers = readers == null ? List.of() : List.copyOf(readers);
    this.resume = resume;
    HistoryConfig.requireOnce(this.history);
    requireHistory();
    ReaderConfig.requireRoles(this.readers, this.roles.keySet());
    requireNames("things", this.things, NAME, "letters, digits, _ and -, at most 64");
    requireNames("roles", this.roles, NAME, "letters, digits, _ and -, at most 64");
    if (this.roles.containsKey(THING_ROLE)) {
      throw new IllegalArgumentException(
          "roles: expected another name than " + THING_ROLE + ", the role of this board's things");
    }
    requireNames("principals", this.principals, AUTHID, "letters, digits, _ . @ and -, at most 64");
    this.principals.forEach(
        (authid, principal) -> requireRole("principals", authid, principal.role(), this.roles));
    requireRole("authentication.anonymous", this.authentication.anonymous(), this.roles.keySet());
    requireComponents();
    RealmConfig.requireAuthorizer(this.roles, authorizer);
    requireRealms();
    if (uplink != null && this.things.containsKey(UPLINK_THING)) {
      throw new IllegalArgumentException(
          "things: expected another name than uplink, which shows the uplink itself");
    }
  }

  private static String requireSite(@Nullable String site) {
    if (site == null) {
      throw new IllegalArgumentException(
          "site: expected the URI prefix of this board, such as com.example.berlin, got nothing");
    }
    if (!SITE.matcher(site).matches() || site.startsWith("wamp.") || site.startsWith("junctor.")) {
      throw new IllegalArgumentException(
          "site: expected two or more components of a-z, 0-9, _ and -, not below wamp or junctor, got "
              + site);
    }
    return site;
  }

  private static String requireRealm(String realm) {
    if (!Uri.isValid(realm, Uri.Rule.LOOSE) || Uri.isReserved(realm)) {
      throw new IllegalArgumentException(
          "realm: expected a URI such as junctor, not below wamp, got '" + realm + "'");
    }
    return realm;
  }

  private static void requireNames(
      String key, Map<String, ?> map, Pattern pattern, String expected) {
    for (String name : map.keySet()) {
      if (!pattern.matcher(name).matches()) {
        throw new IllegalArgumentException(
            key + ": expected names of " + expected + ", got '" + name + "'");
      }
    }
  }

  private void requireRealms() {
    for (String name : realms.keySet()) {
      if (!Uri.isValid(name, Uri.Rule.LOOSE) || Uri.isReserved(name)) {
        throw new IllegalArgumentException(
            "realms: expected URIs such as guests, not below wamp, got '" + name + "'");
      }
      if (name.equals(realm)) {
        throw new IllegalArgumentException(
            "realms: expected other names than '%s', which is the gateway's own realm"
                .formatted(name));
      }
    }
    if (realms.size() >= limits.realms()) {
      throw new IllegalArgumentException(
          "realms: expected at most %d beside the gateway's own (limits.realms), got %d"
              .formatted(limits.realms() - 1, realms.size()));
    }
  }

  private void requireComponents() {
    requireNames(COMPONENTS, components, NAME, "letters, digits, _ and -, at most 64");
    if (components.size() > COMPONENTS_MAX) {
      throw new IllegalArgumentException(
          "components: expected at most %d, got %d".formatted(COMPONENTS_MAX, components.size()));
    }
    components.forEach(
        (name, component) -> {
          requireRole(COMPONENTS, name, component.role(), roles);
          if (principals.containsKey(name) || things.containsKey(name)) {
            throw new IllegalArgumentException(
                "components: expected another name than '%s', which a principal or thing has"
                    .formatted(name));
          }
        });
    if (!components.isEmpty() && things.containsKey(COMPONENTS)) {
      throw new IllegalArgumentException(
          "things: expected another name than components, below which they say how they are");
    }
  }

  private static void requireRole(
      String key, String name, String role, Map<String, List<RuleConfig>> roles) {
    if (!roles.containsKey(role)) {
      throw new IllegalArgumentException(
          "%s: %s has the role %s, which is not below roles. %s"
              .formatted(key, name, role, Suggestion.sentence(role, roles.keySet())));
    }
  }

  private static void requireRole(String key, @Nullable String role, Set<String> roles) {
    if (role != null && !roles.contains(role)) {
      throw new IllegalArgumentException(
          "%s: expected a key of roles, got %s. %s"
              .formatted(key, role, Suggestion.sentence(role, roles)));
    }
  }

  private void requireHistory() {
    int kilobytes = HistoryConfig.kilobytes(history);
    for (RealmConfig other : realms.values()) {
      kilobytes += HistoryConfig.kilobytes(other.history());
    }
    if (kilobytes > HistoryConfig.KILOBYTES_MAX) {
      throw new IllegalArgumentException(
          "history: expected at most %d kilobytes for all entries of all realms together, got %d"
              .formatted(HistoryConfig.KILOBYTES_MAX, kilobytes));
    }
  }

  private static <V> Map<String, V> ordered(@Nullable Map<String, V> map) {
    return map == null ? Map.of() : java.util.Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
