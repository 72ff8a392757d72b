package io.junctor.hil.kernel;

import io.junctor.hil.harness.UmlKernel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged product on GPIO lines and I2C chips of a kernel: each of {@link KernelCheck} a test.
 */
class KernelDriversTest {

  /** It takes an eighth of that on two idle processors. */
  private static final Duration LIMIT = Duration.ofSeconds(240);

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> productOnAKernel() throws Exception {
    return new UmlKernel(folder).run(LIMIT, InsideKernel.class, folder, KernelCheck.names());
  }
}
