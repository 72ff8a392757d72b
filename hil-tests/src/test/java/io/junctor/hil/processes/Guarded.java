package io.junctor.hil.processes;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A running {@code outputs-safe --guard} and the shell command that it guards. */
final class Guarded implements AutoCloseable {

  private static final int SECONDS_MAX = 30;

  private final Process guard;
  private final BufferedReader output;
  private final ProcessHandle worker;

  private Guarded(Process guard, BufferedReader output, ProcessHandle worker) {
    this.guard = guard;
    this.output = output;
    this.worker = worker;
  }

  /**
   * Starts it and waits until the command has printed a line.
   *
   * @param options of the guard, with its file.
   * @param script of the shell; it must print a line and then end only when it is told to.
   */
  static Guarded start(OutputsSafe safe, List<String> options, String script) throws IOException {
    List<String> command = new ArrayList<>(List.of(safe.program().toString(), "--guard"));
    command.addAll(options);
    command.addAll(List.of("--", "sh", "-c", script));
    Process guard = new ProcessBuilder(command).start();
    // a run that is interrupted leaves nothing behind
    Runtime.getRuntime().addShutdownHook(new Thread(guard::destroy));
    BufferedReader output = guard.inputReader(StandardCharsets.UTF_8);
    if (output.readLine() == null) {
      throw new AssertionError("the command did not start: " + said(guard));
    }
    return new Guarded(guard, output, guard.children().findFirst().orElseThrow());
  }

  ProcessHandle worker() {
    return worker;
  }

  ProcessHandle guard() {
    return guard.toHandle();
  }

  /** What the command prints next; null when its output has ended. */
  String nextLine() throws IOException {
    return output.readLine();
  }

  /** How many bytes on standard error nobody has read. */
  int unread() throws IOException {
    return guard.getErrorStream().available();
  }

  static void signal(String signal, ProcessHandle process) {
    OutputsSafe.Run run = OutputsSafe.execute(List.of("kill", "-" + signal, "" + process.pid()));
    if (run.status() != 0) {
      throw new AssertionError(run.toString());
    }
  }

  /** Waits for the end; the output is what was said on standard error. */
  OutputsSafe.Run end() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    String said = said(guard);
    if (!guard.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
      throw new AssertionError("the guard did not end; it said: " + said);
    }
    return new OutputsSafe.Run(guard.exitValue(), said, (System.nanoTime() - begin) / 1_000_000);
  }

  private static String said(Process guard) throws IOException {
    return new String(guard.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    guard.destroyForcibly();
    worker.destroyForcibly();
  }
}
