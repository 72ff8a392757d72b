package io.junctor.hil.processes;

import io.junctor.hil.harness.UmlKernel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Router, worker and {@code outputs-safe} on GPIO lines and I2C chips of a kernel: each of {@link
 * OutputsCheck} a test.
 */
class OutputsKernelTest {

  /** It takes a third of that on two idle processors. */
  private static final Duration LIMIT = Duration.ofSeconds(150);

  @TempDir private Path folder;
  @TempDir private Path tools;

  @TestFactory
  Stream<DynamicTest> workersDeathOnAKernel() throws Exception {
    OutputsSafe.build(tools);
    return new UmlKernel(folder).run(LIMIT, InsideKernelWorker.class, tools, OutputsCheck.names());
  }
}
