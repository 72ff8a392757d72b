package io.junctor.wamp.auth;

import io.junctor.wamp.message.Authenticate;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ProtocolViolation;

/**
 * Proves the client's identity with a ticket. It goes over the link as it is, so the link should be
 * one that nobody else can read.
 *
 * @see <a
 *     href="https://wamp-proto.org/wamp_latest_ietf.html#name-ticket-based-authentication">WAMP:
 *     Ticket-based Authentication</a>
 */
public final class TicketAuthenticator implements ClientAuthenticator {

  private final String authid;
  private final String ticket;

  /** For one principal and its ticket. */
  public TicketAuthenticator(String authid, String ticket) {
    this.authid = authid;
    this.ticket = ticket;
  }

  @Override
  public String method() {
    return AuthMethod.TICKET;
  }

  @Override
  public String authid() {
    return authid;
  }

  @Override
  public Dict authextra() {
    return Dict.EMPTY;
  }

  @Override
  public Authenticate answer(Challenge challenge) {
    // another method's challenge must not get the ticket
    if (!challenge.authMethod().equals(AuthMethod.TICKET)) {
      throw new ProtocolViolation(
          "CHALLENGE: expected authmethod ticket, got " + challenge.authMethod());
    }
    return new Authenticate(ticket, Dict.EMPTY);
  }

  @Override
  public String toString() {
    return "TicketAuthenticator[authid=" + authid + ", ticket=(redacted)]";
  }
}
