package io.junctor.app.cli;

import io.junctor.app.config.ConfigException;
import io.junctor.app.node.GatewayNode;
import io.junctor.app.node.GatewayPlan;
import io.junctor.wamp.auth.CryptosignAuthenticator;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code junctor archive}: the rehearsal that the JVM makes its archive of classes from. What it
 * loads here is in the archive and is loaded at every start, used or not: so it is what every
 * router does, and no more.
 */
@Command(
    name = "archive",
    description = {
      "Makes the archive of classes that lets Junctor start in half the time. Done by the packages",
      "and ./junctor build; needed by hand only where another Java is used. Writes to",
      "/var/cache/junctor, or where JUNCTOR_ARCHIVES says."
    },
    mixinStandardHelpOptions = true)
public final class ArchiveCommand implements Callable<Integer> {

  @Override
  public Integer call() throws IOException, ConfigException {
    byte[] seed = new byte[32];
    new SecureRandom().nextBytes(seed);
    CryptosignAuthenticator actor = new CryptosignAuthenticator("actor", seed);
    GatewayPlan plan = GatewayPlan.parse("rehearsal", configuration(actor.publicKey()));
    GatewayNode node = GatewayNode.start(plan);
    try {
      List<String> addresses = node.addresses();
      RehearsalPeer.rehearse(addresses, node.realm(), actor);
    } finally {
      node.close();
    }
    return 0;
  }

  private static String configuration(String key) {
    return """
        site: com.example.rehearsal
        drivers: sim
        listen:
          - {kind: rawsocket, address: "127.0.0.1:0"}
          - {kind: websocket, address: "127.0.0.1:0"}
        roles:
          actor: [{uri: com.example., match: prefix, allow: [call, register, publish, subscribe]}]
        principals:
          actor: {role: actor, keys: ["%s"]}
        """
        .formatted(key);
  }
}
