package io.junctor.app.program;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path directory;

  private final AtomicInteger asked = new AtomicInteger();

  private Program start(String script) {
    ProgramSettings settings =
        new ProgramSettings(
            "test",
            List.of("/bin/sh", "-c", script),
            directory,
            Map.of("COLOUR", "blue"),
            64 << 20,
            32,
            Duration.ofSeconds(1));
    return Program.start(
        settings, () -> Map.of("TICKET", "t" + asked.incrementAndGet()), (_, _) -> {});
  }

  private String text(String file) {
    try {
      return Files.readString(directory.resolve(file));
    } catch (IOException e) {
      return "";
    }
  }

  private static boolean lives(String pid) {
    return ProcessHandle.of(Long.parseLong(pid.strip())).map(ProcessHandle::isAlive).orElse(false);
  }

  @Test
  void itIsStartedAgainEachTimeWithNewCredentials() {
    try (Program program = start("echo $TICKET >>tickets; exit 3")) {
      await().atMost(LONG).until(() -> text("tickets").startsWith("t1\nt2\nt3\n"));
      await().atMost(LONG).until(() -> program.status().reason().equals("exit status 3"));
    }
  }

  @Test
  void itsEnvironmentIsItsOwn() {
    try (Program program = start("env >environment; ulimit -n >>environment; exec sleep 60")) {
      await().atMost(LONG).until(() -> text("environment").endsWith("32\n"));
      String environment = text("environment");
      assertTrue(environment.contains("COLOUR=blue\n"), environment);
      assertTrue(environment.contains("TICKET=t1\n"), environment);
      assertFalse(environment.contains("JAVA_HOME="), environment);
      assertEquals(Program.State.RUNNING, program.status().state());
    }
  }

  @Test
  void whoDoesNotEndIsKilledWithItsChildren() {
    String childPid;
    Program program =
        start("trap '' TERM; sleep 600 & echo $! >child; while :; do sleep 0.1; done");
    try {
      await().atMost(LONG).until(() -> text("child").endsWith("\n"));
      childPid = text("child");
      assertTrue(lives(childPid));
    } finally {
      program.close();
    }
    await().atMost(LONG).until(() -> !lives(childPid));
    assertEquals(Program.State.STOPPED, program.status().state());
  }

  @Test
  void childrenOfOneThatEndedByItselfAreKilled() {
    try (Program program = start("sleep 600 & echo $! >child; sleep 0.2; mv child old; exit 0")) {
      await().atMost(LONG).until(() -> text("old").endsWith("\n"));
      String childPid = text("old");
      await().atMost(LONG).until(() -> !lives(childPid));
      assertTrue(program.status().starts() >= 1);
    }
  }

  @Test
  void whatCannotBeStartedIsTriedAgainAndSaysWhy() {
    ProgramSettings settings =
        new ProgramSettings(
            "test",
            List.of("/nowhere/program"),
            directory,
            Map.of(),
            64 << 20,
            32,
            Duration.ofSeconds(1));
    try (Program program = Program.start(settings, Map::of, (_, _) -> {})) {
      await().atMost(LONG).until(() -> program.status().starts() >= 2);
      await().atMost(LONG).until(() -> program.status().reason().equals("exit status 127"));
    }
  }

  @Test
  void moreMemoryThanAllowedIsRefusedByTheKernel() {
    // 200 MB in a shell variable
    try (Program program = start("x=$(head -c 200000000 /dev/zero | tr '\\0' x); touch had")) {
      await().atMost(LONG).until(() -> program.status().starts() >= 2);
      assertFalse(Files.exists(directory.resolve("had")));
    }
  }
}
