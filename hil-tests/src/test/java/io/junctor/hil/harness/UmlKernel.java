package io.junctor.hil.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * A User-Mode Linux kernel with gpio-sim and i2c-stub that runs one program of checks, see {@code
 * uml/init}.
 *
 * @param folder of the test; a short path, as sockets are made in it.
 */
public record UmlKernel(Path folder) {

  private static final String HOW_TO_GET_A_KERNEL =
      "build one with hil-tests/uml/build-kernel, which says what to set";

  private static final int COMPILE_SECONDS_MAX = 30;

  /**
   * The product's 128 MB heap, three times where it is three processes, the checks' 96, what their
   * JVMs need besides, and the page cache.
   */
  private static final int MEMORY_MEGABYTES = 1_024;

  /**
   * Boots it, runs a program in it and makes a test of each check that the program reports.
   *
   * @param limit the longest it may take.
   * @param program a class with a main method that is given gpio-sim's folder in configfs, and the
   *     path of {@code tools} as its second word.
   * @param tools a folder with programs for it.
   * @param checks the names of all checks, in their order.
   */
  public Stream<DynamicTest> run(Duration limit, Class<?> program, Path tools, List<String> checks)
      throws Exception {
    return CheckingProgram.orSkipped(() -> boot(limit, program, tools, checks));
  }

  private Stream<DynamicTest> boot(
      Duration limit, Class<?> program, Path tools, List<String> checks)
      throws IOException, InterruptedException {
    Path kernel = kernel();
    Path stub = stub();
    Path sources = Path.of("uml").toAbsolutePath();
    compile(sources.resolve("xstate.c"), "xstate.so", "-shared", "-fPIC");
    compile(sources.resolve("guest.c"), "guest");
    writeSettings(stub, program, tools);
    // the kernel's command line has no paths with spaces
    Path init = Files.copy(sources.resolve("init"), folder.resolve("init"));
    Files.setPosixFilePermissions(init, PosixFilePermissions.fromString("r-xr-xr-x"));
    List<String> command = command(kernel, Path.of("/"), "ro");
    command.addAll(List.of("init=" + init, "junctor_hil=" + folder));
    return CheckingProgram.of(limit, command)
        .with("LD_PRELOAD", folder.resolve("xstate.so").toString())
        .run(checks);
  }

  /**
   * Boots it from a root file system of its own, whose init does the checks and ends it.
   *
   * @param root the folder; it is written to.
   */
  public Stream<DynamicTest> bootRoot(Duration limit, Path root, List<String> checks)
      throws IOException, InterruptedException {
    compile(Path.of("uml", "xstate.c").toAbsolutePath(), "xstate.so", "-shared", "-fPIC");
    List<String> command = command(kernel(), root, "rw");
    command.add("systemd.log_level=warning");
    return CheckingProgram.of(limit, command)
        .with("LD_PRELOAD", folder.resolve("xstate.so").toString())
        .run(checks);
  }

  private static Path kernel() {
    return fileIn("JUNCTOR_UML_KERNEL", HOW_TO_GET_A_KERNEL);
  }

  /** The module i2c-stub for the kernel. */
  public static Path stub() {
    return fileIn("JUNCTOR_UML_I2C_STUB", HOW_TO_GET_A_KERNEL);
  }

  /** A file or folder that an environment variable names; without it the test is skipped. */
  public static Path fileIn(String variable, String howToGet) {
    String value = System.getenv().getOrDefault(variable, "");
    Tools.require(!value.isBlank(), variable + " is not set; " + howToGet);
    Path file = Path.of(value).toAbsolutePath();
    Tools.require(
        Files.isReadable(file), "%s: %s cannot be read; %s".formatted(variable, file, howToGet));
    return file;
  }

  private List<String> command(Path kernel, Path root, String access) {
    return new ArrayList<>(
        List.of(
            kernel.toString(),
            "mem=" + MEMORY_MEGABYTES + "M",
            "rootfstype=hostfs",
            "rootflags=" + root,
            access,
            "con=null",
            "con0=fd:0,fd:1",
            "umid=junctor",
            "uml_dir=" + folder + "/",
            "panic=-1",
            "quiet"));
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
  private void writeSettings(Path stub, Class<?> program, Path tools) throws IOException {
    String settings =
        """
        java=%s
        dist=%s
        i2c_stub=%s
        classpath=%s
        program=%s
        tools=%s
        """
            .formatted(
                quoted(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
                quoted(Dist.folder().toString()),
                quoted(stub.toString()),
                quoted(System.getProperty("java.class.path")),
                program.getName(),
                quoted(tools.toString()));
    Files.writeString(folder.resolve("settings"), settings);
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
