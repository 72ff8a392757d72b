package io.junctor.wamp.serializer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.ProtocolViolation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each known option of each message, with every type of value. */
class OptionRulesTest {

  // the options stand for %s
  private static final String HELLO = "[1,\"a\",{%s}]";
  private static final String WELCOME = "[2,1,{%s}]";
  private static final String ERROR = "[8,48,1,{%s},\"a\"]";
  private static final String PUBLISH = "[16,1,{%s},\"a\"]";
  private static final String SUBSCRIBE = "[32,1,{%s},\"a\"]";
  private static final String UNSUBSCRIBED = "[35,0,{%s}]";
  private static final String EVENT = "[36,1,1,{%s}]";
  private static final String CALL = "[48,1,{%s},\"a\"]";
  private static final String CANCEL = "[49,1,{%s}]";
  private static final String RESULT = "[50,1,{%s}]";
  private static final String REGISTER = "[64,1,{%s},\"a\"]";
  private static final String UNREGISTERED = "[67,0,{%s}]";
  private static final String INVOCATION = "[68,1,1,{%s}]";
  private static final String INTERRUPT = "[69,1,{%s}]";
  private static final String YIELD = "[70,1,{%s}]";

  /** Values by the type that they are of; an empty list is of every list type. */
  private static final Map<String, List<String>> VALUES =
      Map.of(
          "bool", List.of("true", "false"),
          "integer", List.of("0", "5000", "1.0"),
          "negative", List.of("-1"),
          "float", List.of("1.5"),
          "string", List.of("\"x\"", "\"\""),
          "match", List.of("\"exact\"", "\"prefix\"", "\"wildcard\""),
          "dict", List.of("{}", "{\"a\":1}"),
          "integers", List.of("[1]", "[1,2]"),
          "strings", List.of("[\"a\"]", "[\"a\",\"b\"]"),
          "dicts", List.of("[{}]", "[{\"session\":1}]"));

  record Rule(String message, String type, String option) {}

  static List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    add(rules, HELLO, "dict", "roles", "authextra");
    add(rules, HELLO, "string", "agent", "authid", "authrole");
    add(rules, HELLO, "strings", "authmethods");
    add(rules, WELCOME, "dict", "roles", "authextra");
    add(rules, WELCOME, "string", "realm", "authid", "authrole", "authmethod", "authprovider");
    add(rules, PUBLISH, "bool", "acknowledge", "exclude_me", "disclose_me", "retain");
    add(rules, PUBLISH, "integers", "exclude", "eligible");
    add(rules, PUBLISH, "strings", "exclude_authid", "exclude_authrole");
    add(rules, PUBLISH, "strings", "eligible_authid", "eligible_authrole");
    add(rules, SUBSCRIBE, "match", "match");
    add(rules, SUBSCRIBE, "bool", "get_retained");
    add(rules, SUBSCRIBE, "string", "nkey");
    add(rules, PUBLISH, "string", "rkey");
    add(rules, PUBLISH, "bool", "x_acknowledged_delivery");
    add(rules, EVENT, "bool", "x_acknowledged_delivery");
    add(rules, UNSUBSCRIBED, "integer", "subscription");
    add(rules, UNSUBSCRIBED, "string", "reason");
    add(rules, EVENT, "integer", "publisher", "trustlevel");
    add(rules, EVENT, "string", "publisher_authid", "publisher_authrole", "topic");
    add(rules, EVENT, "bool", "retained");
    add(rules, CALL, "integer", "timeout");
    add(rules, CALL, "bool", "receive_progress", "progress", "disclose_me");
    add(rules, CALL, "string", "runmode");
    add(rules, CANCEL, "string", "mode");
    add(rules, RESULT, "bool", "progress");
    add(rules, REGISTER, "match", "match");
    add(rules, REGISTER, "string", "invoke");
    add(rules, REGISTER, "bool", "disclose_caller", "forward_timeout");
    add(rules, UNREGISTERED, "integer", "registration");
    add(rules, UNREGISTERED, "string", "reason");
    add(rules, INVOCATION, "integer", "caller", "trustlevel", "timeout");
    add(rules, INVOCATION, "string", "caller_authid", "caller_authrole", "procedure");
    add(rules, INVOCATION, "bool", "receive_progress", "progress");
    add(rules, INTERRUPT, "string", "mode", "reason");
    add(rules, YIELD, "bool", "progress");
    for (String message : List.of(ERROR, PUBLISH, EVENT, CALL, RESULT, INVOCATION, YIELD)) {
      add(rules, message, "string", "ppt_scheme", "ppt_serializer", "ppt_cipher", "ppt_keyid");
      add(rules, message, "string", "enc_algo", "enc_key", "enc_serializer");
      add(rules, message, "dicts", "forward_for");
    }
    return rules;
  }

  private static void add(List<Rule> rules, String message, String type, String... options) {
    for (String option : options) {
      rules.add(new Rule(message, type, option));
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void aKnownOptionIsReadWithItsTypeAndRefusedWithAnyOther(Rule rule) {
    VALUES.forEach(
        (type, values) -> {
          boolean accepted =
              type.equals(rule.type()) || (type.equals("match") && rule.type().equals("string"));
          for (String value : values) {
            assertJudgement(rule, value, accepted);
          }
        });
    assertJudgement(rule, "null", true);
    assertJudgement(rule, "[]", rule.type().endsWith("s"));
  }

  private static void assertJudgement(Rule rule, String value, boolean accepted) {
    byte[] json = Bytes.utf8(rule.message().formatted("\"" + rule.option() + "\":" + value));
    for (Format format : Format.values()) {
      byte[] frame = VectorFrames.transcode(json, format);
      Serializer serializer = Serializers.of(format);
      if (accepted) {
        assertTrue(serializer.decode(frame).code() > 0, rule + " " + value);
      } else {
        ProtocolViolation violation =
            assertThrows(
                ProtocolViolation.class, () -> serializer.decode(frame), () -> rule + " " + value);
        assertTrue(violation.getMessage().contains(rule.option() + ": expected"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void anOptionThatIsUnknownToTheMessageIsIgnoredWhateverItIs(Rule rule) {
    byte[] json = Bytes.utf8(rule.message().formatted("\"x_" + rule.option() + "\":[null,{}]"));

    int code = Serializers.of(Format.JSON).decode(json).code();

    assertEquals(Integer.parseInt(rule.message().substring(1, rule.message().indexOf(','))), code);
  }
}
