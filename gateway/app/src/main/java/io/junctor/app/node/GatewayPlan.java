package io.junctor.app.node;

import io.junctor.app.config.AuthorizerConfig;
import io.junctor.app.config.ConfigException;
import io.junctor.app.config.ConfigLoader;
import io.junctor.app.config.GatewayConfig;
import io.junctor.app.config.ListenConfig;
import io.junctor.app.config.UplinkConfig;
import io.junctor.devices.DeviceKind;
import io.junctor.devices.DeviceKinds;
import io.junctor.devices.config.DeviceConfig;
import io.junctor.router.Journal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A configuration that was read and checked as far as that is possible without opening anything.
 */
public final class GatewayPlan {

  private final GatewayConfig config;
  private final List<ThingPlan> things;
  private final UnaryOperator<Journal> journalWrapper;

  private GatewayPlan(
      GatewayConfig config, List<ThingPlan> things, UnaryOperator<Journal> journalWrapper) {
    this.config = config;
    this.things = List.copyOf(things);
    this.journalWrapper = journalWrapper;
  }

  /** Reads a file. */
  public static GatewayPlan read(Path file) throws ConfigException {
    return parse(file.toString(), ConfigLoader.read(file));
  }

  /**
   * Reads a text.
   *
   * @param name what problems call it.
   */
  public static GatewayPlan parse(String name, String yaml) throws ConfigException {
    ConfigLoader loader = new ConfigLoader(name);
    GatewayConfig config = loader.load(yaml);
    List<ThingPlan> things = new ArrayList<>();
    config
        .things()
        .forEach(
            (thing, node) -> {
              ThingPlan plan = bind(loader, thing, node);
              if (plan != null) {
                things.add(plan);
              }
            });
    requireDisjoint(loader, things);
    if (config.uplink() != null) {
      requireRules(loader, config, config.uplink());
    }
    requireAuthorizers(loader, config);
    loader.throwIfProblems();
    return new GatewayPlan(config, things, UnaryOperator.identity());
  }

  /**
   * The same with another journal around the real one: for tests that must see a broken promise
   * found out.
   */
  public GatewayPlan withJournal(UnaryOperator<Journal> wrapper) {
    return new GatewayPlan(config, things, wrapper);
  }

  UnaryOperator<Journal> journalWrapper() {
    return journalWrapper;
  }

  /** The configuration. */
  public GatewayConfig config() {
    return config;
  }

  List<ThingPlan> things(Placement placement) {
    return things.stream().filter(placement::holds).toList();
  }

  /** In a line, what it will run. */
  public String summary() {
    return "%s: realm %s, %s drivers, %d listeners, %d principals, things: %s%s"
        .formatted(
            config.site(),
            config.realm(),
            config.drivers().name().toLowerCase(java.util.Locale.ROOT),
            config.listen().size(),
            config.principals().size(),
            things.isEmpty() ? "none" : String.join(", ", config.things().keySet()),
            config.uplink() == null ? "" : "; uplink to " + config.uplink().url());
  }

  /** What is allowed and yet most likely a mistake, a sentence each. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    for (ListenConfig listen : config.listen()) {
      if (listen.kind() != ListenConfig.Kind.UNIX
          && listen.tls() == null
          && !isLoopback(listen.hostPort().host())) {
        warnings.add(
            "listen %s: tickets and commands can be read on the network; add tls"
                .formatted(listen.address()));
      }
    }
    if (config.uplink() != null) {
      warnings.addAll(UplinkPlan.warnings(config.uplink()));
    }
    config.mqtt().listen().stream()
        .filter(listen -> listen.tls() == null && !isLoopback(listen.hostPort().host()))
        .forEach(
            listen ->
                warnings.add(
                    "mqtt listen %s: tickets and commands can be read on the network; add tls"
                        .formatted(listen.address())));
    config.mqtt().brokers().stream()
        .filter(broker -> broker.username() != null)
        .filter(broker -> broker.uri().getScheme().equals("mqtt"))
        .filter(broker -> !isLoopback(broker.uri().getHost()))
        .forEach(
            broker ->
                warnings.add(
                    "mqtt broker %s: the password can be read on the network; use mqtts"
                        .formatted(broker.url())));
    if (config.listen().isEmpty() && config.mqtt().listen().isEmpty()) {
      warnings.add("listen is empty: nobody can connect");
    }
    return warnings;
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static @Nullable ThingPlan bind(ConfigLoader loader, String thing, Object node) {
    List<String> path = List.of("things", thing);
    if (!(node instanceof Map<?, ?> settings)) {
      loader.problem(path, "expected kind and the settings of that kind, got another type");
      return null;
    }
    Object kindName = settings.get("kind");
    if (kindName == null) {
      List<String> known = DeviceKinds.all().stream().map(DeviceKind::name).toList();
      loader.problem(path, "kind: expected one of " + String.join(", ", known) + ", got nothing");
      return null;
    }
    try {
      DeviceKind<?> kind = DeviceKinds.of(kindName.toString());
      Map<Object, Object> rest = new LinkedHashMap<>(settings);
      rest.remove("kind");
      DeviceConfig config = loader.bind(rest, path, kind.configType());
      return config == null ? null : new ThingPlan(thing, kind, config);
    } catch (IllegalArgumentException e) { // no such kind
      loader.problem(List.of("things", thing, "kind"), withoutKey(e));
      return null;
    }
  }

  private static String withoutKey(IllegalArgumentException e) {
    String message = String.valueOf(e.getMessage());
    return message.startsWith("kind: ") ? message.substring("kind: ".length()) : message;
  }

  private static void requireRules(ConfigLoader loader, GatewayConfig config, UplinkConfig uplink) {
    try {
      var _ = UplinkPlan.of(config, uplink);
    } catch (IllegalArgumentException e) {
      loader.problem(List.of("uplink"), String.valueOf(e.getMessage()));
    }
  }

  private static void requireAuthorizers(ConfigLoader loader, GatewayConfig config) {
    requireAuthorizer(loader, List.of("authorizer"), config.authorizer());
    config
        .realms()
        .forEach(
            (name, realm) ->
                requireAuthorizer(
                    loader, List.of("realms", name, "authorizer"), realm.authorizer()));
  }

  private static void requireAuthorizer(
      ConfigLoader loader, List<String> path, @Nullable AuthorizerConfig authorizer) {
    try {
      var _ = new RealmRoles(Map.of(), Map.of(), authorizer);
    } catch (IllegalArgumentException e) {
      loader.problem(path, String.valueOf(e.getMessage()));
    }
  }

  private static void requireDisjoint(ConfigLoader loader, List<ThingPlan> things) {
    Map<String, DeviceConfig> configs = new LinkedHashMap<>();
    things.forEach(thing -> configs.put(thing.name(), thing.config()));
    try {
      DeviceKinds.requireDisjoint(configs);
    } catch (IllegalArgumentException e) {
      loader.problem(List.of("things"), String.valueOf(e.getMessage()));
    }
  }
}
