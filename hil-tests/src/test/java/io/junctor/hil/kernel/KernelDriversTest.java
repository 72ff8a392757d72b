package io.junctor.hil.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.junctor.hil.harness.CheckingProgram;
import io.junctor.hil.harness.Dist;
import io.junctor.hil.harness.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged product on GPIO lines and I2C chips of a kernel: each of {@link KernelCheck} a test.
 */
class KernelDriversTest {

  private static final String HOW_TO_GET_A_KERNEL =
      "build one with hil-tests/uml/build-kernel, which says what to set";

  /** It takes a fifth of that on two idle processors. */
  private static final Duration LIMIT = Duration.ofSeconds(150);

  private static final int COMPILE_SECONDS_MAX = 30;

  /**
   * The gateway's 128 MB heap, the checks' 96, what their JVMs need besides, and the page cache.
   */
  private static final int MEMORY_MEGABYTES = 640;

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> productOnAKernel() throws Exception {
    return CheckingProgram.orSkipped(this::boot);
  }

  private Stream<DynamicTest> boot() throws IOException, InterruptedException {
    Path kernel = fileIn("JUNCTOR_UML_KERNEL");
    Path stub = fileIn("JUNCTOR_UML_I2C_STUB");
    Path sources = Path.of("uml").toAbsolutePath();
    compile(sources.resolve("xstate.c"), "xstate.so", "-shared", "-fPIC");
    compile(sources.resolve("guest.c"), "guest");
    writeSettings(stub);
    // the kernel's command line has no paths with spaces
    Path init = Files.copy(sources.resolve("init"), folder.resolve("init"));
    Files.setPosixFilePermissions(init, PosixFilePermissions.fromString("r-xr-xr-x"));
    return CheckingProgram.of(LIMIT, kernelCommand(kernel, init))
        .with("LD_PRELOAD", folder.resolve("xstate.so").toString())
        .run(KernelCheck.names());
  }

  private static Path fileIn(String variable) {
    String value = System.getenv().getOrDefault(variable, "");
    Tools.require(!value.isBlank(), variable + " is not set; " + HOW_TO_GET_A_KERNEL);
    Path file = Path.of(value).toAbsolutePath();
    Tools.require(
        Files.isReadable(file),
        "%s: %s cannot be read; %s".formatted(variable, file, HOW_TO_GET_A_KERNEL));
    return file;
  }

  private List<String> kernelCommand(Path kernel, Path init) {
    return List.of(
        kernel.toString(),
        "mem=" + MEMORY_MEGABYTES + "M",
        "rootfstype=hostfs",
        "rootflags=/",
        "ro",
        "init=" + init,
        "junctor_hil=" + folder,
        "con=null",
        "con0=fd:0,fd:1",
        "umid=junctor",
        "uml_dir=" + folder + "/",
        "panic=-1",
        "quiet");
  }

  private void compile(Path source, String name, String... options)
      throws IOException, InterruptedException {
    List<String> command =
        Stream.of(
                Stream.of(Tools.require("cc", "apt-get install gcc libc6-dev").toString(), "-O2"),
                Stream.of(options),
                Stream.of("-o", folder.resolve(name).toString(), source.toString()))
            .flatMap(part -> part)
            .toList();
    Process compiler = new ProcessBuilder(command).inheritIO().start();
    if (!compiler.waitFor(COMPILE_SECONDS_MAX, TimeUnit.SECONDS)) {
      compiler.destroyForcibly();
    }
    assertEquals(0, compiler.waitFor(), () -> "the exit status of " + command);
  }

  /** What {@code uml/init} reads as a shell script. */
  private void writeSettings(Path stub) throws IOException {
    String settings =
        """
        java=%s
        dist=%s
        i2c_stub=%s
        classpath=%s
        """
            .formatted(
                quoted(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
                quoted(Dist.folder().toString()),
                quoted(stub.toString()),
                quoted(System.getProperty("java.class.path")));
    Files.writeString(folder.resolve("settings"), settings);
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
