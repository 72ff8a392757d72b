package io.junctor.app.node;

import io.junctor.app.config.DirectionConfig;
import io.junctor.app.config.GatewayConfig;
import io.junctor.app.config.PatternConfig;
import io.junctor.app.config.UplinkConfig;
import io.junctor.router.Action;
import io.junctor.router.Disclosure;
import io.junctor.router.Permission;
import io.junctor.uplink.ForwardRule;
import io.junctor.uplink.Rules;
import io.junctor.wamp.uri.MatchPolicy;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The rules of an uplink, and what they let its session do in this realm.
 *
 * @param id names the uplink.
 * @param toRemote what crosses from here.
 * @param fromRemote what crosses to here.
 * @param durable what is journalled.
 */
record UplinkPlan(String id, Rules toRemote, Rules fromRemote, Predicate<String> durable) {

  /**
   * Translates the configuration.
   *
   * @throws IllegalArgumentException for a pattern that is none.
   */
  static UplinkPlan of(GatewayConfig config, UplinkConfig uplink) {
    Rules durable = new Rules(translate(uplink.durable()), List.of());
    return new UplinkPlan(
        config.site() + "." + GatewayConfig.UPLINK_THING,
        translate(uplink.toRemote()),
        translate(uplink.fromRemote()),
        durable::coversEvent);
  }

  private static Rules translate(DirectionConfig direction) {
    return new Rules(translate(direction.events()), translate(direction.calls()));
  }

  private static List<ForwardRule> translate(List<PatternConfig> patterns) {
    return patterns.stream()
        .map(pattern -> new ForwardRule(pattern.uri(), pattern.policy(), pattern.as()))
        .toList();
  }

  /** What the uplink's session may do here: what its rules say and nothing else. */
  List<Permission> permissions() {
    List<Permission> permissions = new ArrayList<>();
    toRemote.events().forEach(rule -> permissions.add(source(rule, Action.SUBSCRIBE)));
    toRemote.calls().forEach(rule -> permissions.add(source(rule, Action.REGISTER)));
    fromRemote.events().forEach(rule -> permissions.add(target(rule, Action.PUBLISH)));
    fromRemote.calls().forEach(rule -> permissions.add(target(rule, Action.CALL)));
    permissions.add(exact(id + ".status", Action.PUBLISH));
    permissions.add(exact("wamp.session.add_testament", Action.CALL));
    return permissions;
  }

  private static Permission source(ForwardRule rule, Action action) {
    return new Permission(rule.uri(), rule.match(), EnumSet.of(action), Disclosure.ALWAYS);
  }

  private static Permission target(ForwardRule rule, Action action) {
    String uri = rule.as() == null ? rule.uri() : rule.as();
    Set<Action> actions = EnumSet.of(action, Action.FORWARD);
    return new Permission(uri, rule.match(), actions, Disclosure.ALWAYS);
  }

  private static Permission exact(String uri, Action action) {
    return new Permission(uri, MatchPolicy.EXACT, EnumSet.of(action), Disclosure.ALWAYS);
  }

  /** What is allowed and yet most likely a mistake, a sentence each. */
  static List<String> warnings(UplinkConfig uplink) {
    List<String> warnings = new ArrayList<>();
    URI url = URI.create(uplink.url());
    boolean open = "ws".equals(url.getScheme()) || "rs".equals(url.getScheme());
    if (open
        && !Set.of("127.0.0.1", "localhost", "[::1]").contains(String.valueOf(url.getHost()))) {
      warnings.add("uplink %s: can be read on the network; use wss or rss".formatted(url));
    }
    DirectionConfig nothing = new DirectionConfig(null, null);
    if (uplink.toRemote().equals(nothing) && uplink.fromRemote().equals(nothing)) {
      warnings.add("uplink: neither toRemote nor fromRemote has rules, so nothing crosses");
    }
    return warnings;
  }
}
