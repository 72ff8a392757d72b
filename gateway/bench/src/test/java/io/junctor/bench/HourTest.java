package io.junctor.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hour in some seconds: everything comes, and memory stays below the bar. */
class HourTest {

  private static final Path MODULE = Path.of("").toAbsolutePath();
  private static final Cores ANY_CORE =
      new Cores(-1, -1); // others are being tested on them as well

  private static final Hour.Times BRIEF =
      new Hour.Times(
          Duration.ofMillis(500), // warm-up
          Duration.ofMillis(1000), // as fast as it goes
          Duration.ofSeconds(4),
          Duration.ofSeconds(1));

  @Test
  void underHalfOfItsLoadTheRouterStaysBelowTheBar(@TempDir Path folder) throws Exception {
    // Given
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/cc")), "needs a C compiler");
    Generator generator =
        new Generator(MODULE.resolve("src/main/c"), MODULE.resolve("target/generator"), ANY_CORE);
    generator.compile();
    Product product = new Product(MODULE.resolveSibling("app").resolve("target/dist"));
    // When: it fails when a message is lost, changed or out of order
    Hour.Held held;
    try (Peer junctor = new Peers(product, generator, ANY_CORE, folder).junctor()) {
      held = Hour.hold(generator, junctor, BRIEF);
    }
    // Then
    assertTrue(held.last().since().compareTo(BRIEF.lasts()) >= 0, held.toString());
    assertTrue(held.last().residentMib() < Hour.RESIDENT_MIB_MAX, held.toString());
    assertTrue(held.perSecondMax().stream().allMatch(rate -> rate > 0), held.toString());
    assertEquals(SteadyLoad.PARTS.size(), held.perSecond().size());
  }
}
