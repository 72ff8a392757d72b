package io.junctor.router;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.session.Feature;
import io.junctor.wamp.session.Role;
import io.junctor.wamp.uri.ErrorUri;
import java.util.List;

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

  private static final String SCHEME = "ppt_scheme";
  private static final String ALGORITHM = "enc_algo";

  private static final List<String> ATTRIBUTES =
      List.of(
          SCHEME,
          "ppt_serializer",
          "ppt_cipher",
          "ppt_keyid",
          ALGORITHM,
          "enc_key",
          "enc_serializer");

  private Passthru() {}

  // "A Router can recognize that Payload Passthru Mode is in use by checking the existence and
  // non-empty value of this attribute"
  private static boolean isMode(Dict options) {
    return options.has(SCHEME) && !"".equals(options.string(SCHEME));
  }

  /** Whether the payload is in the older form, one binary in the place of the arguments. */
  static boolean isOlderForm(Dict options) {
    return options.has(ALGORITHM);
  }

  /** Whether the payload is the peers' own business. */
  static boolean isIn(Dict options) {
    return !options.isEmpty() && (isMode(options) || isOlderForm(options));
  }

  /** Adds the attributes, if there are any, to the details of the message that goes on. */
  static void copy(Dict options, Dict.Builder details) {
    if (isIn(options)) {
      for (String attribute : ATTRIBUTES) {
        details.put(attribute, options.get(attribute));
      }
    }
  }

  /** The details with the attributes of the options. */
  static Dict with(Dict details, Dict options) {
    if (!isIn(options)) {
      return details;
    }
    Dict.Builder builder = Dict.builder();
    details.asMap().forEach(builder::put);
    copy(options, builder);
    return builder.build();
  }

  /**
   * Checks that the sender announced what it uses.
   *
   * <p>The older form asks for nothing of its sender.
   *
   * @throws ProtocolViolation "MUST be treated as PROTOCOL ERRORS and underlying WAMP connections
   *     must be aborted".
   */
  static void check(Member sender, Role role, String message, Dict options) {
    if (options.isEmpty() || !options.has(SCHEME)) {
      return;
    }
    if (isMode(options) && !sender.supports(role, Feature.PAYLOAD_PASSTHRU_MODE)) {
      throw new ProtocolViolation(
          message
              + ": "
              + SCHEME
              + ": payload_passthru_mode was not announced for the role "
              + role.id());
    }
  }

  /** Whether the receiver of a call or result announced what is used. */
  static boolean isReadable(Member receiver, Role role, Dict options) {
    if (!isIn(options)) {
      return true;
    }
    return receiver.supports(
        role, isMode(options) ? Feature.PAYLOAD_PASSTHRU_MODE : Feature.PAYLOAD_TRANSPARENCY);
  }

  /** The error for who sent a payload to a peer that did not announce to understand it. */
  static WampError unreadable(Role role) {
    return new WampError(
        ErrorUri.FEATURE_NOT_SUPPORTED, "the " + role.id() + " does not take opaque payloads");
  }
}
