package io.junctor.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.router.RouterLimits;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a realm may hold is counted in bytes by estimate: here next to what it takes in truth. */
class PopulationTest {

  private static final Product PRODUCT =
      new Product(
          Path.of("").toAbsolutePath().resolveSibling("app").resolve("target").resolve("dist"));

  @ParameterizedTest
  @ValueSource(strings = {"exact", "prefix", "wildcard", "worst"})
  void moreIsRefusedBeforeTheBoundIsTakenInTruth(String match) throws Exception {
    // Given
    long bound = RouterLimits.DEFAULT.heldBytesMax();
    // When
    Figures allowed = Population.crowd(PRODUCT, "both", match, "100000", bound);
    // Then
    assertTrue(allowed.number("refused") > 0, allowed.toString());
    assertTrue(allowed.number("bytes") <= bound, allowed.toString());
    assertTrue(allowed.number("count") > 1000, "less than a site needs: " + allowed);
  }
}
