package io.junctor.wamp.serializer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.ProtocolViolation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is no message, and what is said about it. */
class RefusedFramesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{}                                  | expected list, got dict",
        "[]                                  | message: expected a message code, got an empty list",
        "[\"48\"]                            | message: expected code as integer, got string",
        "[99,1]                              | expected a message code of WAMP, got 99",
        "[-1]                                | expected a message code of WAMP, got -1",
        "[4294967344,1,{},\"a\"]             | expected a message code of WAMP, got 4294967344",
        "[48,17,{}]                          | CALL 17: expected 4..6 elements, got 3",
        "[48,17,{},\"a\",[],{},1,2]          | CALL 17: expected 4..6 elements, got 8",
        "[32,17,{},\"a\",[]]                 | SUBSCRIBE 17: expected 4 elements, got 5",
        "[48,\"17\",{},\"a\"]                | CALL: expected request as integer, got string",
        "[48,0,{},\"a\"]                     | CALL: expected request in [1, 2^53], got 0",
        "[48,9007199254740993,{},\"a\"]      | expected request in [1, 2^53]",
        "[48,92233720368547758080,{},\"a\"]  | expected an integer of 63 bits",
        "[48,1.5,{},\"a\"]                   | expected integer, got float 1.5",
        "[48,1e300,{},\"a\"]                 | expected integer, got float",
        "[48,17,[],\"a\"]                    | CALL 17: expected options as dict, got list",
        "[48,17,null,\"a\"]                  | CALL 17: expected options as dict, got null",
        "[48,17,{},null]                     | CALL 17: expected procedure as string, got null",
        "[48,17,{},\"\\u0000YQ==\"]          | CALL 17: expected procedure as string, got binary",
        "[48,17,{},\"a\",{}]                 | CALL 17: expected Arguments as list, got dict",
        "[48,17,{},\"a\",\"text\"]           | CALL 17: expected Arguments as list, got string",
        "[48,17,{},\"a\",null]               | CALL 17: expected Arguments as list, got null",
        "[48,17,{},\"a\",[],[]]              | CALL 17: expected ArgumentsKw as dict, got list",
        "[48,17,{},\"a\",\"\\u0000YQ==\"]    | CALL 17: expected Arguments as list, got binary",
        "[48,17,{\"enc_algo\":\"x\"},\"a\",\"\\u0000YQ==\",{}] | CALL 17: expected 4..6 elements",
        "[48,17,{\"timeout\":1,\"timeout\":2},\"a\"] | timeout: expected unique keys",
        "[48,17,{\"timeout\":\"1\"},\"a\"]   | CALL 17: timeout: expected non-negative integer, got string",
        "[16,17,{\"exclude\":[1,\"2\"]},\"a\"] | exclude: expected list of non-negative integer, got list",
        "[8,0,17,{},\"a\"]                   | expected request type in [1, 1023], got 0",
        "[48,17,{},\"a\",[\"\\ud834\"]]      | got the end of the frame",
        "[48,17,{},\"a\",[\"\\ud834 12345\"]] | got 0x20",
        "[48,17,{},\"a\",[\"\\udd1e\"]]      | expected a pair of surrogates",
        "[48,17,{},\"a\",[\"\\u0000?\"]]     | expected Base64 after NUL",
        "[48,17,{},\"a\",[01]]               | expected ',' or ']', got 0x31",
        "[48,17,{},\"a\",[1,]]               | expected a JSON value, got 0x5d",
        "[48,17,{},\"a\",[NaN]]              | expected a JSON value, got 0x4e",
        "[48,17,{},\"a\",[],{1:2}]           | expected a key, got 0x31",
        "[48,17,{},\"a\"]]                   | expected the end of the frame, got 1 more bytes",
      })
  void aJsonFrameThatIsNoMessageIsRefusedWithTheReason(String frame, String reason) {
    assertRefused(Format.JSON, Bytes.utf8(frame), reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "80                              | expected list, got dict",
        "94 30 11 80 a3612e              | expected 3 bytes, got 2",
        "94 30 11 80 a1ff                | expected UTF-8",
        "95 30 11 80 a161 91 a2c080      | expected UTF-8",
        "95 30 11 80 a161 91 a3eda080    | expected UTF-8",
        "95 30 11 80 a161 91 a4f4908080  | expected UTF-8",
        "95 30 11 80 a161 91 a2c3        | expected 2 bytes, got 1",
        "95 30 11 80 a161 91 d60000000000 | no extension type",
        "95 30 11 80 a161 91 d40001 | no extension type",
        "95 30 11 80 a161 91 d40100 | no extension type",
        "95 30 11 80 a161 91 c1          | got 0xc1",
        "96 30 11 80 a161 90 810101      | expected string, got integer",
        "96 30 11 80 a161 90 81c401 6101 | expected string, got binary",
        "96 30 11 82a17801a17802 a161 90 80 | x: expected unique keys",
        "95 30 cfffffffffffffffff 80 a161 90 | expected an integer of 63 bits",
        "94 30 cb3ff8000000000000 80 a161 | expected integer, got float 1.5",
        "94 30 cb7ff8000000000000 80 a161 | expected integer, got float NaN",
        "94 30 cb43e0000000000000 80 a161 | expected integer, got float",
      })
  void aMessagePackFrameThatIsNoMessageIsRefusedWithTheReason(String hex, String reason) {
    assertRefused(Format.MSGPACK, Bytes.hex(hex), reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a0                              | expected list, got dict",
        "84 1830 11 a0 61ff              | expected UTF-8",
        "85 1830 11 a0 6161 81 62c080    | expected UTF-8",
        "85 1830 11 a0 6161 81 7f61c361a4ff | expected UTF-8",
        "85 1830 11 a0 6161 81 7f4161ff  | expected a chunk of the same string type",
        "85 1830 11 a0 6161 81 7f7f61ffff | expected a chunk of the same string type",
        "85 1830 11 a0 6161 81 1c        | expected an initial byte with a length",
        "85 1830 11 a0 6161 81 1f        | expected an initial byte with a length",
        "85 1830 11 a0 6161 81 f0        | expected a value that WAMP knows, got 0xf0",
        "85 1830 11 a0 6161 81 f818      | expected a value that WAMP knows, got 0xf8",
        "85 1830 11 a0 6161 81 ff        | expected a value that WAMP knows, got 0xff",
        "86 1830 11 a0 6161 80 a10101    | expected string, got integer",
        "86 1830 11 a0 6161 80 bf6161ff  | expected a value that WAMP knows, got 0xff",
        "85 1830 11 a0 6161 81 c201      | expected the bytes of a bignum",
        "84 1830 1bffffffffffffffff a0 6161 | expected an integer of 63 bits",
        "84 1830 c2490100000000000000 00 a0 6161 | expected an integer of 63 bits",
      })
  void aCborFrameThatIsNoMessageIsRefusedWithTheReason(String hex, String reason) {
    assertRefused(Format.CBOR, Bytes.hex(hex), reason);
  }

  @ParameterizedTest
  @CsvSource({"80", "c3", "c080", "c1bf", "e09fbf", "eda080", "f08fbfbf", "f4908080", "f5808080"})
  void jsonIsUtf8EvenWhereItIsNotLookedAt(String hex) {
    byte[] inArguments =
        Bytes.join(Bytes.utf8("[48,17,{},\"a\",[\""), Bytes.hex(hex), Bytes.utf8("\"]]"));
    byte[] inKey =
        Bytes.join(Bytes.utf8("[48,17,{},\"a\",[],{\""), Bytes.hex(hex), Bytes.utf8("\":1}]"));

    assertRefused(Format.JSON, inArguments, "UTF-8");
    assertRefused(Format.JSON, inKey, "UTF-8");
  }

  @Test
  void anEmptyFrameIsRefused() {
    for (Format format : Format.values()) {
      assertRefused(format, new byte[0], "got the end of the frame");
    }
  }

  private static void assertRefused(Format format, byte[] frame, String reason) {
    ProtocolViolation violation =
        assertThrows(ProtocolViolation.class, () -> Serializers.of(format).decode(frame));
    assertTrue(violation.getMessage().contains(reason), violation.getMessage());
    assertEquals("wamp.error.protocol_violation", violation.reason());
  }
}
