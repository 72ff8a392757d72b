package io.junctor.app.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.junctor.app.config.ConfigException;
import io.junctor.devices.config.SafeOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputsFileTest {

  private static final String CONFIG =
      """
      site: com.example.test
      drivers: linux
      things:
        knob: {kind: knob}
        fridge:
          kind: fridge
          ranger: {emptyDistanceMillimetres: 900, fullDistanceMillimetres: 300}
          compressor: {line: COMPRESSOR}
      """;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void chooseFile() {
    file = folder.resolve("outputs");
  }

  @Test
  void everyOutputOfEveryThingIsInTheFile() throws Exception {
    // When
    OutputsFile.write(file, plan(CONFIG), Placement.DEVICES);
    // Then
    assertEquals(List.of("i2c i2c-1 0x40 0xfd 0x10", "gpio COMPRESSOR 0"), steps());
  }

  @Test
  void aGatewayInOneProcessListsTheOutputsOfAllThings() throws Exception {
    // When
    GatewayNode.start(plan(CONFIG), file).close();
    // Then
    assertEquals(List.of("i2c i2c-1 0x40 0xfd 0x10", "gpio COMPRESSOR 0"), steps());
  }

  @Test
  void simulatedOutputsTouchNoRealChip() throws Exception {
    // When
    OutputsFile.write(file, plan(CONFIG.replace("linux", "sim")), Placement.DEVICES);
    // Then
    assertEquals(List.of(), steps());
  }

  @Test
  void thingsOfOtherProcessesAreNotInTheFile() throws Exception {
    // When
    OutputsFile.write(file, plan(CONFIG), Placement.NETWORK);
    // Then
    assertEquals(List.of(), steps());
  }

  @Test
  void anOlderFileIsReplacedAndNothingIsLeftBeside() throws Exception {
    // Given
    Files.writeString(file, "gpio OLD 1\n");
    // When
    OutputsFile.write(file, plan(CONFIG), Placement.DEVICES);
    // Then
    assertEquals(2, steps().size());
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void moreThanTheReaderTakesIsRefusedAndTheOldFileStays() throws Exception {
    // Given
    Files.writeString(file, "gpio OLD 1\n");
    List<SafeOutput> many =
        Collections.nCopies(
            OutputsFile.LINES_MAX + 1, new SafeOutput.I2c("i2c-1", 0x20, 0x15, 0x00));
    // When
    assertThrows(IOException.class, () -> OutputsFile.write(file, many));
    // Then
    assertEquals(List.of("gpio OLD 1"), steps());
  }

  private List<String> steps() throws IOException {
    return Files.readAllLines(file).stream().filter(line -> !line.startsWith("#")).toList();
  }

  private static GatewayPlan plan(String yaml) throws ConfigException {
    return GatewayPlan.parse("test.yaml", yaml);
  }
}
