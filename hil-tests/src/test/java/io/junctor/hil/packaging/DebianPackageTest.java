package io.junctor.hil.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.hil.harness.CheckingProgram;
import io.junctor.hil.harness.CheckingProgram.Ended;
import io.junctor.hil.harness.Dist;
import io.junctor.hil.harness.Tools;
import io.junctor.hil.harness.UmlKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The package of this machine's architecture, linked from the JDK of this machine: 15 seconds to
 * build, 15 to install and run.
 */
class DebianPackageTest {

  private static final Path IMAGE = Path.of("..", "image").toAbsolutePath().normalize();

  /** Ten times what two idle processors need. */
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private static final String HOW =
      "build one with hil-tests/uml/build-root, which says what to set";

  private static final List<String> CHECKS =
      List.of(
          "installs",
          "usersAndFolderAreThere",
          "helpIsPrinted",
          "versionNamesTheRuntime",
          "thereIsNoOtherJava",
          "exampleConfigurationIsRefusedWithoutATicket",
          "configurationIsRight",
          "aGatewayRunsOnThePackagedRuntime",
          "systemdFindsNothingUnknownInTheUnits",
          "unitsAreEnabled",
          "networkWorkerIsNotEnabled",
          "outputsSafeRuns",
          "removes",
          "configurationStaysWhenRemoved",
          "purges",
          "nothingIsLeft");

  @TempDir private static Path folder;

  private static Path debianPackage = Path.of("");

  @BeforeAll
  static void build() throws IOException {
    Tools.require("dpkg-deb", "needs Debian or a relative of it");
    Ended ended =
        CheckingProgram.of(
                LIMIT,
                List.of(
                    IMAGE.resolve("deb").toString(),
                    "--fast",
                    "--jdk",
                    System.getProperty("java.home"),
                    "--out",
                    folder.toString()))
            .with("JUNCTOR_CACHE", folder.resolve("work").toString())
            .runToItsEnd();
    assertEquals(0, ended.status(), ended::outputTail);
    try (Stream<Path> files = Files.list(folder)) {
      debianPackage =
          files.filter(file -> file.toString().endsWith(".deb")).findFirst().orElseThrow();
    }
  }

  @Test
  void containsTheProductAndEverythingThatSystemdNeeds() throws IOException {
    // When
    Set<String> files =
        dpkg("--contents").stream()
            .map(line -> line.replaceAll(" (-> .*|link to .*)", "").replaceFirst(".* \\./", "/"))
            .collect(Collectors.toSet());
    // Then
    try (Stream<Path> jars = Files.list(Dist.folder().resolve("lib"))) {
      jars.forEach(jar -> assertContains(files, "/usr/lib/junctor/lib/" + jar.getFileName()));
    }
    for (String file :
        List.of(
            "/usr/bin/junctor",
            "/usr/lib/junctor/bin/junctor-java",
            "/usr/lib/junctor/bin/outputs-safe",
            "/usr/lib/junctor/jvm.options",
            "/usr/lib/junctor/runtime/bin/java",
            "/usr/lib/systemd/system/junctor-router.service",
            "/usr/lib/systemd/system/junctor-devices.service",
            "/usr/lib/systemd/system/junctor-network-devices.service",
            "/usr/lib/systemd/system/junctor-archive.service",
            "/usr/lib/junctor/content",
            "/usr/lib/sysusers.d/junctor.conf",
            "/usr/lib/tmpfiles.d/junctor.conf",
            "/usr/lib/udev/rules.d/60-junctor.rules",
            "/usr/share/doc/junctor/copyright",
            "/usr/share/doc/junctor/examples/junctor.example.yaml",
            "/usr/share/man/man1/junctor.1.gz")) {
      assertContains(files, file);
    }
    assertTrue(
        files.stream().noneMatch(file -> file.startsWith("/etc/")),
        () -> "the configuration is the owner's, the package brings none: " + files);
  }

  @Test
  void everythingInItBelongsToRootAndIsWrittenByNobodyElse() {
    for (String line : dpkg("--contents")) {
      assertTrue(line.contains(" root/root "), line);
      assertTrue(line.startsWith("l") || line.matches("[-d]rwxr-xr-x .*|-rw-r--r-- .*"), line);
    }
  }

  @Test
  void namesWhatTheRuntimeIsLinkedTo() {
    // When
    List<String> fields = dpkg("--field", "Depends", "Architecture", "Version");
    // Then
    String all = String.join("\n", fields);
    assertTrue(all.contains("libc6 (>= 2."), all);
    assertTrue(all.contains("systemd (>= 252)"), all);
    assertTrue(all.contains("Architecture: "), all);
  }

  @TestFactory
  Stream<DynamicTest> installsRunsAndGoes() throws Exception {
    return CheckingProgram.orSkipped(
        () -> {
          Path root = UmlKernel.fileIn("JUNCTOR_UML_ROOT", HOW);
          return CheckingProgram.of(
                  LIMIT,
                  List.of(
                      IMAGE.resolve("deb-check").toString(),
                      debianPackage.toString(),
                      root.toString()))
              .with("JUNCTOR_CACHE", folder.resolve("work").toString())
              .run(CHECKS);
        });
  }

  private static List<String> dpkg(String action, String... fields) {
    Stream<String> words =
        Stream.concat(Stream.of("dpkg-deb", action, debianPackage.toString()), Stream.of(fields));
    Ended ended = CheckingProgram.of(LIMIT, words.toList()).runToItsEnd();
    assertEquals(0, ended.status(), ended::outputTail);
    return ended.output();
  }

  private static void assertContains(Set<String> files, String file) {
    assertTrue(files.contains(file), () -> file + " is not in the package: " + files);
  }
}
