package io.junctor.app.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CookieFileTest {

  @TempDir Path folder;
  private Instant now = Instant.parse("2026-01-02T03:04:05Z");

  private CookieFile open(Path file) throws IOException {
    return new CookieFile(file, 10, Duration.ofHours(1), () -> now);
  }

  private Path file() {
    return folder.resolve("state/cookies");
  }

  @Test
  void whatIsBoundIsStillBoundAfterARestart() throws Exception {
    try (CookieFile before = open(file())) {
      before.cookies().bind("secret", "realm", "alice", "stamp");
      before.cookies().bind("gone", "realm", "bob", "stamp");
      before.cookies().forget("gone");
    }

    CookieFile after = open(file());

    assertTrue(after.cookies().isBound("secret"));
    assertFalse(after.cookies().isBound("gone"));
  }

  @Test
  void whatHasExpiredMeanwhileIsNot() throws Exception {
    try (CookieFile before = open(file())) {
      before.cookies().bind("secret", "realm", "alice", "stamp");
    }
    now = now.plus(Duration.ofHours(1));

    assertEquals(List.of(), open(file()).cookies().entries());
  }

  @Test
  void theFileHoldsNoCookieAndIsTheOwnersAlone() throws Exception {
    try (CookieFile kept = open(file())) {
      kept.cookies().bind("secret", "realm", "alice", "stamp");
    }

    assertFalse(Files.readString(file()).contains("secret"));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    try (var files = Files.list(file().getParent())) {
      assertEquals(List.of(file()), files.toList(), "nothing half written is left");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "rubbish", "junctor cookies 1\nrubbish", "junctor cookies 2\n"})
  void aBrokenFileLetsNobodyInAndIsReplaced(String text) throws Exception {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), text);

    try (CookieFile kept = open(file())) {
      assertEquals(List.of(), kept.cookies().entries());
      kept.cookies().bind("secret", "realm", "alice", "stamp");
    }

    assertTrue(open(file()).cookies().isBound("secret"));
  }

  @Test
  void withoutAFileNothingIsKept() throws Exception {
    try (CookieFile kept = open(null)) {
      kept.cookies().bind("secret", "realm", "alice", "stamp");
    }

    try (var files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
  }
}
