package io.junctor.hil.harness;

import java.nio.file.Path;

/** Writes the configuration file of the gateways under test. */
final class GatewayConfig {

  private GatewayConfig() {}

  /** The file's text for a site: all listeners on loopback, ports left to the system. */
  static String of(Site site, Wiring wiring, String memberTicketHash, Path directory) {
    return """
    site: %s
    realm: %s
    drivers: %s
    listen:
      - {kind: websocket, address: "127.0.0.1:0"}
      - {kind: rawsocket, address: "127.0.0.1:0"}
      - {kind: unix, path: "%s"}
      - kind: universal
        address: "127.0.0.1:0"
        console: false
        compression: {contextTakeover: true}
        longPoll: /longpoll
    roles:
      member:
        - {uri: com.example., match: prefix, allow: [call, register, publish, subscribe]}
        - {uri: wamp.session., match: prefix, allow: [call, subscribe]}
        - {uri: wamp.subscription., match: prefix, allow: [call, subscribe]}
        - {uri: wamp.registration., match: prefix, allow: [call, subscribe]}
        - {uri: wamp.reflect, match: prefix, allow: [call, subscribe]}
      viewer:
        - {uri: %s, match: prefix, allow: [subscribe]}
        - {uri: wamp.reflect, match: prefix, allow: [call, subscribe]}
    principals:
      member: {role: member, ticket: "%s", keys: ["%s"]}
      viewer: {role: viewer, keys: ["%s"]}
    history:
      - {uri: %s, match: wildcard, events: 10000}
    trust:
      - {uri: %s, match: wildcard, role: member, level: 2}
    things:%s
    mqtt:%s
    components:%s
    """
        .formatted(
            Site.SITE,
            Site.REALM,
            wiring.drivers(),
            directory.resolve("router.sock"),
            Site.PUBLIC_PREFIX,
            memberTicketHash,
            site.member().publicHex(),
            site.viewer().publicHex(),
            Site.KEPT,
            Site.TRUSTED,
            wiring.things().isBlank() ? " {}" : "\n" + wiring.things().indent(2),
            wiring.mqtt().isBlank() ? " {}" : "\n" + wiring.mqtt().indent(2),
            wiring.components().isBlank() ? " {}" : "\n" + wiring.components().indent(2));
  }
}
