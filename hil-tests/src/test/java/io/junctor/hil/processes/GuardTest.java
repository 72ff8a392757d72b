package io.junctor.hil.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.hil.processes.OutputsSafe.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code outputs-safe --guard} without hardware: what becomes of it and of its command. */
class GuardTest {

  /** Prints a line, then waits for its end. */
  private static final String WAITS = "echo up; exec sleep 60";

  /** Says that it was told to end, and ends with a status of its own. */
  private static final String ENDS_IN_ORDER =
      "trap 'echo told; exit 5' TERM; echo up; while :; do sleep 0.02; done";

  private static final String DOES_NOT_END = "trap '' TERM; echo up; while :; do sleep 0.02; done";

  private static final int SECONDS_MAX = 10;

  /** Of 64 KiB, pipe(7): a page that was begun by somebody else counts as full. */
  private static final int PIPE_BYTES = 60_000;

  @TempDir private static Path tools;
  private static OutputsSafe safe;

  @TempDir private Path folder;

  @BeforeAll
  static void build() {
    safe = OutputsSafe.build(tools);
  }

  @Test
  void outputsOfAKilledCommandAreTriedAndReportedWithinASecond() throws Exception {
    // Given: outputs that are not there, which is as long as it can take
    Path file = folder.resolve("outputs");
    String script =
        "printf 'gpio NO_SUCH_LINE 0\\ni2c i2c-97 0x20 0x15 0x00\\n' >" + file + ";" + WAITS;
    try (Guarded guarded = Guarded.start(safe, List.of(file.toString()), script)) {
      // When
      guarded.worker().destroyForcibly();
      Run run = guarded.end();
      // Then
      assertEquals(128 + 9, run.status(), run::toString);
      assertTrue(run.output().contains("was killed by signal 9"), run::toString);
      assertTrue(run.output().contains("gpio NO_SUCH_LINE: level 0 not set"), run::toString);
      assertTrue(run.output().contains("i2c i2c-97 0x20: register 0x15 not set"), run::toString);
      assertTrue(run.millis() < 1_000, run::toString);
    }
  }

  @Test
  void theFileThatTheCommandWroteIsReadWhenItHasEnded() {
    // Given
    Path file = folder.resolve("outputs");
    // When
    Run run = guard(file, "sh", "-c", "echo '# one' >" + file + "; echo 'gpio A' >>" + file);
    // Then
    assertEquals(1, run.status(), "it ended well, but not all could be done");
    assertTrue(run.output().contains("line 2: expected 'gpio LINE 0|1'"), run::toString);
  }

  @Test
  void whatTheRunBeforeHasLeftIsCarriedOutBeforeTheCommandStarts() throws IOException {
    // Given
    Path file = write("gpio A\n");
    // When
    Run run = guard(file, "sh", "-c", "echo started; rm " + file);
    // Then
    assertTrue(run.output().startsWith("outputs-safe: line 1: expected"), run::toString);
    assertTrue(run.output().contains("\nstarted\n"), run::toString);
    assertEquals(0, run.status(), "it is for the run before");
  }

  @Test
  void withoutAFileNothingWasDriven() {
    // When
    Run run = guard(folder.resolve("absent"), "true");
    // Then
    assertEquals(0, run.status());
    assertTrue(run.output().contains("absent: no output was ever driven"), run::toString);
  }

  @Test
  void theStatusIsTheCommands() throws IOException {
    assertEquals(0, guard(write("# none\n"), "true").status());
    assertEquals(3, guard(write("# none\n"), "sh", "-c", "exit 3").status());
  }

  @Test
  void aCommandThatCannotBeRunIsNamed() throws IOException {
    // When
    Run notThere = guard(write(""), "junctor-no-such-command");
    Run noProgram = guard(write(""), folder.toString());
    // Then
    assertEquals(127, notThere.status());
    assertTrue(
        notThere.output().contains("junctor-no-such-command: cannot be run: No such file"),
        notThere::toString);
    assertEquals(126, noProgram.status());
    assertTrue(noProgram.output().contains("Permission denied"), noProgram::toString);
  }

  @Test
  void argumentsReachTheCommandAsTheyAre() throws IOException {
    // Given
    List<String> words = List.of("a b", "", "--guard", "--", "*", "$HOME", "'\"\\", "\u00fc\n");
    // When
    List<String> command = new ArrayList<>(List.of("printf", "<%s>"));
    command.addAll(words);
    Run run = guard(write("# none\n"), command.toArray(String[]::new));
    // Then
    assertTrue(
        run.output().contains("<" + String.join("><", words) + ">outputs-safe: 0 outputs"),
        run::toString);
  }

  @Test
  void aSignalIsForTheCommandAndTheGuardStaysUntilItEnds() throws Exception {
    try (Guarded guarded = Guarded.start(safe, options(), ENDS_IN_ORDER)) {
      // When
      guarded.guard().destroy(); // SIGTERM
      // Then
      assertEquals("told", guarded.nextLine());
      Run run = guarded.end();
      assertEquals(5, run.status(), run::toString);
      assertTrue(run.output().contains("0 outputs are safe"), run::toString);
    }
  }

  @Test
  void aSleepingCommandIsWokenToEnd() throws Exception {
    try (Guarded guarded = Guarded.start(safe, options(), ENDS_IN_ORDER)) {
      Guarded.signal("STOP", guarded.worker());
      // When
      guarded.guard().destroy();
      // Then
      assertEquals("told", guarded.nextLine());
      assertEquals(5, guarded.end().status());
    }
  }

  @Test
  void aCommandThatDoesNotEndInTimeIsKilled() throws Exception {
    try (Guarded guarded = Guarded.start(safe, options("--stop", "1"), DOES_NOT_END)) {
      // When
      guarded.guard().destroy();
      Run run = guarded.end();
      // Then
      assertEquals(128 + 9, run.status(), run::toString);
      assertTrue(run.output().contains("has not ended within 1 s"), run::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {WAITS, DOES_NOT_END})
  void theWatchdogsSignalKillsACommandThatHangs(String script) throws Exception {
    try (Guarded guarded = Guarded.start(safe, options(), script)) {
      Guarded.signal("STOP", guarded.worker());
      // When
      Guarded.signal("ABRT", guarded.guard());
      Run run = guarded.end();
      // Then
      assertEquals(128 + 9, run.status(), run::toString);
      assertTrue(run.output().contains("is killed by the watchdog"), run::toString);
      assertTrue(run.output().contains("0 outputs are safe"), run::toString);
    }
  }

  @Test
  void aCommandWithoutGuardIsToldToEnd() throws Exception {
    // Given
    Path told = folder.resolve("told");
    String script = "trap 'echo x >" + told + "; exit' TERM; echo up; while :; do sleep 0.02; done";
    try (Guarded guarded = Guarded.start(safe, options(), script)) {
      // When
      guarded.guard().destroyForcibly();
      // Then
      Awaitility.await().until(() -> Files.exists(told));
    }
  }

  @Test
  void aLogThatHangsHoldsNothingUp() throws Exception {
    // Given: a command that waits for a reader of its standard error, who does not read
    try (Guarded guarded = Guarded.start(safe, options(), "echo up; exec yes >&2")) {
      Awaitility.await().until(() -> guarded.unread() >= PIPE_BYTES);
      // When
      guarded.worker().destroyForcibly();
      // Then
      guarded.guard().onExit().get(SECONDS_MAX, TimeUnit.SECONDS);
    }
  }

  @Test
  void nobodyWaitsForOutputOfAGuardWhoseCommandHasEnded() throws Exception {
    // Given: a guard that takes its time
    try (Guarded guarded = Guarded.start(safe, options("--hold", "60000"), WAITS)) {
      // When
      guarded.worker().destroyForcibly();
      // Then
      assertNull(guarded.nextLine());
      assertTrue(guarded.guard().isAlive());
    }
  }

  @Test
  void theGuardHoldsNoDescriptorButStandardError() throws Exception {
    try (Guarded guarded = Guarded.start(safe, options(), WAITS)) {
      // Then
      assertEquals(List.of("0", "1", "2"), descriptors(guarded.worker()));
      // the command may be up a moment before its guard has let go
      Awaitility.await()
          .untilAsserted(() -> assertEquals(List.of("0", "1", "2"), descriptors(guarded.guard())));
      Awaitility.await().until(() -> descriptor(guarded.guard(), 0).equals(Path.of("/dev/null")));
      Awaitility.await().until(() -> descriptor(guarded.guard(), 1).equals(Path.of("/dev/null")));
      assertFalse(descriptor(guarded.guard(), 2).equals(Path.of("/dev/null")));
    }
  }

  @Test
  void itIsTheCommandThatFeedsTheWatchdog() throws IOException {
    // Given: the shell becomes the guard, as systemd's child does
    String script = "WATCHDOG_PID=$$ exec \"$0\" --guard \"$1\" -- sh -c 'echo $$ $WATCHDOG_PID'";
    // When
    Run run =
        OutputsSafe.execute(
            List.of("sh", "-c", script, safe.program().toString(), write("").toString()));
    // Then
    String[] pids = run.output().lines().skip(1).findFirst().orElseThrow().split(" ", -1);
    assertEquals(pids[0], pids[1], run::toString);
  }

  @Test
  void whatIsNoGuardIsRefused() {
    for (List<String> words :
        List.of(
            List.of("--guard", "f"),
            List.of("--guard", "f", "true"),
            List.of("--guard", "f", "--"),
            List.of("--guard", "--", "true"),
            List.of("--guard", "f", "--stop", "0", "--", "true"),
            List.of("--guard", "f", "--stop", "x", "--", "true"),
            List.of("--guard", "f", "--check", "--", "true"),
            List.of("--stop", "3", "f"))) {
      assertEquals(2, safe.run(words.toArray(String[]::new)).status(), words::toString);
    }
  }

  private static Run guard(Path file, String... command) {
    List<String> words = new ArrayList<>(List.of("--guard", file.toString(), "--"));
    words.addAll(List.of(command));
    return safe.run(words.toArray(String[]::new));
  }

  /** A file without outputs, and more. */
  private List<String> options(String... more) throws IOException {
    List<String> options = new ArrayList<>(List.of(write("# none\n").toString()));
    options.addAll(List.of(more));
    return options;
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("outputs"), text);
  }

  private static List<String> descriptors(ProcessHandle process) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static Path descriptor(ProcessHandle process, int number) throws IOException {
    return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/fd/" + number));
  }
}
