package io.junctor.hil.bombs;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.hil.peer.Octets;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** A gateway that bombs are thrown at, and two sessions beside them that must not notice. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BombedGateway {

  /** What may live in the heap when all is over: a gateway at rest has some 10 MiB. */
  private static final long HEAP_BYTES_MAX = 32L << 20;

  BombsGateway gateway;
  private Bystander bystander;

  @BeforeAll
  void start() throws Exception {
    gateway = new BombsGateway("");
    bystander = new Bystander(gateway);
  }

  @AfterAll
  void stop() throws Exception {
    bystander.close();
    long heap = gateway.heapBytes();
    String log = gateway.log();
    gateway.close();
    System.out.printf("bombs: %,d KiB live, %d calls beside%n", heap >> 10, bystander.calls());
    assertTrue(heap < HEAP_BYTES_MAX, "the heap holds " + heap);
    assertFalse(log.contains("OutOfMemoryError"), log);
    assertFalse(log.contains("StackOverflowError"), log);
    assertFalse(log.contains(" ERROR "), log);
  }

  @AfterEach
  void nobodyElseIsDisturbed() {
    assertNull(bystander.failure(), () -> "bystander: " + bystander.failure());
    int before = bystander.calls();
    await(() -> bystander.calls() > before + 1);
    assertTrue(gateway.isAlive());
  }

  static void await(BooleanSupplier condition) {
    Awaitility.await()
        .atMost(Duration.ofMillis(Octets.PATIENCE_MILLIS))
        .until(condition::getAsBoolean);
  }

  /** Sends what is not taken to its end. */
  static void send(Octets peer, byte[] bytes) {
    try {
      peer.send(bytes);
    } catch (IOException closed) {
      // before it was all sent
    }
  }
}
