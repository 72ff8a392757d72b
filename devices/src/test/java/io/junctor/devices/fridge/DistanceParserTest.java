package io.junctor.devices.fridge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.junctor.devices.fridge.RangerReading.Distance;
import io.junctor.devices.fridge.RangerReading.Implausible;
import io.junctor.devices.fridge.RangerReading.NoTarget;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DistanceParserTest {

  /** Bytes, what they mean, how many frames are rejected. */
  record Case(String bytes, List<RangerReading> readings, int rejected) {}

  static List<Case> cases() {
    return List.of(
        new Case("R1234\r", List.of(new Distance(1_234)), 0),
        new Case("R0300\rR4999\r", List.of(new Distance(300), new Distance(4_999)), 0),
        new Case("R5000\r", List.of(new NoTarget()), 0),
        new Case("R0299\rR0000\r", List.of(new Implausible(299), new Implausible(0)), 0),
        new Case("R5001\rR9999\r", List.of(new Implausible(5_001), new Implausible(9_999)), 0),
        // line feeds and noise between frames do no harm
        new Case("\n\0\u00ffR0800\r\nR0801\r\n", List.of(new Distance(800), new Distance(801)), 0),
        // the carriage return is missing: only the next frame counts
        new Case("R1234R1235\r", List.of(new Distance(1_235)), 1),
        new Case("R12345\rR0700\r", List.of(new Distance(700)), 1),
        new Case("R123\rR0700\r", List.of(new Distance(700)), 1),
        new Case("R12x4\rR0700\r", List.of(new Distance(700)), 1),
        new Case("RRRR0700\r", List.of(new Distance(700)), 3),
        new Case("R-123\rR+123\rr1234\r", List.of(), 2),
        // a digit lost its top bit or gained one: not a digit
        new Case("R12\u00b34\rR0700\r", List.of(new Distance(700)), 1),
        // reading begins in the middle of a frame
        new Case("34\rR0700\r", List.of(new Distance(700)), 0),
        // what the sensor says at power-on
        new Case(
            "HRXL-MaxSonar-WR\rPN:MB7360\rCopyright 2011-2013\rMaxBotix Inc.\r"
                + "RoHS 1.8b090  0713\rTempI\rR0744\rR0745\r",
            List.of(new Distance(744), new Distance(745)),
            3));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void readingsDoNotDependOnHowTheBytesAreCut(Case example) {
    byte[] bytes = example.bytes.getBytes(StandardCharsets.ISO_8859_1);
    for (int chunk = 1; chunk <= bytes.length; chunk++) {
      // Given
      DistanceParser parser = new DistanceParser();
      List<RangerReading> readings = new ArrayList<>();
      // When
      for (int at = 0; at < bytes.length; at += chunk) {
        parser.accept(bytes, at, Math.min(chunk, bytes.length - at), readings::add);
      }
      // Then
      assertEquals(example.readings, readings, "chunks of " + chunk);
      assertEquals(example.rejected, parser.rejectedFrames(), "chunks of " + chunk);
    }
  }

  @Test
  void frameAfterAnyGarbageIsRead() {
    Random random = new Random(42);
    byte[] frame = "\rR1111\r".getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < 2_000; i++) {
      // Given
      byte[] garbage = new byte[random.nextInt(40)];
      random.nextBytes(garbage);
      DistanceParser parser = new DistanceParser();
      parser.accept(garbage, 0, garbage.length, reading -> {});
      List<RangerReading> readings = new ArrayList<>();
      // When
      parser.accept(frame, 0, frame.length, readings::add);
      // Then
      assertEquals(new Distance(1_111), readings.getLast());
    }
  }
}
