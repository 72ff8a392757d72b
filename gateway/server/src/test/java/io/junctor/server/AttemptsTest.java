package io.junctor.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AttemptsTest {

  private static final AttemptLimits LIMITS =
      new AttemptLimits(
          3, Duration.ofSeconds(6), 10, Duration.ofSeconds(1), Duration.ofMillis(300), 20, 100);

  private long now;
  private final Attempts attempts = new Attempts(LIMITS, () -> now);

  @Test
  void theFirstFailuresCostNothing() {
    fail("h", "anna", 2);
    assertFalse(attempts.isSlowed("h", "anna"));

    fail("h", "anna", 1);
    assertTrue(attempts.isSlowed("h", "anna"));
  }

  @Test
  void otherNamesAndHostsAreNotSlowed() {
    fail("h", "anna", 9);

    assertFalse(attempts.isSlowed("h", "berta"));
    assertFalse(attempts.isSlowed("i", "anna"));
  }

  @Test
  void aHostThatTriesManyNamesIsSlowed() {
    for (int i = 0; i < 12; i++) {
      fail("h", "name" + i, 1);
    }

    assertTrue(attempts.isSlowed("h", "another"));
    assertFalse(attempts.isSlowed("i", "another"));
  }

  @Test
  void failuresAreForgivenAsTimePasses() {
    fail("h", "anna", 5);
    now += Duration.ofSeconds(12).toNanos();
    assertTrue(attempts.isSlowed("h", "anna"));
    now += Duration.ofSeconds(6).toNanos();
    assertFalse(attempts.isSlowed("h", "anna"));
    now += Duration.ofDays(100).toNanos();
    fail("h", "anna", 2);
    assertFalse(attempts.isSlowed("h", "anna"));
    fail("h", "anna", 1);
    assertTrue(attempts.isSlowed("h", "anna"));
  }

  @Test
  void aSuccessForgivesItsNameButNotItsHost() {
    fail("h", "anna", 12);

    attempts.succeeded("h", "anna");

    assertTrue(attempts.isSlowed("h", "anna"), "for the host alone");
    now += Duration.ofSeconds(3).toNanos();
    assertFalse(attempts.isSlowed("h", "anna"));
  }

  @Test
  void theTablesAreBounded() {
    for (int i = 0; i < 10_000; i++) {
      fail("h" + i, "anna", 1);
      fail("h", "n" + i, 1);
    }

    assertTrue(attempts.size() <= 200, () -> "entries: " + attempts.size());
    assertTrue(attempts.isSlowed("h", "new"), "who goes on is remembered");
  }

  private void fail(String host, String authid, int times) {
    for (int i = 0; i < times; i++) {
      attempts.failed(host, authid);
    }
  }
}
