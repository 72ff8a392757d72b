package io.junctor.bench;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The packaged product: its libraries and its JVM flags, which everything here that runs on a JVM
 * is started with.
 *
 * @param dist the folder with {@code lib} and {@code jvm.options}.
 */
record Product(Path dist) {

  /** The JVM flags. */
  List<String> flags() throws IOException {
    return Files.readAllLines(dist.resolve("jvm.options")).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .toList();
  }

  /**
   * The command line that units start the product with, its archive of classes included.
   *
   * @param jvmOptions besides those of the product, separated by blanks.
   */
  List<String> startCommand(String jvmOptions, String... args) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "JAVA_HOME=" + System.getProperty("java.home"),
                "JUNCTOR_HOME=" + dist,
                "JUNCTOR_ARCHIVES=" + dist.resolve("archive"),
                "JUNCTOR_JAVA_OPTS=" + jvmOptions,
                dist.resolve("../../../../systemd/junctor-java").normalize().toString()));
    command.addAll(List.of(args));
    return command;
  }

  /** The command line of a main class of this module, on the libraries of the product. */
  List<String> command(String main, String... args) throws IOException {
    List<String> command = java();
    command.addAll(
        List.of("-cp", dist.resolve("lib") + "/*" + File.pathSeparator + own().toString(), main));
    command.addAll(List.of(args));
    return command;
  }

  /**
   * The command line of the bare Netty server: the same JVM with the same flags, and no jar it has
   * no use for.
   *
   * @param more flags of the JVM besides the product's, such as which archive of classes to make or
   *     use.
   */
  List<String> bareCommand(List<String> more, int port) throws IOException {
    List<String> command = java();
    command.addAll(more);
    StringBuilder path = new StringBuilder(own().toString());
    try (Stream<Path> jars = Files.list(dist.resolve("lib"))) {
      jars.map(Path::toString)
          .filter(jar -> jar.contains("/netty-"))
          .sorted()
          .forEach(jar -> path.append(File.pathSeparator).append(jar));
    }
    command.addAll(
        List.of("-cp", path.toString(), BareNettyServer.class.getName(), Integer.toString(port)));
    return command;
  }

  private List<String> java() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags());
    return command;
  }

  /** The jar, or folder, of this module. */
  private static Path own() {
    try {
      return Path.of(Product.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
