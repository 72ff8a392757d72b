package io.junctor.wamp.message;

import java.util.List;

/**
 * The attributes of a payload that is the peers' own business: payload passthru mode ({@code
 * ppt_*}) and the older form ({@code enc_*}). Whoever hands a message on hands them on with it.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-payload-passthru-mode">WAMP:
 *     Payload Passthru Mode</a>
 */
public final class PassthruAttributes {

  /** Names the mode; without it, or with an empty value, there is none. */
  public static final String SCHEME = "ppt_scheme";

  /** Names the older form. */
  public static final String ALGORITHM = "enc_algo";

  private static final List<String> ALL =
      List.of(
          SCHEME,
          "ppt_serializer",
          "ppt_cipher",
          "ppt_keyid",
          ALGORITHM,
          "enc_key",
          "enc_serializer");

  private PassthruAttributes() {}

  // "A Router can recognize that Payload Passthru Mode is in use by checking the existence and
  // non-empty value of this attribute"
  /** Whether options or details say that the mode is in use. */
  public static boolean isMode(Dict options) {
    return options.has(SCHEME) && !"".equals(options.string(SCHEME));
  }

  /** Whether the payload is in the older form, one binary in the place of the arguments. */
  public static boolean isOlderForm(Dict options) {
    return options.has(ALGORITHM);
  }

  /** Whether the payload is the peers' own business. */
  public static boolean isIn(Dict options) {
    return !options.isEmpty() && (isMode(options) || isOlderForm(options));
  }

  /** Adds the attributes, if there are any, to those of the message that goes on. */
  public static void copy(Dict from, Dict.Builder to) {
    if (isIn(from)) {
      for (String attribute : ALL) {
        to.put(attribute, from.get(attribute));
      }
    }
  }

  /** A dictionary with the attributes of another. */
  public static Dict with(Dict details, Dict from) {
    if (!isIn(from)) {
      return details;
    }
    Dict.Builder builder = Dict.builder();
    details.asMap().forEach(builder::put);
    copy(from, builder);
    return builder.build();
  }
}
