package io.junctor.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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

  /** The command line of a main class of the product or of this module. */
  List<String> command(String main, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags());
    String benches = System.getProperty("java.class.path");
    command.addAll(List.of("-cp", dist.resolve("lib") + "/*" + File.pathSeparator + benches));
    command.add(main);
    command.addAll(List.of(args));
    return command;
  }

  /** The command line of the bare Netty server. */
  List<String> bareCommand(String port) throws IOException {
    return command(BareNettyServer.class.getName(), port);
  }
}
