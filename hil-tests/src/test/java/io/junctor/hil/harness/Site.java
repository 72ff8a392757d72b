package io.junctor.hil.harness;

import io.junctor.hil.peer.Credentials;

/**
 * The principals and roles of the gateways under test.
 *
 * <pre>
 * member   everything below com.example., the meta procedures and topics; ticket and key
 * viewer   subscribes below com.example.public., uses reflection, and nothing else; key
 * </pre>
 *
 * @param member the key of the member.
 * @param memberTicket the ticket of the member.
 * @param viewer the key of the viewer.
 */
public record Site(
    Credentials.Key member, Credentials.Ticket memberTicket, Credentials.Key viewer) {

  /** The realm all tests join. */
  public static final String REALM = "junctor";

  /** The prefix of everything on the board: {@code site} in the configuration. */
  public static final String SITE = "com.example.test";

  /** The prefix of the URIs that the member may use. */
  public static final String PREFIX = "com.example.";

  /** The prefix of the topics that the viewer may subscribe to. */
  public static final String PUBLIC_PREFIX = "com.example.public.";

  /** Wildcard pattern of the topics whose events are kept. */
  public static final String KEPT = "com.example..kept";

  /** Wildcard pattern of the URIs where the member's trust level is 2. */
  public static final String TRUSTED = "com.example..trusted";

  /** A site with new keys. */
  public static Site create() {
    return new Site(
        Credentials.Key.generate("member"),
        new Credentials.Ticket("member", "correct horse"),
        Credentials.Key.generate("viewer"));
  }
}
