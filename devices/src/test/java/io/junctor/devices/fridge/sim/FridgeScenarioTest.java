package io.junctor.devices.fridge.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.devices.fridge.FridgeConfig;
import io.junctor.devices.sim.BoardWiring;
import io.junctor.drivers.serial.SerialPort;
import io.junctor.drivers.serial.SerialSettings;
import io.junctor.drivers.sim.SimBoard;
import io.junctor.drivers.sim.SteppedSimClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FridgeScenarioTest {

  private static final FridgeConfig CONFIG =
      new FridgeConfig(
          null,
          new FridgeConfig.Ranger(null, 1_300, 300, null, null),
          new FridgeConfig.Slots(null, null, null, null, null, null, null, null),
          new FridgeConfig.Door("GPIO17", null, null),
          null,
          null,
          null);

  /** How many bottles there are, second by second. */
  private static List<Integer> bottles(long seed, int seconds) {
    SteppedSimClock clock = new SteppedSimClock();
    FridgeSimulation fridge =
        FridgeSimulation.attach(new BoardWiring(new SimBoard(clock)), CONFIG, seed);
    fridge.play();
    List<Integer> bottles = new ArrayList<>();
    for (int second = 0; second < seconds; second++) {
      clock.advance(Duration.ofSeconds(1));
      bottles.add(fridge.physics().bottles());
    }
    fridge.close();
    return bottles;
  }

  @Test
  void viewerSeesABottleGoWithinSecondsAndTheFridgeRefilledWithinMinutes() {
    // When
    List<Integer> bottles = bottles(1, 300);
    // Then
    assertTrue(bottles.subList(0, 6).stream().anyMatch(count -> count < 8), bottles.toString());
    int empty = bottles.indexOf(0);
    assertTrue(empty > 0, bottles.toString());
    assertTrue(bottles.subList(empty, 300).contains(8), bottles.toString());
  }

  @Test
  void sameSeedGivesTheSameWorld() {
    assertEquals(bottles(7, 120), bottles(7, 120));
    assertTrue(!bottles(7, 120).equals(bottles(8, 120)));
  }

  @Test
  void rangerSpeaksTheDataSheetsFormatAboutSevenTimesASecond() throws Exception {
    // Given
    SteppedSimClock clock = new SteppedSimClock();
    SimBoard board = new SimBoard(clock);
    FridgeSimulation.attach(new BoardWiring(board), CONFIG, 1);
    SerialPort port = board.serial().open("/dev/serial0", SerialSettings.parse("9600 8N1"));
    // When
    clock.advance(Duration.ofSeconds(3));
    byte[] buffer = new byte[1_000];
    int count = port.read(buffer, 0, buffer.length, Duration.ZERO);
    // Then
    String text = new String(buffer, 0, count, StandardCharsets.US_ASCII);
    assertTrue(text.matches("(R0(29|30)\\d\\r){20}"), text);
  }
}
