package io.junctor.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The load generator and the relays, written in C so that they cost as little as possible: compiled
 * when their sources are newer, run on a core of their own.
 */
final class Generator {

  /** The longest measurement that can be asked for, with what comes before and after. */
  private static final Duration RUN_MAX = Duration.ofMinutes(12);

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
    List<String> command = new ArrayList<>(List.of("setsid")); // Ctrl-C is not for it: see Run
    command.addAll(cores.onLoadCore());
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

    /** Tells it to come to its end: it waits for what is outstanding and prints. */
    void stop() {
      process
          .toHandle()
          .destroy(); // which leaves what it prints readable, as the process's own does not
    }

    /** Waits for the line that it prints at its end; when interrupted, it is ended. */
    Figures await() throws IOException, InterruptedException {
      try {
        if (!process.waitFor(RUN_MAX.toSeconds(), TimeUnit.SECONDS)) {
          throw new IOException("the generator did not end");
        }
      } finally {
        process.toHandle().destroyForcibly();
      }
      String printed;
      try (var reader = process.inputReader()) {
        printed = reader.readAllAsString().strip();
      }
      if (printed.isEmpty()) {
        throw new IOException("the generator printed nothing, status " + process.exitValue());
      }
      return Figures.parse(printed.lines().toList().getLast());
    }
  }
}
