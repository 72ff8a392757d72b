package io.junctor.hil.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.hil.harness.CheckingProgram;
import io.junctor.hil.harness.CheckingProgram.Ended;
import io.junctor.hil.harness.Dist;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the card image does at each start with a {@code junctor.yaml} on its boot partition; here
 * the partition is a folder.
 */
class ProvisionTest {

  private static final Path PROVISION =
      Path.of("..", "image", "root", "usr", "lib", "junctor", "bin", "provision")
          .toAbsolutePath()
          .normalize();

  /** A start of a JVM on a machine that does much else. */
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private static final String GOOD =
      """
      site: com.example.test
      drivers: sim
      listen:
        - {kind: websocket, address: "127.0.0.1:8080"}
      """;

  @TempDir private Path folder;

  private Path offered = Path.of("");
  private Path complaint = Path.of("");
  private Path taken = Path.of("");

  @BeforeEach
  void makeTheBoard() throws IOException {
    for (String name : List.of("boot", "config", "state", "run")) {
      Files.createDirectory(folder.resolve(name));
    }
    offered = folder.resolve("boot/junctor.yaml");
    complaint = folder.resolve("boot/junctor.errors.txt");
    taken = folder.resolve("config/junctor.yaml");
    Files.writeString(
        folder.resolve("junctor"),
        "#!/bin/sh\nexec '%s' \"$@\"\n".formatted(String.join("' '", Dist.java())));
    Files.setPosixFilePermissions(
        folder.resolve("junctor"), PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void withoutAFileThereIsNoConfiguration() throws IOException {
    // When
    start();
    // Then
    assertFalse(Files.exists(taken));
  }

  @Test
  void aRightFileBecomesTheConfiguration() throws IOException {
    // Given
    Files.writeString(offered, GOOD);
    // When
    start();
    // Then
    assertEquals(GOOD, Files.readString(taken));
    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(taken)));
  }

  @Test
  void aWrongFileLeavesTheLastGoodOneInForceAndSaysWhatIsWrongBesideItself() throws IOException {
    // Given
    Files.writeString(offered, GOOD);
    start();
    Files.writeString(offered, GOOD.replace("websocket", "websockett"));
    // When
    start();
    // Then
    assertEquals(GOOD, Files.readString(taken));
    String said = Files.readString(complaint);
    assertTrue(said.contains("junctor.yaml:4:"), said);
  }

  @Test
  void theComplaintGoesWhenTheFileIsRightAgain() throws IOException {
    // Given
    Files.writeString(offered, GOOD);
    start();
    Files.writeString(complaint, "of another day");
    // When
    start();
    // Then
    assertFalse(Files.exists(complaint));
  }

  @Test
  void whatWasChangedOnTheBoardStaysUntilTheFileIsAnother() throws IOException {
    // Given
    Files.writeString(offered, GOOD);
    start();
    String changed = GOOD.replace("8080", "8081");
    Files.writeString(taken, changed);
    // When
    start();
    // Then
    assertEquals(changed, Files.readString(taken));
  }

  @Test
  void aFileThatIsFarTooLongIsNotRead() throws IOException {
    // Given
    Files.writeString(offered, GOOD + "#".repeat(1 << 20));
    // When
    start();
    // Then
    assertFalse(Files.exists(taken));
    assertTrue(Files.readString(complaint).contains("expected at most 1048576 bytes"));
  }

  private void start() {
    Ended ended =
        CheckingProgram.of(LIMIT, List.of("/bin/sh", PROVISION.toString()))
            .with("JUNCTOR_BOOT", folder.resolve("boot").toString())
            .with("JUNCTOR_CONFIG", folder.resolve("config").toString())
            .with("JUNCTOR_COMMAND", folder.resolve("junctor").toString())
            .with("JUNCTOR_USER", "")
            .with("STATE_DIRECTORY", folder.resolve("state").toString())
            .with("RUNTIME_DIRECTORY", folder.resolve("run").toString())
            .runToItsEnd();
    assertEquals(0, ended.status(), ended::outputTail);
  }
}
