package io.junctor.hil.harness;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A program in {@code clients/java} behind a client library: in a JVM of its own, which compiles
 * it, with the library's own class path, which Maven has put into {@code target/clients}.
 */
public final class JavaClient {

  private static final Path PROGRAMS = Path.of("clients", "java");
  private static final Path LIBRARIES = Path.of("target", "clients");

  private JavaClient() {}

  /** The command that runs a program; its own arguments follow. */
  public static List<String> command(String library, String program) {
    Path jars = LIBRARIES.resolve(library);
    Tools.require(
        Files.isDirectory(jars), "needs the jars in " + jars + ", which Maven puts there");
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xmx128m",
        "-cp",
        jars.toAbsolutePath() + "/*",
        PROGRAMS.resolve(program).toString());
  }
}
