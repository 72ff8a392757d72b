package io.junctor.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class HandshakeLanesTest {

  private final Queue<Runnable> thread = new ArrayDeque<>();
  private final HandshakeLanes lanes = new HandshakeLanes(thread::add);
  private final List<String> done = new ArrayList<>();

  @Test
  void aHostWithOneLinkIsNotKeptWaitingByAHostWithMany() {
    // Given
    for (int port = 1; port <= 100; port++) {
      post("10.0.0.1:" + port, "many");
    }
    post("[fe80::1]:1", "one");
    // When
    run();
    // Then
    assertTrue(done.indexOf("one") <= 2, () -> "turn " + done.indexOf("one"));
    assertEquals(101, done.size());
  }

  @Test
  void usersOfAUnixSocketAreHostsOfTheirOwn() {
    // Given
    for (int pid = 1; pid <= 100; pid++) {
      post("unix:pid=" + pid + ",uid=1000", "many");
    }
    post("unix:pid=101,uid=0", "one");
    // When
    run();
    // Then
    assertTrue(done.indexOf("one") <= 2, () -> "turn " + done.indexOf("one"));
  }

  @Test
  void aHostWithoutLinksIsForgotten() {
    // Given
    lanes.open("10.0.0.1:1");
    lanes.open("10.0.0.1:2");
    // When
    lanes.close("10.0.0.1:1");
    assertEquals(1, lanes.size());
    lanes.close("10.0.0.1:2");
    // Then
    assertEquals(0, lanes.size());
  }

  private void post(String peer, String name) {
    Executor lane = lanes.open(peer);
    lane.execute(() -> done.add(name));
  }

  private void run() {
    while (!thread.isEmpty()) {
      thread.remove().run();
    }
  }
}
