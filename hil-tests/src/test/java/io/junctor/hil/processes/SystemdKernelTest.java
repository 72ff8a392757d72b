package io.junctor.hil.processes;

import io.junctor.hil.harness.CheckingProgram;
import io.junctor.hil.harness.Dist;
import io.junctor.hil.harness.TempFiles;
import io.junctor.hil.harness.Tools;
import io.junctor.hil.harness.UmlKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The units under a running systemd, sandboxes and all, on GPIO lines and I2C chips of an emulated
 * kernel. What is checked is in {@code uml/systemd/checks}.
 */
class SystemdKernelTest {

  /**
   * Boot, a score of starts of a JVM, four watchdogs of 10 s; three minutes on two busy processors.
   */
  private static final Duration LIMIT = Duration.ofSeconds(420);

  private static final String HOW =
      "build one with hil-tests/uml/build-root, which says what to set";

  private static final List<String> CHECKS =
      List.of(
          "bothUnitsAreReady",
          "aRelayIsSwitchedThroughBothSandboxes",
          "theRouterSeesNoDevice",
          "theWorkerSeesNoNetwork",
          "noneIsRootOrHasACapability",
          "outputsAreSafeWhenTheRouterIsKilled",
          "theWorkerJoinsTheNextRouter",
          "outputsAreSafeWhenTheRouterHangs",
          "aHangingRouterIsReplacedAndItsWorkerJoinsTheNext",
          "outputsOfAKilledWorkerAreSafe",
          "outputsOfAHangingWorkerAreSafe",
          "outputsOfAKilledWorkerWithAHangingGuardAreSafe",
          "outputsOfAWorkerWhoseGuardIsKilledAreSafe",
          "outputsOfAUnitThatIsKilledAreSafe",
          "theNetworkWorkerSeesNoDevice",
          "aMachineWhoseWorkerIsKilledIsSafe",
          "aMachineWhoseWorkerHangsIsSafe",
          "outputsOfASleepingWorkerThatIsStoppedAreSafe",
          "unitsStopInOrder",
          "noProcessIsLeft",
          "theArchiveOfClassesIsMadeInItsSandbox",
          "theRouterStartsWithTheArchive");

  /** Where systemd looks for what {@code systemd/README.md} says. */
  private static final Map<String, String> INSTALLED =
      Map.of(
          "junctor-router.service", "usr/lib/systemd/system/junctor-router.service",
          "junctor-devices.service", "usr/lib/systemd/system/junctor-devices.service",
          "junctor-network-devices.service",
              "usr/lib/systemd/system/junctor-network-devices.service",
          "sysusers.conf", "usr/lib/sysusers.d/junctor.conf",
          "tmpfiles.conf", "usr/lib/tmpfiles.d/junctor.conf",
          "60-junctor.rules", "usr/lib/udev/rules.d/60-junctor.rules",
          "junctor-java", "usr/lib/junctor/bin/junctor-java");

  private static final String CONFIG =
      """
      site: com.example.test
      listen:
        - {kind: websocket, address: "127.0.0.1:8080"}
      roles:
        member:
          - {uri: com.example., match: prefix, allow: [call, subscribe]}
      principals:
        member: {role: member, ticket: "%s"}
      workers:
        socket: /run/junctor/workers.sock
        devices: [junctor-devices]
        network: [junctor-network-devices]
      things:
        fridge:
          kind: fridge
          ranger: {port: /dev/ttyS97, emptyDistanceMillimetres: 900, fullDistanceMillimetres: 300}
          compressor: {line: COMPRESSOR, minimumOffSeconds: 0}
          slots: {bus: i2c-0, address: 0x20}
        pump:
          kind: modbus
          connection: {tcp: "127.0.0.1:1502"}
          properties:
            running: {register: coil, address: 3, writable: true, safe: false}
      """;

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> unitsUnderSystemd() throws Exception {
    return CheckingProgram.orSkipped(this::boot);
  }

  private Stream<DynamicTest> boot() throws Exception {
    Tools.require(SplitGateway.ownUser() == 0, "needs root to own a root file system");
    Path root = UmlKernel.fileIn("JUNCTOR_UML_ROOT", HOW);
    Path stub = UmlKernel.stub();
    install(root, stub);
    return new UmlKernel(folder).bootRoot(LIMIT, root, CHECKS);
  }

  private static void install(Path root, Path stub) throws IOException {
    Path home = root.resolve("usr/lib/junctor");
    copyTree(Dist.folder(), home);
    Files.createDirectories(home.resolve("bin"));
    OutputsSafe.build(home.resolve("bin"));
    for (Map.Entry<String, String> file : INSTALLED.entrySet()) {
      copy(OutputsSafe.SYSTEMD.resolve(file.getKey()), root.resolve(file.getValue()));
    }
    Path archives = root.resolve("var/cache/junctor"); // of a run before
    if (Files.exists(archives)) {
      TempFiles.delete(archives);
    }
    Path hil = root.resolve("junctor-hil");
    copyTree(Path.of("uml", "systemd"), hil);
    copy(stub, hil.resolve("i2c-stub.ko"));
    Path config = root.resolve("etc/junctor/junctor.yaml");
    Files.createDirectories(config.getParent());
    Files.writeString(config, CONFIG.formatted(Dist.hashTicket("secret")));
    copy( // in its place, it would be started with the router
        OutputsSafe.SYSTEMD.resolve("junctor-archive.service"),
        hil.resolve("junctor-archive.service"));
    for (String unit : List.of("board", "checks", "plc")) {
      copy(
          hil.resolve(unit + ".service"),
          root.resolve("usr/lib/systemd/system/" + unit + ".service"));
    }
    enable(root, "sysinit.target", "board");
    for (String unit : List.of("checks", "junctor-router", "junctor-devices")) {
      enable(root, "multi-user.target", unit);
    }
  }

  private static void enable(Path root, String target, String unit) throws IOException {
    Path wants = Files.createDirectories(root.resolve("etc/systemd/system/" + target + ".wants"));
    Path link = wants.resolve(unit + ".service");
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, Path.of("/usr/lib/systemd/system", unit + ".service"));
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
  }
}
