package io.junctor.wamp.session;

import io.junctor.wamp.auth.Identity;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Ids;
import io.junctor.wamp.message.Welcome;
import io.junctor.wamp.transport.TransportDetails;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A session that was accepted: what the realm needs to know of it.
 *
 * @param session the session id, range [1, 2^53].
 * @param realm the realm it joins.
 * @param identity who it is, as the router found out.
 * @param roles what the client announced.
 * @param transport the link it came over.
 * @param authextra what the authentication method tells the client in WELCOME; empty for nothing.
 * @param slowReader what it asked in HELLO to become of its events when it does not keep up; null
 *     for nothing.
 */
public record SessionDetails(
    long session,
    String realm,
    Identity identity,
    PeerRoles roles,
    TransportDetails transport,
    Dict authextra,
    @Nullable String slowReader) {

  /**
   * The attribute of HELLO.Details, and of WELCOME.Details, that says {@link #slowReader}. Not in
   * the specification.
   */
  public static final String SLOW_READER = "x_slow_reader";

  /** The software named in WELCOME. Without a version: it helps an attacker more than a peer. */
  private static final String AGENT = "Junctor";

  public SessionDetails {
    if (!Ids.isValid(session)) {
      throw new IllegalArgumentException("expected session in [1, 2^53], got " + session);
    }
  }

  /** A session whose authentication has nothing to tell. */
  public SessionDetails(
      long session, String realm, Identity identity, PeerRoles roles, TransportDetails transport) {
    this(session, realm, identity, roles, transport, Dict.EMPTY, null);
  }

  /** The format that payloads made for this session are written in. */
  public Format format() {
    return transport.format();
  }

  /** Whether the client announced the feature in the role. */
  public boolean supports(Role role, Feature feature) {
    return roles.supports(role, feature);
  }

  /** The WELCOME that opens this session. */
  public Welcome welcome() {
    Dict details =
        Dict.builder()
            .put("roles", PeerRoles.ROUTER)
            .put("realm", realm)
            .put("authid", identity.authid())
            .put("authrole", identity.authrole())
            .put("authmethod", identity.authmethod())
            .put("authprovider", identity.authprovider())
            .put("authextra", authextra.isEmpty() ? null : authextra)
            .put("agent", AGENT)
            .put(SLOW_READER, slowReader)
            .build();
    return new Welcome(session, details);
  }

  /**
   * What the session meta API tells of it, as values for a payload.
   *
   * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-session-meta-api">WAMP: Session
   *     Meta API</a>
   */
  public Map<String, Object> describe() {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("session", session);
    description.put("authid", identity.authid());
    description.put("authrole", identity.authrole());
    description.put("authmethod", identity.authmethod());
    description.put("authprovider", identity.authprovider());
    description.put("transport", describeTransport());
    return description;
  }

  private Map<String, Object> describeTransport() {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("type", transport.kind().name().toLowerCase(Locale.ROOT));
    description.put("serializer", transport.format().id());
    description.put("peer", transport.peer());
    description.put("secure", transport.secure());
    return description;
  }
}
