package io.junctor.hil.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.hil.harness.Tools;
import io.junctor.hil.processes.OutputsSafe.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The units in {@code systemd/} as systemd's own tools judge them. */
class SystemdUnitsTest {

  private static final String HOW = "apt-get install systemd";

  private static final Pattern EXPOSURE = Pattern.compile("exposure level for .*: (\\d+\\.\\d)");

  @TempDir private Path folder;

  /** The figures are goals of the design; mosquitto's own unit has 9.2. */
  @ParameterizedTest
  @CsvSource({
    "junctor-router.service, 1.5",
    "junctor-devices.service, 1.0",
    "junctor-network-devices.service, 1.5",
    "junctor-archive.service, 1.5"
  })
  void exposureIsNoMoreThanPromised(String unit, double limit) {
    // When
    Run run =
        analyze(
            "security",
            "--offline=true",
            "--no-pager",
            "--threshold=" + Math.round(limit * 10),
            OutputsSafe.SYSTEMD.resolve(unit).toString());
    // Then
    Matcher exposure = EXPOSURE.matcher(run.output());
    assertTrue(exposure.find(), run::toString);
    assertTrue(Double.parseDouble(exposure.group(1)) <= limit, exposure::group);
    assertEquals(0, run.status(), run::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "junctor-router.service",
        "junctor-devices.service",
        "junctor-network-devices.service",
        "junctor-archive.service"
      })
  void nothingInAUnitIsUnknownToSystemd(String unit) throws IOException {
    // Given: the programs are where this machine has them not
    Path programs = Files.createDirectory(folder.resolve("bin"));
    for (String name : List.of("junctor-java", "outputs-safe")) {
      Files.copy(OutputsSafe.SYSTEMD.resolve("junctor-java"), programs.resolve(name));
    }
    for (Path file : units()) {
      String text = Files.readString(file).replace("/usr/lib/junctor/bin", programs.toString());
      Files.writeString(folder.resolve(file.getFileName().toString()), text);
    }
    // When
    Run run = analyze("verify", folder.resolve(unit).toString());
    // Then: it says what it does not know and ends with 0
    assertEquals(new Run(0, "", run.millis()), run);
  }

  @Test
  void theDeviceWorkerHasNoNetworkAndTheRouterNoDevice() throws IOException {
    String devices = Files.readString(OutputsSafe.SYSTEMD.resolve("junctor-devices.service"));
    String router = Files.readString(OutputsSafe.SYSTEMD.resolve("junctor-router.service"));
    assertTrue(devices.contains("\nPrivateNetwork=yes\n"));
    assertTrue(devices.contains("\nRestrictAddressFamilies=AF_UNIX\n"));
    assertTrue(router.contains("\nPrivateDevices=yes\n"));
    assertFalse(router.contains("\nDeviceAllow="));
  }

  /** In a user namespace every worker is user 65534 to the router. */
  @Test
  void noUnitHidesTheUsersThatTheRouterDecidesBy() throws IOException {
    for (Path unit : units()) {
      assertFalse(Files.readString(unit).contains("\nPrivateUsers="), unit::toString);
    }
  }

  @Test
  void theUsersOfTheUnitsAreMade() {
    // When
    Path sysusers = Tools.require("systemd-sysusers", HOW);
    Run run =
        OutputsSafe.execute(
            List.of(
                sysusers.toString(),
                "--dry-run",
                "--root=" + folder,
                OutputsSafe.SYSTEMD.resolve("sysusers.conf").toString()));
    // Then
    for (String user : List.of("junctor-router", "junctor-devices", "junctor-network-devices")) {
      assertTrue(run.output().contains("Creating user '" + user + "'"), run::toString);
    }
    for (String group : List.of("junctor", "gpio", "i2c")) {
      assertTrue(run.output().contains("Creating group '" + group + "'"), run::toString);
    }
  }

  private static List<Path> units() throws IOException {
    try (var files = Files.newDirectoryStream(OutputsSafe.SYSTEMD, "*.service")) {
      List<Path> units = new ArrayList<>();
      files.forEach(units::add);
      assertEquals(4, units.size());
      return units;
    }
  }

  private static Run analyze(String... words) {
    List<String> command =
        new ArrayList<>(List.of(Tools.require("systemd-analyze", HOW).toString()));
    command.addAll(List.of(words));
    return OutputsSafe.execute(command);
  }
}
