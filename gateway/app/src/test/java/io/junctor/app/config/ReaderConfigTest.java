package io.junctor.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.app.config.ReaderConfig.Policy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReaderConfigTest {

  private static final String BASE =
      """
      site: com.example.berlin
      roles: {viewer: []}
      """;

  @Test
  void whatIsLeftOutConcernsNobodyButTheSession() throws Exception {
    // When
    ReaderConfig reader = load("readers: [{role: viewer}]").getFirst();
    // Then
    assertEquals(Policy.DROP_OLDEST, reader.policy());
    assertEquals(List.of(Policy.DROP_OLDEST, Policy.KEEP_NEWEST, Policy.DISCONNECT), reader.may());
    assertEquals(Policy.DROP_OLDEST, reader.afterBlock());
  }

  @Test
  void aRoleMayBePermittedToBlock() throws Exception {
    // When
    ReaderConfig reader =
        load("readers: [{role: viewer, may: [block-publisher], afterBlock: disconnect}]")
            .getFirst();
    // Then
    assertEquals(List.of(Policy.BLOCK_PUBLISHER), reader.may());
    assertEquals(Policy.DISCONNECT, reader.afterBlock());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{role: veiwer} | expected a key of roles, got veiwer",
        "{policy: drop-oldest} | role: expected a key of roles",
        "{role: viewer, policy: drop} | drop",
        "{role: viewer, afterBlock: keep-newest} | afterBlock: expected drop-oldest or disconnect",
        "{role: viewer}, {role: viewer} | got viewer twice",
      })
  void mistakesAreNamed(String entries, String problem) {
    // When
    ConfigException wrong =
        assertThrows(ConfigException.class, () -> load("readers: [" + entries + "]"));
    // Then
    assertTrue(wrong.getMessage().contains(problem), wrong::getMessage);
  }

  private static List<ReaderConfig> load(String readers) throws ConfigException {
    ConfigLoader loader = new ConfigLoader("test");
    GatewayConfig config = loader.load(BASE + readers + "\n");
    loader.throwIfProblems();
    return config.readers();
  }
}
