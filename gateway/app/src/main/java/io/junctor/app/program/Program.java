package io.junctor.app.program;

import io.junctor.component.Backoff;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One program, kept running until {@link #close}.
 *
 * <p>It leads a session of its own, so that its children end with it; it cannot gain privileges;
 * the kernel kills it when the gateway dies. However it ended it is started again, after a delay
 * that doubles from 100 ms to a minute while it does not stay up for a minute.
 *
 * <p>Any thread; the thread that starts it lives as long as it runs, because the kernel's
 * PR_SET_PDEATHSIG looks at the parent's thread and not at its process (prctl(2)).
 */
public final class Program implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Program.class);

  /** It ran so long: whatever was wrong is over. */
  private static final Duration STABLE = Duration.ofMinutes(1);

  private static final Duration RETRY_MAX = Duration.ofMinutes(1);

  private static final List<String> PASSED_ON = List.of("PATH", "HOME", "LANG", "TZ");

  /** What it is doing. */
  public enum State {
    /** The process is there. */
    RUNNING,
    /** It ended, or could not be started, and is started again soon. */
    WAITING,
    /** It was told to stop. */
    STOPPED
  }

  /**
   * What is known of it.
   *
   * @param pid the process; 0 without one.
   * @param starts how often it was started.
   * @param reason why it is not running; empty while it is.
   */
  public record Status(State state, long pid, long starts, String reason) {}

  /** Hears of every change, in order, on the program's thread. */
  @FunctionalInterface
  public interface Listener {
    /** It changed. */
    void changed(String name, Status status);
  }

  private final ProgramSettings settings;
  private final Supplier<Map<String, String>> credentials;
  private final Listener listener;
  private final Backoff backoff =
      new Backoff(() -> ThreadLocalRandom.current().nextLong(), RETRY_MAX);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable Process process;
  private volatile Status status = new Status(State.WAITING, 0, 0, "not started yet");

  private Program(
      ProgramSettings settings, Supplier<Map<String, String>> credentials, Listener listener) {
    this.settings = settings;
    this.credentials = credentials;
    this.listener = listener;
    this.thread = Thread.ofPlatform().name("program-" + settings.name()).unstarted(this::run);
  }

  /**
   * Starts it; does not wait for it.
   *
   * @param credentials asked before every start: more for its environment, good for that process.
   */
  public static Program start(
      ProgramSettings settings, Supplier<Map<String, String>> credentials, Listener listener) {
    Program program = new Program(settings, credentials, listener);
    program.thread.start();
    return program;
  }

  /** What it is doing now. */
  public Status status() {
    return status;
  }

  private void run() {
    try {
      while (closing.getCount() > 0) {
        long began = System.nanoTime();
        String reason = runOnce();
        if (System.nanoTime() - began > STABLE.toNanos()) {
          backoff.reset();
        }
        if (closing.getCount() == 0) {
          break;
        }
        Duration delay = backoff.next();
        log.warn(
            "component={} next={} ms cause={}: starts again",
            settings.name(),
            delay.toMillis(),
            reason);
        say(State.WAITING, 0, reason);
        if (closing.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
          break;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    say(State.STOPPED, 0, "stopped");
  }

  private void say(State state, long pid, String reason) {
    long starts = status.starts() + (state == State.RUNNING ? 1 : 0);
    status = new Status(state, pid, starts, reason);
    listener.changed(settings.name(), status);
  }

  /** From its start to its end; says how it ended. */
  private String runOnce() throws InterruptedException {
    Process started;
    try {
      started = launch();
    } catch (IOException e) {
      return "not started: " + e.getMessage();
    }
    process = started;
    if (closing.getCount() == 0) {
      stop(started); // close() came before it was there
    }
    log.info("component={} pid={}: started", settings.name(), started.pid());
    say(State.RUNNING, started.pid(), "");
    Thread reader = Thread.ofVirtual().start(() -> read(started));
    int exit = started.waitFor();
    signal(started, "KILL"); // its children, should there be some left
    reader.join(settings.stopMax()); // a child that left the session may keep the pipe open
    process = null;
    return exit > 128 && exit < 192 ? "ended by signal " + (exit - 128) : "exit status " + exit;
  }

  private Process launch() throws IOException {
    List<String> words = new ArrayList<>(List.of("setsid", "setpriv", "--no-new-privs"));
    words.addAll(List.of("--pdeathsig", "KILL", "prlimit"));
    words.add("--data=" + settings.memoryBytes());
    words.add("--nofile=" + settings.openFilesMax());
    words.add("--");
    words.addAll(settings.command());
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(settings.directory().toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
    builder.environment().keySet().retainAll(PASSED_ON);
    builder.environment().putAll(settings.environment());
    builder.environment().putAll(credentials.get());
    return builder.start();
  }

  private void read(Process started) {
    ProgramOutput output =
        new ProgramOutput(
            line -> log.info("component={} {}", settings.name(), line), System::nanoTime);
    try (var stream = started.getInputStream()) {
      output.readAll(stream);
    } catch (IOException e) {
      log.debug("component={} cause={}: output not read", settings.name(), e.toString());
    }
  }

  /** To the whole session it leads. */
  private void signal(Process target, String signal) {
    try {
      Process kill =
          new ProcessBuilder(
                  "/bin/sh", "-c", "kill -s \"$0\" -- \"-$1\"", signal, "" + target.pid())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      kill.waitFor(); // status 1: nobody is left
    } catch (IOException e) {
      log.warn("component={} cause={}: not signalled", settings.name(), e.toString());
      target.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void stop(Process running) throws InterruptedException {
    signal(running, "TERM");
    if (!running.waitFor(settings.stopMax().toMillis(), TimeUnit.MILLISECONDS)) {
      log.warn(
          "component={} pid={}: did not end within {} s of SIGTERM, killed",
          settings.name(),
          running.pid(),
          settings.stopMax().toSeconds());
      signal(running, "KILL");
    }
  }

  /** SIGTERM, then SIGKILL; returns when it is gone. */
  @Override
  public void close() {
    closing.countDown();
    try {
      Process running = process;
      if (running != null) {
        stop(running);
      }
      thread.join(settings.stopMax().multipliedBy(3));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
