package io.junctor.hil.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.hil.harness.GatewayProcess;
import io.junctor.hil.harness.Site;
import io.junctor.hil.harness.TempFiles;
import io.junctor.hil.harness.Wiring;
import io.junctor.hil.peer.LinkKind;
import io.junctor.hil.peer.Peer;
import io.junctor.hil.peer.TopicWatch;
import io.junctor.hil.peer.Wire;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * Bytes on a serial device of the kernel become a level at a WebSocket client, and so does their
 * absence.
 */
@TestInstance(Lifecycle.PER_CLASS)
class SerialFridgeTest {

  private static final String FRIDGE = Site.SITE + ".fridge";
  private static final String LEVEL = FRIDGE + ".level";
  private static final Wire WEBSOCKET = new Wire(LinkKind.WEBSOCKET, Format.JSON);

  /** From 900 mm, empty, to 300 mm, full: 6 mm are 1 %. */
  private static final int HALF_FULL_MILLIMETRES = 600;

  private Path folder;
  private SerialLine line;
  private Ranger ranger;
  private GatewayProcess gateway;
  private TopicWatch level;

  @BeforeAll
  void startGateway() throws IOException {
    folder = Files.createTempDirectory("junctor-serial");
    line = SerialLine.at(folder.resolve("ranger"));
    ranger = Ranger.on(line);
    gateway = GatewayProcess.start(Site.create(), Wiring.linux(things(line.path())));
  }

  @AfterAll
  void stopGateway() {
    try (SerialLine last = line;
        Ranger second = ranger;
        GatewayProcess first = gateway) {
      // closes each, whatever the others do
    }
    TempFiles.delete(folder);
  }

  @BeforeEach
  void measureHalfFull() {
    level = watch(LEVEL);
    ranger.measure(HALF_FULL_MILLIMETRES);
    untilLevelIs(50);
  }

  @AfterEach
  void closeWatch() {
    level.close();
  }

  /**
   * The ranger alone is there; the fridge's other parts are wired to what this machine does not
   * have.
   */
  private static String things(Path serial) {
    return """
    fridge:
      kind: fridge
      ranger:
        port: %s
        emptyDistanceMillimetres: 900
        fullDistanceMillimetres: 300
        staleAfterMillis: 700
      door: {line: "gpiochip97:0"}
      compressor: {line: "gpiochip97:1"}
      slots: {bus: i2c-97, address: 0x20}
      temperature: {bus: i2c-97, address: 0x4f}
    """
        .formatted(serial);
  }

  private Peer join() {
    return new Peer(gateway.open(WEBSOCKET), WEBSOCKET).join(Site.REALM, gateway.site().member());
  }

  private TopicWatch watch(String topic) {
    return TopicWatch.of(join(), topic);
  }

  private Map<String, Object> untilLevelIs(double percent) {
    return level.untilGood(
        value -> Math.abs(((Number) value).doubleValue() - percent) < 0.01, percent + " %");
  }

  @Test
  void topicFollowsWhatTheSensorSends() {
    // Given: half full
    // When
    ranger.measure(450);
    // Then
    Map<String, Object> event = untilLevelIs(75);
    assertEquals("%", event.get("unit"));
    assertNotNull(event.get("time"));
    assertNull(event.get("reason"));
  }

  @Test
  void getAnswersWhatTheTopicSays() {
    try (Peer caller = join()) {
      // Given
      ranger.measure(840);
      untilLevelIs(10);
      // When
      caller.call(LEVEL + ".get");
      // Then
      Map<String, Object> result = caller.kwargs(caller.receive(Result.class));
      assertEquals(10.0, ((Number) result.get("value")).doubleValue(), 0.01);
      assertEquals("good", result.get("quality"));
      caller.call(FRIDGE + ".distance.get");
      Map<String, Object> distance = caller.kwargs(caller.receive(Result.class));
      assertEquals(840, ((Number) distance.get("value")).intValue());
      assertEquals("mm", distance.get("unit"));
    }
  }

  /** A UART hands over bytes as they come; no read need hold a whole frame, or only one. */
  @Test
  void framesMayComeInPiecesAndInCrowds() {
    // Given: half full
    // When
    ranger.repeat("R", "07", "5", "0\rR0750\rR07", "50", "\r");
    // Then
    untilLevelIs(25);
  }

  /**
   * The banner at power-on, a frame cut short, digits too many, bytes of noise; once in a while the
   * truth.
   */
  @Test
  void whatIsNoFrameBetweenFramesIsPassedOver() {
    // Given: half full
    // When
    ranger.repeat(
        "HRXL-MaxSonar\rPN:MB7360\r",
        "R06R",
        "0660\r",
        "R06600\r",
        "\0\u00ff\u0080\r\r",
        "R 660\r",
        "R0330\r");
    // Then
    untilLevelIs(95);
  }

  @Test
  void levelGoesStaleWhenNothingIsReadAndIsGoodAgainAfterwards() {
    // Given: half full
    // When
    ranger.fallSilent();
    // Then
    Map<String, Object> stale = level.untilQuality("stale");
    assertEquals(50.0, ((Number) stale.get("value")).doubleValue(), 0.01, "the last value is kept");
    assertTrue(stale.get("reason").toString().contains(line.path().toString()), stale::toString);
    ranger.measure(300);
    untilLevelIs(100);
  }

  @Test
  void noiseIsNoReading() {
    // Given: half full
    // When
    ranger.repeat("R06000\r", "R06a0\r", "0600\r", "\u00ff\u00fe");
    // Then
    level.untilQuality("stale");
  }

  @Test
  void levelIsUnknownWhenTheSensorSeesNothing() {
    // Given: half full
    // When
    ranger.measure(5000);
    // Then
    Map<String, Object> failed = level.untilQuality("failed");
    assertNull(failed.get("value"));
    assertTrue(failed.get("reason").toString().contains("no target"), failed::toString);
    ranger.measure(720);
    untilLevelIs(30);
  }

  @Test
  void levelFailsWhileTheLineIsCutAndComesBackWithItByItself() {
    // Given: half full
    // When
    line.cut();
    // Then
    Map<String, Object> failed = level.untilQuality("failed");
    assertNull(failed.get("value"), "what is not known is not told");
    assertTrue(failed.get("reason").toString().contains(line.path().toString()), failed::toString);
    ranger.measure(360);
    line.restore();
    untilLevelIs(90);
    line.cut();
    level.untilQuality("failed");
    line.restore();
    untilLevelIs(90);
  }

  @Test
  void partsThatAreNotThereFailAloneAndSayWhy() {
    for (String property : new String[] {"door", "compressor", "slots", "temperature"}) {
      try (TopicWatch watch = watch(FRIDGE + "." + property)) {
        // When
        Map<String, Object> failed = watch.untilQuality("failed");
        // Then
        assertNull(failed.get("value"), property);
        String reason = failed.get("reason").toString();
        assertTrue(reason.contains("97"), () -> property + ": " + reason);
      }
    }
    untilLevelIs(50);
    try (TopicWatch status = watch(FRIDGE + ".status")) {
      status.until("degraded", kwargs -> "degraded".equals(kwargs.get("value")));
    }
  }
}
