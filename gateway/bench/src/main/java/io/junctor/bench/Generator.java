package io.junctor.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The load generator and the relays, written in C so that they cost as little as possible: compiled
 * when their sources are newer, run on a core of their own.
 */
final class Generator {

  /** The longest scenario floods for 20 s and drains. */
  private static final int RUN_SECONDS_MAX = 180;

  private final Path sources;
  private final Path folder;
  private final Cores cores;

  /**
   * A generator.
   *
   * @param sources the folder of the C sources.
   * @param folder where what is compiled goes.
   */
  Generator(Path sources, Path folder, Cores cores) {
    this.sources = sources;
    this.folder = folder;
    this.cores = cores;
  }

  /**
   * Compiles what is older than its sources.
   *
   * @throws IOException when there is no C compiler or it fails.
   */
  void compile() throws IOException, InterruptedException {
    Files.createDirectories(folder);
    FileTime newest;
    try (Stream<Path> files = Files.list(sources)) {
      newest = files.map(Generator::modified).max(FileTime::compareTo).orElseThrow();
    }
    for (String program : List.of("wampbench", "relay")) {
      Path binary = folder.resolve(program);
      if (Files.exists(binary) && modified(binary).compareTo(newest) > 0) {
        continue;
      }
      Path source = sources.resolve(program + ".c");
      Process compiler =
          new ProcessBuilder("cc", "-O2", "-Wall", "-o", binary.toString(), source.toString())
              .inheritIO()
              .start();
      if (compiler.waitFor() != 0) {
        throw new IOException("cc could not compile " + source);
      }
    }
  }

  Path relay() {
    return folder.resolve("relay");
  }

  /** Runs one scenario against a link and waits for its figures. */
  Figures run(Link link, long pid, List<String> args) throws IOException, InterruptedException {
    return start(link, pid, args).await();
  }

  /** Starts one scenario in a process of its own. */
  Run start(Link link, long pid, List<String> args) throws IOException {
    List<String> command = new ArrayList<>(cores.onLoadCore());
    command.add(folder.resolve("wampbench").toString());
    command.addAll(link.args());
    if (pid > 0) {
      command.addAll(List.of("--pid", Long.toString(pid)));
    }
    command.addAll(List.of("--router-core", Integer.toString(cores.router())));
    command.addAll(args);
    return new Run(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A scenario under way. */
  record Run(Process process) {

    Figures await() throws IOException, InterruptedException {
      String printed;
      try (var reader = process.inputReader()) {
        printed = reader.readAllAsString().strip();
      }
      if (!process.waitFor(RUN_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("the generator did not end");
      }
      if (printed.isEmpty()) {
        throw new IOException("the generator printed nothing, status " + process.exitValue());
      }
      return Figures.parse(printed.lines().toList().getLast());
    }
  }
}
