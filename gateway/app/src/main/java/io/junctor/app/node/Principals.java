package io.junctor.app.node;

import io.junctor.app.config.DynamicConfig;
import io.junctor.app.config.GatewayConfig;
import io.junctor.app.config.PrincipalConfig;
import io.junctor.app.config.RealmConfig;
import io.junctor.wamp.auth.AuthProcedure;
import io.junctor.wamp.auth.Cryptosign;
import io.junctor.wamp.auth.DynamicAuthenticator;
import io.junctor.wamp.auth.MethodAuthenticator;
import io.junctor.wamp.auth.Nonces;
import io.junctor.wamp.auth.OpenAccess;
import io.junctor.wamp.auth.Principal;
import io.junctor.wamp.auth.StaticAuthenticator;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns the configured principals into an authenticator. */
final class Principals {

  private static final SecureRandom RANDOM = new SecureRandom();

  /** Unpredictable bytes. */
  static final Nonces NONCES =
      length -> {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
      };

  private Principals() {}

  /**
   * Who may join.
   *
   * @param procedure who is asked about others; null for nobody.
   * @throws IOException when a configured user does not exist.
   */
  static StaticAuthenticator authenticator(GatewayConfig config, @Nullable AuthProcedure procedure)
      throws IOException {
    OpenAccess open =
        new OpenAccess(config.authentication().anonymous(), Permissions.THING_ROLE, null);
    return authenticator(config.principals(), open, dynamic(config, procedure));
  }

  /**
   * Who may join another realm: nobody without a proof.
   *
   * @throws IllegalArgumentException when a configured user does not exist.
   */
  static StaticAuthenticator authenticator(RealmConfig config) {
    try {
      return authenticator(config.principals(), OpenAccess.NONE, null);
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static StaticAuthenticator authenticator(
      Map<String, PrincipalConfig> configured,
      OpenAccess open,
      @Nullable MethodAuthenticator others)
      throws IOException {
    List<Principal> principals = new ArrayList<>();
    for (Map.Entry<String, PrincipalConfig> entry : configured.entrySet()) {
      principals.add(principal(entry.getKey(), entry.getValue()));
    }
    if (principals.stream().anyMatch(one -> !one.publicKeys().isEmpty())) {
      Thread.ofPlatform().name("prepare").daemon().start(Cryptosign::prepare);
    }
    return new StaticAuthenticator(principals, open, NONCES, InstantSource.system(), others);
  }

  private static @Nullable DynamicAuthenticator dynamic(
      GatewayConfig config, @Nullable AuthProcedure procedure) {
    DynamicConfig dynamic = config.authentication().dynamic();
    if (dynamic == null || procedure == null) {
      return null;
    }
    Set<String> methods = new HashSet<>();
    dynamic.methods().forEach(method -> methods.addAll(method.names()));
    Set<String> reserved = new HashSet<>(config.principals().keySet());
    reserved.addAll(config.things().keySet());
    reserved.addAll(config.components().keySet());
    reserved.addAll(Set.of(UplinkPart.AUTHID, DynamicPart.AUTHID, GatewayConfig.UPLINK_THING));
    return new DynamicAuthenticator(
        procedure, methods, config.roles().keySet(), reserved, NONCES, InstantSource.system());
  }

  private static Principal principal(String authid, PrincipalConfig config) throws IOException {
    return new Principal(
        authid,
        config.role(),
        config.ticketHash(),
        config.craSecret(),
        config.scramSecret(),
        config.keys(),
        config.certificates(),
        SystemUsers.uids("principals." + authid + ".users", config.users()));
  }
}
