package io.junctor.hil.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.drivers.i2c.I2cDevice;
import io.junctor.drivers.i2c.I2cException;
import io.junctor.drivers.linux.LinuxBoard;
import io.junctor.hil.harness.ProductProcess;
import io.junctor.hil.harness.ReportedCheck;
import io.junctor.hil.harness.Site;
import io.junctor.hil.harness.Wiring;
import io.junctor.hil.kernel.GpioSim;
import io.junctor.hil.peer.Peer;
import io.junctor.hil.processes.OutputsSafe.Run;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;

/**
 * Runs inside the User-Mode Linux kernel: a router and a worker there, a relay on a line of
 * gpio-sim, solenoids on an expander of i2c-stub. Reports each {@link OutputsCheck}.
 *
 * <p>The expander keeps its latch whatever happens to the worker, like the real one. The line is
 * pulled up, so that it is high, the relay on, whenever nobody holds it: as on a board that keeps
 * the level of a line whose owner died.
 */
final class InsideKernelWorker {

  private static final int RELAY = 1; // offset on the chip, as uml/init names them

  // registers of the MCP23017, data sheet DS20001952 table 3-1, IOCON.BANK = 0
  private static final int GPIOA = 0x12;
  private static final int OLATB = 0x15;

  private static final String THINGS =
      """
      fridge:
        kind: fridge
        ranger: {port: /dev/ttyS97, emptyDistanceMillimetres: 900, fullDistanceMillimetres: 300}
        compressor: {line: COMPRESSOR, minimumOffSeconds: 0}
        slots: {bus: i2c-0, address: 0x20, pulseMillis: 2000, restMillis: 0, releaseMillis: 10000}
      """;

  /** How often a worker is killed with its outputs on. */
  private static final int KILLS = 3;

  private static final int LIMIT_MILLIS = 1_000;

  /** How long the line is held to be looked at; its pull-up has it again then. */
  private static final int HOLD_MILLIS = 1_500;

  private static final int ROUNDS_AT_ONCE = 5;

  private final GpioSim sim;
  private final OutputsSafe safe;
  private final I2cDevice expander;
  private final SplitGateway gateway;
  private ProductProcess worker;

  private InsideKernelWorker(GpioSim sim, OutputsSafe safe, LinuxBoard board)
      throws IOException, I2cException {
    this.sim = sim;
    this.safe = safe;
    this.expander = new I2cDevice(board.i2c("i2c-0"), 0x20);
    this.gateway = SplitGateway.of(Wiring.linux(THINGS), SplitGateway.ownUser());
    gateway.startRouter();
    this.worker = gateway.startWorker();
  }

  public static void main(String[] words) throws Exception {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(10));
    try (LinuxBoard board = new LinuxBoard()) {
      GpioSim sim = new GpioSim(Path.of(words[0]));
      sim.pull(RELAY, true);
      OutputsSafe safe = new OutputsSafe(Path.of(words[1], "outputs-safe"));
      InsideKernelWorker inside = new InsideKernelWorker(sim, safe, board);
      for (OutputsCheck check : OutputsCheck.values()) {
        System.out.println(inside.run(check).line());
      }
    }
    System.exit(0); // whatever threads clients have left
  }

  private ReportedCheck run(OutputsCheck check) {
    try {
      perform(check);
      return new ReportedCheck(check.name(), true, "");
    } catch (Throwable failed) {
      return new ReportedCheck(check.name(), false, failed + "\n" + gateway.logs());
    }
  }

  private void perform(OutputsCheck check) throws Exception {
    switch (check) {
      case aStartedWorkerHasItsOutputsSafeAndListed -> startedSafe();
      case outputsOfAKilledWorkerStayOnUntilOutputsSafeSwitchesThemOffWithinASecond -> killed();
      case theNextWorkerTakesOver -> takenOver();
      case theLineOfAWorkerThatLivesIsNotTakenFromIt -> notTaken();
      case aWorkerThatIsToldToStopSwitchesOffByItself -> terminated();
      case twoAtOnceDoNoHarm -> twoAtOnce();
      case outputsOfAGuardedWorkerAreOffWithinASecondOfItsDeath -> guarded();
    }
  }

  private void startedSafe() throws Exception {
    // it is ready when its outputs are safe: nothing is awaited here
    assertFalse(sim.isHigh(RELAY), "the relay is held off against its pull-up");
    assertEquals(0, expander.readByteData(OLATB), "the solenoids are off");
    List<String> steps =
        Files.readAllLines(gateway.outputs()).stream().filter(l -> !l.startsWith("#")).toList();
    assertEquals(List.of("gpio COMPRESSOR 0", "i2c i2c-0 0x20 0x15 0x00"), steps);
  }

  private void killed() throws Exception {
    for (int kill = 0; kill < KILLS; kill++) {
      gateway.awaitStatus("fridge", "degraded"); // its ranger has no line
      try (Peer caller = switchOn()) {
        worker.kill();
        long died = System.nanoTime();
        assertTrue(sim.isHigh(RELAY), "nobody has switched the relay off");
        assertEquals(1, expander.readByteData(OLATB), "nobody has switched the solenoid off");
        assertSwitchedOff(died);
      }
      worker = gateway.startWorker();
    }
  }

  private void assertSwitchedOff(long died) throws Exception {
    CompletableFuture<Run> run = outputsSafe("--hold", "" + HOLD_MILLIS);
    assertOffWithinASecond(died);
    assertEquals(0, run.get().status(), () -> run.join().toString());
  }

  private void assertOffWithinASecond(long died) {
    Awaitility.await("off")
        .pollInterval(Duration.ofMillis(2))
        .until(() -> !sim.isHigh(RELAY) && expander.readByteData(OLATB) == 0);
    long millis = (System.nanoTime() - died) / 1_000_000;
    System.out.println("outputs off " + millis + " ms after the worker's death");
    assertTrue(millis <= LIMIT_MILLIS, "within a second of its death, got " + millis + " ms");
  }

  private void takenOver() {
    gateway.awaitStatus("fridge", "degraded");
    assertFalse(sim.isHigh(RELAY));
    assertEquals(false, gateway.call("fridge.compressor.get").get("value"));
  }

  private void notTaken() throws Exception {
    Run run;
    try (Peer caller = switchOn()) {
      run = outputsSafe().get();
    }
    assertEquals(1, run.status(), run::toString);
    assertTrue(run.output().contains("Device or resource busy"), run::toString);
    assertTrue(sim.isHigh(RELAY));
    assertEquals(0, expander.readByteData(OLATB), "a chip is nobody's");
    assertTrue(run.millis() <= LIMIT_MILLIS, run::toString);
  }

  private void terminated() throws Exception {
    sim.pull(RELAY, false); // what is high from now on is held high
    assertTrue(sim.isHigh(RELAY));
    assertEquals(0, worker.terminate());
    assertFalse(sim.isHigh(RELAY));
    assertEquals(0, expander.readByteData(OLATB));
    assertEquals(0, outputsSafe().get().status(), "it is run after an orderly end as well");
  }

  /** As guard and service manager may be: one has the line for a moment, and the other waits. */
  private void twoAtOnce() throws Exception {
    for (int round = 0; round < ROUNDS_AT_ONCE; round++) {
      expander.writeByteData(OLATB, 1);
      CompletableFuture<Run> first = outputsSafe();
      CompletableFuture<Run> second = outputsSafe();
      assertEquals(0, first.get().status(), () -> first.join().toString());
      assertEquals(0, second.get().status(), () -> second.join().toString());
      assertEquals(0, expander.readByteData(OLATB));
    }
  }

  private void guarded() throws Exception {
    sim.pull(RELAY, true);
    worker = gateway.startGuardedWorker(safe, HOLD_MILLIS);
    gateway.awaitStatus("fridge", "degraded");
    try (Peer caller = switchOn()) {
      ProcessHandle guard = ProcessHandle.of(worker.pid()).orElseThrow();
      ProcessHandle guarded = guard.children().findFirst().orElseThrow();
      long killed = System.nanoTime();
      guarded.destroyForcibly();
      assertOffWithinASecond(killed);
    }
  }

  /**
   * The relay, and a solenoid for a pulse of two seconds.
   *
   * @return the caller; the pulse ends when it leaves.
   */
  private Peer switchOn() throws Exception {
    gateway.call("fridge.compressor.set", true);
    expander.writeByteData(GPIOA, 0b1); // a bottle in slot 1
    Awaitility.await("the bottle is seen")
        .until(() -> bottles(gateway.call("fridge.bottles.get")) == 1);
    Peer peer = gateway.join();
    Dict progress = Dict.of("receive_progress", true);
    peer.call(Site.SITE + ".fridge.dispense", progress, List.of(), Map.of("slot", 1));
    assertEquals("pulsing", peer.kwargs(peer.receive(Result.class)).get("phase"));
    assertTrue(sim.isHigh(RELAY));
    assertEquals(1, expander.readByteData(OLATB));
    return peer;
  }

  private static int bottles(Map<String, Object> state) {
    return state.get("value") instanceof Number count ? count.intValue() : -1;
  }

  private CompletableFuture<Run> outputsSafe(String... options) {
    List<String> words = new java.util.ArrayList<>(List.of(options));
    words.add(gateway.outputs().toString());
    return CompletableFuture.supplyAsync(() -> safe.run(words.toArray(String[]::new)));
  }
}
