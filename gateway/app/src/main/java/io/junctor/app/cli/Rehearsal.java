package io.junctor.app.cli;

import io.junctor.app.config.ConfigException;
import io.junctor.wamp.auth.CryptosignAuthenticator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;

/**
 * What the JVM makes its archive of classes from. What is loaded here is in the archive, what is
 * called here is compiled early, and all of it is loaded at every start, used or not: so it is what
 * every router does, on the same way as at a real start, and no more.
 */
final class Rehearsal {

  private Rehearsal() {}

  /** A start, a session of each kind, an end. */
  static int play(PrintWriter err) throws IOException, InterruptedException, ConfigException {
    byte[] seed = new byte[32];
    new SecureRandom().nextBytes(seed);
    CryptosignAuthenticator actor = new CryptosignAuthenticator("actor", seed);
    PrintWriter nowhere = // a start says so in a line, which is nobody's business here
        new PrintWriter(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    Path folder = Files.createTempDirectory("junctor");
    Path file = folder.resolve("junctor.yaml");
    Path outputs = OutputsOption.inRuntimeDirectory(Map.of("RUNTIME_DIRECTORY", folder.toString()));
    try {
      Files.writeString(file, configuration(actor.publicKey()));
      return new Service(nowhere, err)
          .rehearse(
              file, outputs, node -> RehearsalPeer.rehearse(node.addresses(), "junctor", actor));
    } finally {
      Files.deleteIfExists(file);
      if (outputs != null) {
        Files.deleteIfExists(outputs);
      }
      Files.deleteIfExists(folder);
    }
  }

  private static String configuration(String key) {
    return """
        site: com.example.rehearsal
        realm: junctor
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
