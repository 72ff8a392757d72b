package io.junctor.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.junctor.wamp.auth.CraSecret;
import io.junctor.wamp.auth.ScramKdf;
import io.junctor.wamp.auth.ScramSecret;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrincipalConfigTest {

  private static final String CRA = CraSecret.salted("pw", "salt", 1000, 32).toText();
  private static final String SCRAM =
      ScramSecret.of("pw", new byte[16], new ScramKdf(ScramKdf.Function.PBKDF2, 4096, 0)).toText();

  private static final String GOOD =
      """
      site: com.example.berlin
      roles:
        operator: []
      principals:
        anna:
          role: operator
      """;

  @Test
  void everyWayToJoinIsRead() throws Exception {
    PrincipalConfig anna =
        load(GOOD
                + "    wampcra: \"%s\"\n    scram: \"%s\"\n".formatted(CRA, SCRAM)
                + "    certificates: [\"subject:CN=Anna, O=Example\", \"dns:Anna.Example.com\","
                + " \"sha256:"
                + "AB:".repeat(31)
                + "AB\"]\n    users: [root, \"1000\"]\n")
            .principals()
            .get("anna");

    assertEquals(CRA, anna.craSecret().toText());
    assertEquals(SCRAM, anna.scramSecret().toText());
    assertEquals(
        List.of("subject:cn=anna,o=example", "dns:anna.example.com", "sha256:" + "ab".repeat(32)),
        anna.certificates());
    assertEquals(List.of("root", "1000"), anna.users());
    assertFalse(anna.toString().contains("$"), anna.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          scram: secret123                | 7:5 | scram   | junctor hash --method scram prints (scram-argon2id13$...)
          scram: scram-pbkdf2$1$AA==$A$A  | 7:5 | scram   | junctor hash --method scram prints (scram-argon2id13$...)
          wampcra: secret123              | 7:5 | wampcra | junctor hash --method wampcra prints (wampcra-pbkdf2$...)
          """)
  void aSecretThatIsNotInItsStoredFormIsRefusedWithItsPlaceAndNotRepeated(
      String line, String place, String key, String expected) {
    ConfigProblem problem = problem(GOOD + "    " + line + "\n");

    assertEquals(
        "test.yaml:%s: principals.anna.%s: expected what %s, got another text; secrets are never"
                .formatted(place, key, expected)
            + " written down themselves",
        problem.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          certificates: ["sha256:abc"]          | principals.anna.certificates
          certificates: ["anna"]                | principals.anna.certificates
          certificates: ["subject:anna"]        | principals.anna.certificates
          users: ["no such"]                    | principals.anna.users
          """)
  void whatNamesNobodyIsRefused(String line, String path) {
    assertEquals(path, problem(GOOD + "    " + line + "\n").path());
  }

  @Test
  void somebodyWithoutAnyWayToJoinIsRefused() {
    assertEquals("principals.anna.ticket", problem(GOOD).path());
  }

  @Test
  void everybodyMayJoinOnlyInAConfiguredRole() throws Exception {
    String open = "authentication: {anonymous: %s}\n";

    String principal = GOOD + "    keys: [" + "ab".repeat(32) + "]\n";

    ConfigProblem problem = problem(principal + open.formatted("guest"));
    GatewayConfig config = load(principal + open.formatted("operator"));

    assertEquals("authentication.anonymous", problem.path());
    assertEquals(8, problem.line());
    assertEquals("operator", config.authentication().anonymous());
    assertEquals(null, load("site: com.example.berlin\n").authentication().anonymous());
  }

  private static ConfigProblem problem(String yaml) {
    List<ConfigProblem> problems = assertThrows(ConfigException.class, () -> load(yaml)).problems();
    assertEquals(1, problems.size(), problems::toString);
    return problems.getFirst();
  }

  private static GatewayConfig load(String yaml) throws ConfigException {
    return new ConfigLoader("test.yaml").load(yaml);
  }
}
