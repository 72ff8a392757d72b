package io.junctor.wamp.session;

import static io.junctor.wamp.session.Role.BROKER;
import static io.junctor.wamp.session.Role.DEALER;

import java.util.List;
import java.util.Locale;

/**
 * The features of the Advanced Profile that Junctor knows, and the one table of what its router
 * announces: a constant with router roles is implemented there and tested in {@code
 * gateway/router}; one without is only looked up in what a peer announces.
 *
 * <blockquote>
 * A Router announces its supported Roles and Features in the WELCOME message.
 * </blockquote>
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-feature-announcement">WAMP:
 *     Feature Announcement</a>
 */
public enum Feature {
  // broker
  PUBLISHER_IDENTIFICATION(BROKER),
  PUBLISHER_EXCLUSION(BROKER),
  SUBSCRIBER_BLACKWHITE_LISTING(BROKER),
  PATTERN_BASED_SUBSCRIPTION(BROKER),
  EVENT_RETENTION(BROKER),
  EVENT_HISTORY(BROKER),
  SHARDED_SUBSCRIPTION(BROKER),
  PUBLICATION_TRUSTLEVELS(BROKER),
  SUBSCRIPTION_REVOCATION(BROKER),
  SUBSCRIPTION_META_API(BROKER),
  TOPIC_REFLECTION(BROKER),
  /** Events that subscribers acknowledge: not in the specification, see wamp-proto issue 280. */
  X_ACKNOWLEDGED_EVENT_DELIVERY(BROKER),
  // dealer
  CALLER_IDENTIFICATION(DEALER),
  CALL_CANCELING(DEALER),
  CALL_TIMEOUT(DEALER),
  CALL_TRUSTLEVELS(DEALER),
  PROGRESSIVE_CALL_RESULTS(DEALER),
  PROGRESSIVE_CALL_INVOCATIONS(DEALER),
  CALL_REROUTE(DEALER),
  PATTERN_BASED_REGISTRATION(DEALER),
  SHARED_REGISTRATION(DEALER),
  SHARDED_REGISTRATION(DEALER),
  REGISTRATION_REVOCATION(DEALER),
  TESTAMENT_META_API(DEALER),
  REGISTRATION_META_API(DEALER),
  PROCEDURE_REFLECTION(DEALER),
  // both
  SESSION_META_API(BROKER, DEALER),
  PAYLOAD_PASSTHRU_MODE(BROKER, DEALER),
  /** The older form of payload passthru mode, with {@code enc_*}: not in the specification. */
  PAYLOAD_TRANSPARENCY(BROKER, DEALER);

  private final boolean broker;
  private final boolean dealer;

  Feature(Role... routerRoles) {
    broker = List.of(routerRoles).contains(BROKER);
    dealer = List.of(routerRoles).contains(DEALER);
  }

  /** The key in {@code Details.roles.<role>.features}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the router implements it and announces it under the role. */
  public boolean isAnnouncedBy(Role routerRole) {
    return (routerRole == BROKER && broker) || (routerRole == DEALER && dealer);
  }
}
