package io.junctor.app.node;

import io.junctor.app.config.DynamicConfig;
import io.junctor.app.config.GatewayConfig;
import io.junctor.app.config.MqttBrokerConfig;
import io.junctor.app.config.RuleConfig;
import io.junctor.mqtt.broker.BrokerConfig;
import io.junctor.mqtt.mapping.WampPattern;
import io.junctor.router.Action;
import io.junctor.router.Disclosure;
import io.junctor.router.Permission;
import io.junctor.wamp.uri.MatchPolicy;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns the configured roles into permissions and adds the role of the gateway's own things. */
final class Permissions {

  /** The role of the things on this board; it cannot be configured. */
  static final String THING_ROLE = GatewayConfig.THING_ROLE;

  /** The role of the uplink; it cannot be configured: what may cross is its rules. */
  static final String UPLINK_ROLE = "junctor-uplink";

  /** The role of the session that asks the authenticator procedure. */
  static final String AUTHENTICATOR_ROLE = "junctor-authenticator";

  private Permissions() {}

  /** The roles that cannot be configured. */
  static Map<String, List<Permission>> ownRoles(GatewayConfig config) {
    Map<String, List<Permission>> roles = new HashMap<>();
    roles.put(
        THING_ROLE,
        List.of(
            new Permission(
                config.site() + ".",
                MatchPolicy.PREFIX,
                EnumSet.of(Action.REGISTER, Action.PUBLISH, Action.CALL, Action.SUBSCRIBE),
                Disclosure.ALWAYS),
            testament(),
            definition()));
    for (String thing : config.things().keySet()) {
      roles.put(roleOf(thing), ofThing(config.site() + "." + thing + "."));
    }
    DynamicConfig dynamic = config.authentication().dynamic();
    if (dynamic != null) {
      roles.put(
          AUTHENTICATOR_ROLE,
          List.of(
              new Permission(
                  dynamic.procedure(),
                  MatchPolicy.EXACT,
                  EnumSet.of(Action.CALL),
                  Disclosure.ALWAYS)));
    }
    if (config.uplink() != null) {
      roles.put(UPLINK_ROLE, UplinkPlan.of(config, config.uplink()).permissions());
    }
    config
        .mqtt()
        .brokers()
        .forEach(broker -> roles.put(Mqtt.roleOf(broker), ofAdapter(config.site(), broker)));
    return roles;
  }

  /** The role of one thing in a process of its own; it cannot be configured either. */
  static String roleOf(String thing) {
    return THING_ROLE + "-" + thing;
  }

  /** A thing in another process is itself and nothing else: it calls and hears nobody. */
  private static List<Permission> ofThing(String prefix) {
    return List.of(
        new Permission(
            prefix,
            MatchPolicy.PREFIX,
            EnumSet.of(Action.REGISTER, Action.PUBLISH),
            Disclosure.ALWAYS),
        testament(),
        definition());
  }

  private static Permission testament() {
    return call("wamp.session.add_testament");
  }

  /** A thing says what it is; about what it may not provide it can say nothing. */
  private static Permission definition() {
    return call("wamp.reflect.define");
  }

  private static Permission call(String procedure) {
    return new Permission(
        procedure, MatchPolicy.EXACT, EnumSet.of(Action.CALL), Disclosure.FORBIDDEN);
  }

  /** What the filters of an adapter say, and its own status. */
  private static List<Permission> ofAdapter(String site, MqttBrokerConfig broker) {
    BrokerConfig rules = Mqtt.translate(broker, site, null);
    List<Permission> permissions = new ArrayList<>();
    rules
        .publish()
        .forEach(
            rule -> permissions.addAll(below(rules.patterns(rule.filter()), Action.SUBSCRIBE)));
    rules
        .subscribe()
        .forEach(filter -> permissions.addAll(below(rules.patterns(filter), Action.PUBLISH)));
    rules.call().forEach(filter -> permissions.addAll(below(rules.patterns(filter), Action.CALL)));
    permissions.add(
        new Permission(
            rules.statusUri(), MatchPolicy.EXACT, EnumSet.of(Action.PUBLISH), Disclosure.ALWAYS));
    permissions.add(testament());
    return permissions;
  }

  private static List<Permission> below(List<WampPattern> patterns, Action action) {
    return patterns.stream()
        .map(
            pattern ->
                new Permission(
                    pattern.uri(), pattern.match(), EnumSet.of(action), Disclosure.ALWAYS))
        .toList();
  }

  /** What configured rules say. */
  static List<Permission> translate(List<RuleConfig> rules) {
    return rules.stream().map(Permissions::translate).toList();
  }

  private static Permission translate(RuleConfig rule) {
    return new Permission(
        rule.uri(),
        match(rule.match()),
        actions(rule.allow()),
        actions(rule.ask()),
        actions(rule.deny()),
        switch (rule.disclose()) {
          case ALWAYS -> Disclosure.ALWAYS;
          case REQUEST -> Disclosure.ON_REQUEST;
          case NEVER -> Disclosure.FORBIDDEN;
        });
  }

  private static MatchPolicy match(RuleConfig.Match match) {
    return switch (match) {
      case EXACT -> MatchPolicy.EXACT;
      case PREFIX -> MatchPolicy.PREFIX;
      case WILDCARD -> MatchPolicy.WILDCARD;
    };
  }

  private static Set<Action> actions(Set<RuleConfig.Action> allow) {
    Set<Action> actions = EnumSet.noneOf(Action.class);
    for (RuleConfig.Action action : allow) {
      actions.add(
          switch (action) {
            case CALL -> Action.CALL;
            case REGISTER -> Action.REGISTER;
            case PUBLISH -> Action.PUBLISH;
            case SUBSCRIBE -> Action.SUBSCRIBE;
            case FORWARD -> Action.FORWARD;
          });
    }
    return actions;
  }
}
