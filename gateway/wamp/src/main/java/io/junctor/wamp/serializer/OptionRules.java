package io.junctor.wamp.serializer;

import static io.junctor.wamp.serializer.OptionType.BOOL;
import static io.junctor.wamp.serializer.OptionType.DICT;
import static io.junctor.wamp.serializer.OptionType.DICTS;
import static io.junctor.wamp.serializer.OptionType.INTEGER;
import static io.junctor.wamp.serializer.OptionType.INTEGERS;
import static io.junctor.wamp.serializer.OptionType.MATCH_POLICY;
import static io.junctor.wamp.serializer.OptionType.STRING;
import static io.junctor.wamp.serializer.OptionType.STRINGS;

import java.util.HashMap;
import java.util.Map;

/**
 * The known options and details of each message with their types. An unknown name is kept and
 * ignored; a known name with a value of another type is a protocol violation.
 *
 * <p>{@code forward_for}, {@code transaction_hash}, {@code x_acknowledged_delivery} and {@code
 * enc_*} are not in the specification but in its test vectors and on the wire of Autobahn clients.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-protocol-errors">WAMP: Protocol
 *     Errors</a>
 */
final class OptionRules {

  static final Map<String, OptionType> NONE = Map.of();

  private static final Map<String, OptionType> PAYLOAD_TRANSPARENCY =
      Map.of(
          "ppt_scheme", STRING,
          "ppt_serializer", STRING,
          "ppt_cipher", STRING,
          "ppt_keyid", STRING,
          "enc_algo", STRING,
          "enc_key", STRING,
          "enc_serializer", STRING);

  private static final Map<String, OptionType> FORWARDED = Map.of("forward_for", DICTS);

  static final Map<String, OptionType> HELLO =
      Map.of(
          "roles", DICT,
          "agent", STRING,
          "authmethods", STRINGS,
          "authid", STRING,
          "authrole", STRING,
          "authextra", DICT,
          "x_slow_reader", STRING);

  static final Map<String, OptionType> WELCOME =
      Map.of(
          "roles", DICT,
          "agent", STRING,
          "realm", STRING,
          "authid", STRING,
          "authrole", STRING,
          "authmethod", STRING,
          "authprovider", STRING,
          "authextra", DICT);

  static final Map<String, OptionType> ERROR = join(PAYLOAD_TRANSPARENCY, FORWARDED);

  static final Map<String, OptionType> PUBLISH =
      join(
          PAYLOAD_TRANSPARENCY,
          FORWARDED,
          Map.of(
              "acknowledge", BOOL,
              "exclude_me", BOOL,
              "disclose_me", BOOL,
              "retain", BOOL,
              "rkey", STRING,
              "x_acknowledged_delivery", BOOL,
              "transaction_hash", STRING),
          Map.of(
              "exclude", INTEGERS,
              "exclude_authid", STRINGS,
              "exclude_authrole", STRINGS,
              "eligible", INTEGERS,
              "eligible_authid", STRINGS,
              "eligible_authrole", STRINGS));

  static final Map<String, OptionType> SUBSCRIBE =
      join(
          FORWARDED,
          Map.of(
              "match",
              MATCH_POLICY,
              "get_retained",
              BOOL,
              "nkey",
              STRING,
              "x_slow_reader",
              STRING));

  static final Map<String, OptionType> UNSUBSCRIBED =
      Map.of("subscription", INTEGER, "reason", STRING);

  static final Map<String, OptionType> EVENT =
      join(
          PAYLOAD_TRANSPARENCY,
          FORWARDED,
          Map.of(
              "publisher", INTEGER,
              "publisher_authid", STRING,
              "publisher_authrole", STRING,
              "topic", STRING,
              "trustlevel", INTEGER,
              "retained", BOOL,
              "transaction_hash", STRING,
              "x_acknowledged_delivery", BOOL));

  static final Map<String, OptionType> CALL =
      join(
          PAYLOAD_TRANSPARENCY,
          FORWARDED,
          Map.of(
              "timeout", INTEGER,
              "receive_progress", BOOL,
              "progress", BOOL,
              "disclose_me", BOOL,
              "runmode", STRING,
              "rkey", STRING,
              "transaction_hash", STRING));

  static final Map<String, OptionType> CANCEL = join(FORWARDED, Map.of("mode", STRING));

  static final Map<String, OptionType> RESULT =
      join(PAYLOAD_TRANSPARENCY, FORWARDED, Map.of("progress", BOOL));

  static final Map<String, OptionType> REGISTER =
      join(
          FORWARDED,
          Map.of(
              "match", MATCH_POLICY,
              "invoke", STRING,
              "disclose_caller", BOOL,
              "forward_timeout", BOOL,
              "concurrency", INTEGER,
              "nkey", STRING,
              "force_reregister", BOOL));

  static final Map<String, OptionType> UNREGISTERED =
      Map.of("registration", INTEGER, "reason", STRING);

  static final Map<String, OptionType> INVOCATION =
      join(
          PAYLOAD_TRANSPARENCY,
          FORWARDED,
          Map.of(
              "caller", INTEGER,
              "caller_authid", STRING,
              "caller_authrole", STRING,
              "procedure", STRING,
              "trustlevel", INTEGER,
              "receive_progress", BOOL,
              "progress", BOOL,
              "timeout", INTEGER,
              "transaction_hash", STRING));

  static final Map<String, OptionType> INTERRUPT =
      join(FORWARDED, Map.of("mode", STRING, "reason", STRING));

  static final Map<String, OptionType> YIELD =
      join(PAYLOAD_TRANSPARENCY, FORWARDED, Map.of("progress", BOOL));

  private OptionRules() {}

  @SafeVarargs
  private static Map<String, OptionType> join(Map<String, OptionType>... parts) {
    Map<String, OptionType> rules = new HashMap<>();
    for (Map<String, OptionType> part : parts) {
      rules.putAll(part);
    }
    return Map.copyOf(rules);
  }
}
