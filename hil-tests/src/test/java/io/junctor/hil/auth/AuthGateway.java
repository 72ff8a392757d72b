package io.junctor.hil.auth;

import io.junctor.hil.harness.Endpoints;
import io.junctor.hil.harness.ProductProcess;
import io.junctor.hil.harness.TempFiles;
import io.junctor.wamp.auth.CraSecret;
import io.junctor.wamp.auth.CryptosignAuthenticator;
import io.junctor.wamp.auth.ScramKdf;
import io.junctor.wamp.auth.ScramSecret;
import io.junctor.wamp.auth.TicketHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;

/** The packaged gateway with a principal for each method; all have the same password. */
final class AuthGateway implements AutoCloseable {

  static final String REALM = "auth";
  static final String PASSWORD = "open sesame";
  static final String SEED = "5a".repeat(32);

  private final Path directory;
  private final Certificate own;
  private final Certificate anna;
  private final Certificate berta;
  private final Path clients;
  private final ProductProcess process;
  private final Endpoints endpoints;

  /**
   * Starts one.
   *
   * @param more further keys below authentication.
   */
  AuthGateway(String more) {
    this("", more);
  }

  /**
   * Starts one.
   *
   * @param principals further ones, a line each.
   * @param more further keys below authentication.
   */
  AuthGateway(String principals, String more) {
    try {
      directory = Files.createTempDirectory("junctor-auth");
      own = Certificate.make(directory, "gateway");
      anna = Certificate.make(directory, "anna");
      berta = Certificate.make(directory, "berta");
      clients = directory.resolve("clients.pem");
      Files.writeString(clients, Files.readString(anna.chain()) + Files.readString(berta.chain()));
      Path config = directory.resolve("junctor.yaml");
      Files.writeString(config, configuration(principals) + more);
      process = ProductProcess.start(directory, Map.of(), "run", "-c", config.toString());
      endpoints = Endpoints.ofReadyLine(process.readyLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String configuration(String principals) {
    byte[] salt = new byte[16];
    ScramKdf argon2 = new ScramKdf(ScramKdf.Function.ARGON2ID13, 2, 4096);
    return """
    site: com.example.auth
    realm: %s
    drivers: sim
    listen:
      - {kind: websocket, address: "127.0.0.1:0"}
      - {kind: rawsocket, address: "127.0.0.1:0"}
      - {kind: unix, path: "%s"}
      - kind: rawsocket
        address: "127.0.0.1:0"
        tls: {certificate: "%s", key: "%s", clientAuthorities: "%s"}
    roles:
      member:
        - {uri: com.example., match: prefix, allow: [call, register, publish, subscribe]}
      guest: []
      shell: []
    principals:
      tick: {role: member, ticket: "%s"}
      salted: {role: member, wampcra: "%s"}
      plain: {role: member, wampcra: "%s"}
      argon: {role: member, scram: "%s"}
      key: {role: member, keys: ["%s"]}
      shell: {role: shell, users: ["%s"]}
      anna: {role: member, certificates: ["dns:anna.example.com"]}
    %sauthentication:
      anonymous: guest
    """
        .formatted(
            REALM,
            directory.resolve("router.sock"),
            own.chain(),
            own.key(),
            clients,
            TicketHash.of(PASSWORD, salt, TicketHash.ITERATIONS_MIN).toText(),
            CraSecret.salted(PASSWORD, "c2FsdCBvZiBzZWEgYQ==", 1000, 32).toText(),
            CraSecret.plain(PASSWORD).toText(),
            ScramSecret.of(PASSWORD, salt, argon2).toText(),
            new CryptosignAuthenticator("key", HexFormat.of().parseHex(SEED)).publicKey(),
            userId(),
            principals);
  }

  /** The user that this runs as, as a number. */
  static String userId() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Endpoints endpoints() {
    return endpoints;
  }

  /** The port of RawSocket over TLS. */
  int tlsPort() {
    String line = process.readyLine();
    int at = line.indexOf("rawsocket=rss://127.0.0.1:") + "rawsocket=rss://127.0.0.1:".length();
    return Integer.parseInt(line.substring(at).split(" ")[0]);
  }

  /** The gateway's certificate. */
  Certificate own() {
    return own;
  }

  /** The certificate that is the principal anna. */
  Certificate anna() {
    return anna;
  }

  /** A certificate that the gateway vouches for and no principal has. */
  Certificate berta() {
    return berta;
  }

  String log() {
    return process.log();
  }

  @Override
  public void close() {
    int status = process.terminate();
    if (status != 0) {
      throw new AssertionError("the gateway ended with status " + status + ":\n" + log());
    }
    TempFiles.delete(directory);
  }
}
