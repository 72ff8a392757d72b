package io.junctor.router;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.PassthruAttributes;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.session.Feature;
import io.junctor.wamp.session.Role;
import io.junctor.wamp.uri.ErrorUri;

/**
 * Payloads that are the peers' own business: payload passthru mode ({@code ppt_*}) and the older
 * form that Autobahn speaks ({@code enc_*}, announced as {@code payload_transparency}). The
 * attributes travel with the payload, which is carried like any other and never read.
 *
 * <blockquote>
 * a Router shall not inspect and analyze the ppt_ options and payload of encrypted messages.
 * </blockquote>
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-payload-passthru-mode">WAMP:
 *     Payload Passthru Mode</a>
 */
final class Passthru {

  private Passthru() {}

  /**
   * Checks that the sender announced what it uses.
   *
   * <p>The older form asks for nothing of its sender.
   *
   * @throws ProtocolViolation "MUST be treated as PROTOCOL ERRORS and underlying WAMP connections
   *     must be aborted".
   */
  static void check(Member sender, Role role, String message, Dict options) {
    if (options.isEmpty() || !options.has(PassthruAttributes.SCHEME)) {
      return;
    }
    if (PassthruAttributes.isMode(options)
        && !sender.supports(role, Feature.PAYLOAD_PASSTHRU_MODE)) {
      throw new ProtocolViolation(
          message
              + ": "
              + PassthruAttributes.SCHEME
              + ": payload_passthru_mode was not announced for the role "
              + role.id());
    }
  }

  /** Whether the receiver of a call or result announced what is used. */
  static boolean isReadable(Member receiver, Role role, Dict options) {
    if (!PassthruAttributes.isIn(options)) {
      return true;
    }
    return receiver.supports(
        role,
        PassthruAttributes.isMode(options)
            ? Feature.PAYLOAD_PASSTHRU_MODE
            : Feature.PAYLOAD_TRANSPARENCY);
  }

  /** The error for who sent a payload to a peer that did not announce to understand it. */
  static WampError unreadable(Role role) {
    return new WampError(
        ErrorUri.FEATURE_NOT_SUPPORTED, "the " + role.id() + " does not take opaque payloads");
  }
}
