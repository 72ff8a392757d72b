package io.junctor.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AttemptsTest {

  private static final AttemptLimits LIMITS =
      new AttemptLimits(
          3,
          Duration.ofSeconds(6),
          10,
          Duration.ofSeconds(1),
          Duration.ofMillis(100),
          Duration.ofSeconds(3),
          100);

  private long now;
  private final Attempts attempts = new Attempts(LIMITS, () -> now);

  @Test
  void theFirstFailuresCostNothing() {
    fail("h", "anna", 2);

    assertEquals(Duration.ZERO, attempts.delay("h", "anna"));
  }

  @Test
  void eachFurtherOneDoublesTheWaitUpToTheLongest() {
    fail("h", "anna", 3);
    assertEquals(Duration.ofMillis(100), attempts.delay("h", "anna"));
    fail("h", "anna", 1);
    assertEquals(Duration.ofMillis(200), attempts.delay("h", "anna"));
    fail("h", "anna", 1_000_000);
    assertEquals(Duration.ofSeconds(3), attempts.delay("h", "anna"));
  }

  @Test
  void otherNamesAndHostsDoNotWait() {
    fail("h", "anna", 9);

    assertEquals(Duration.ZERO, attempts.delay("h", "berta"));
    assertEquals(Duration.ZERO, attempts.delay("i", "anna"));
  }

  @Test
  void aHostThatTriesManyNamesWaits() {
    for (int i = 0; i < 12; i++) {
      fail("h", "name" + i, 1);
    }

    assertEquals(Duration.ofMillis(400), attempts.delay("h", "another"));
    assertEquals(Duration.ZERO, attempts.delay("i", "another"));
  }

  @Test
  void failuresAreForgivenAsTimePasses() {
    fail("h", "anna", 5);
    now += Duration.ofSeconds(6).toNanos();
    assertEquals(Duration.ofMillis(200), attempts.delay("h", "anna"));
    now += Duration.ofSeconds(12).toNanos();
    assertEquals(Duration.ZERO, attempts.delay("h", "anna"));
    now += Duration.ofDays(100).toNanos();
    fail("h", "anna", 3);
    assertEquals(Duration.ofMillis(100), attempts.delay("h", "anna"));
  }

  @Test
  void aSuccessForgivesItsNameButNotItsHost() {
    fail("h", "anna", 12);

    attempts.succeeded("h", "anna");

    assertEquals(Duration.ofMillis(400), attempts.delay("h", "anna"), "of the host alone");
    now += Duration.ofSeconds(3).toNanos();
    assertEquals(Duration.ZERO, attempts.delay("h", "anna"));
  }

  @Test
  void theTablesAreBounded() {
    for (int i = 0; i < 10_000; i++) {
      fail("h" + i, "anna", 1);
      fail("h", "n" + i, 1);
    }

    assertTrue(attempts.size() <= 200, () -> "entries: " + attempts.size());
    assertEquals(Duration.ofSeconds(3), attempts.delay("h", "new"), "who goes on is remembered");
  }

  private void fail(String host, String authid, int times) {
    for (int i = 0; i < times; i++) {
      attempts.failed(host, authid);
    }
  }
}
