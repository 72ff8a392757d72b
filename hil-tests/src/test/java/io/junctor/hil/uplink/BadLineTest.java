package io.junctor.hil.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.hil.harness.FaultProxy;
import io.junctor.netty.NettyLoops;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A line that misbehaves and a cloud router that is killed, under load: what the edge acknowledged
 * arrives in the cloud, in order; what is sent again is told by its identity, and is no more than
 * the documented window for each loss of the line.
 */
class BadLineTest {

  private static final int CLOUD_KILLS = Integer.getInteger("junctor.kill.cycles", 10);

  /** Publications that may be on their way when the line is lost, and are sent again. */
  private static final int WINDOW = 64;

  private static final int ROUNDS = 2;
  private static final int FAULT_MILLIS_MIN = 200;
  private static final int FAULT_MILLIS_MAX = 600;

  /** Everything that the edge has and the cloud has not: some ten thousand events. */
  private static final Duration DRAINED_WITHIN = Duration.ofSeconds(60);

  private final NettyLoops loops = NettyLoops.start("bad-line", 2);
  private final Random random = new Random(1);
  private final Recorder recorder = new Recorder();
  private final Publisher publisher = new Publisher(loops, TwoRouters.AUTHID, TwoRouters.TICKET);
  private TwoRouters routers;
  private FaultProxy proxy;

  @BeforeEach
  void start() throws Exception {
    routers = TwoRouters.of(Line.RAWSOCKET, TwoRouters.LOOPBACK);
    proxy = FaultProxy.to(routers.startCloud(List.of()));
    record();
    routers.startEdge(List.of(), TwoRouters.LOOPBACK, proxy.port());
    routers.awaitUp();
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    routers.close();
    loops.close();
  }

  private void record() throws Exception {
    recorder.join(loops, routers.cloudUrl(), TwoRouters.AUTHID, TwoRouters.TICKET);
  }

  private void pause() throws InterruptedException {
    Thread.sleep(random.nextInt(FAULT_MILLIS_MIN, FAULT_MILLIS_MAX)); // load flows meanwhile
  }

  private void misbehave() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      for (FaultProxy.Fault fault : FaultProxy.Fault.values()) {
        proxy.be(fault);
        pause();
        if (fault == FaultProxy.Fault.STALL || fault == FaultProxy.Fault.STALL_ANSWERS) {
          proxy.reset(); // half open, and then gone
        }
        proxy.be(FaultProxy.Fault.NONE);
        routers.tryNow();
        routers.awaitUp();
      }
    }
  }

  private void killTheCloud() throws Exception {
    proxy.be(FaultProxy.Fault.STALL_ANSWERS);
    // what was confirmed up to now has reached those who listen there; that the router keeps
    // nothing for them is another matter
    recorder.fence();
    routers.killCloud();
    proxy.reset();
    proxy.be(FaultProxy.Fault.REFUSE); // until somebody listens again
    proxy.leadTo(routers.startCloud(List.of()));
    record();
    proxy.be(FaultProxy.Fault.NONE);
    routers.tryNow();
    routers.awaitUp();
  }

  private void killAgainAndAgain() throws Exception {
    for (int cycle = 0; cycle < CLOUD_KILLS; cycle++) {
      killTheCloud();
      pause();
    }
  }

  private void assertNothingLost(String what) {
    Set<Long> acknowledged = publisher.acknowledged();
    try {
      Awaitility.await()
          .atMost(DRAINED_WITHIN)
          .until(() -> recorder.missing(acknowledged).isEmpty());
    } catch (ConditionTimeoutException e) {
      // they are counted below
    }
    assertEquals(Set.of(), recorder.missing(acknowledged), recorder.figures());
    assertEquals(List.of(), recorder.wrong());
    assertEquals("", publisher.refusal());
    int losses = proxy.connections() - 1;
    assertTrue(losses > 0 && recorder.repeated() <= (long) losses * WINDOW, recorder.figures());
    assertTrue(acknowledged.size() > 1000, recorder.figures());
    System.err.printf(
        "%s: %d losses, %d acknowledged; %s%n",
        what, losses, acknowledged.size(), recorder.figures());
  }

  @Test
  void whatWasAcknowledgedSurvivesABadLine() throws Exception {
    // When
    publisher.publish(routers.edgeUrl(), FAULT_MILLIS_MIN, this::misbehave);
    // Then
    assertNothingLost("bad line");
  }

  @Test
  void whatWasAcknowledgedSurvivesKillsOfTheCloud() throws Exception {
    // When
    publisher.publish(routers.edgeUrl(), FAULT_MILLIS_MIN, this::killAgainAndAgain);
    // Then
    assertNothingLost("kill -9 of the cloud, " + CLOUD_KILLS + " cycles");
  }
}
