package io.junctor.hil.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.hil.harness.Dist;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The archive of classes that {@code junctor-java} starts with: used where it is of exactly these
 * jars, and never in the way of a start.
 */
class ClassArchiveTest {

  private static final String JAR = "junctor.jar";
  private static final Path STARTER =
      Path.of("..", "systemd", "junctor-java").toAbsolutePath().normalize();
  private static final int SECONDS_MAX = 120;

  @TempDir private static Path folder;

  private static byte[] good = new byte[0];
  private static Path file = Path.of("");
  private static List<String> calls = List.of();

  private record Ended(int status, String output) {}

  @BeforeAll
  static void makesTheArchive() throws Exception {
    copy(Dist.folder().resolve("lib"), Files.createDirectories(folder.resolve("home/lib")));
    Files.copy(Dist.folder().resolve("jvm.options"), folder.resolve("home/jvm.options"));
    for (String command : List.of("sync", "mv")) {
      noteCallsOf(command);
    }
    makeArchive();
    calls = Files.readAllLines(folder.resolve("calls"));
  }

  /** Puts a command before the system's that writes down its words and becomes it. */
  private static void noteCallsOf(String command) throws IOException {
    Path before = Files.createDirectories(folder.resolve("bin")).resolve(command);
    String script =
        "#!/bin/sh\necho \"%1$s $*\" >>'%2$s'\nPATH=${PATH#*:} exec %1$s \"$@\"\n"
            .formatted(command, folder.resolve("calls"));
    Files.writeString(before, script);
    Files.setPosixFilePermissions(before, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void makeArchive() throws Exception {
    Ended ended = start("archive");
    assertEquals(0, ended.status(), ended::output);
    List<Path> made = archives();
    assertEquals(1, made.size(), made::toString);
    file = made.getFirst();
    good = Files.readAllBytes(file);
  }

  @BeforeEach
  void putsTheGoodOneBack() throws IOException {
    Files.write(file, good);
  }

  /** A power cut must not leave its name with something else behind it. */
  @Test
  void itIsOnTheCardBeforeItHasItsName() {
    assertEquals(2, calls.size(), calls::toString);
    String[] moved = calls.getLast().split(" ", -1); // mv, from, to
    assertEquals("sync " + moved[1], calls.getFirst());
    assertTrue(moved[1].startsWith(moved[2] + "."), calls::toString);
  }

  @Test
  void theClassesComeFromTheArchive() throws Exception {
    assertTrue(mainIsFromTheArchive());
  }

  @Test
  void itIsNotMadeAgainWhileItIsGood() throws Exception {
    // Given
    Instant made = Files.getLastModifiedTime(file).toInstant();
    // When
    Ended ended = start("archive");
    // Then
    assertEquals(0, ended.status(), ended::output);
    assertEquals(made, Files.getLastModifiedTime(file).toInstant());
  }

  /** The JVM itself would run the old classes. */
  @Test
  void afterAnUpdateTheOldClassesAreNotUsedUntilThereIsANewArchive() throws Exception {
    // Given: the same bytes at another time, as small an update as there can be
    Path old = file;
    Path jar = folder.resolve("home/lib").resolve(JAR);
    Files.move(
        Files.copy(jar, folder.resolve("new.jar")), jar, StandardCopyOption.REPLACE_EXISTING);
    assertFalse(mainIsFromTheArchive());
    // When
    makeArchive();
    // Then
    assertTrue(mainIsFromTheArchive());
    assertFalse(Files.exists(old));
  }

  /** A worn card may give back something else, and the JVM would not survive it. */
  @Test
  void aDamagedArchiveIsNoReasonNotToStart() throws Exception {
    // Given
    try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
      byte[] noise = new byte[1 << 20];
      new Random(1).nextBytes(noise);
      damaged.seek(damaged.length() / 3);
      damaged.write(noise);
    }
    // When, Then
    assertFalse(mainIsFromTheArchive());
  }

  @Test
  void anArchiveOfSomethingElseIsNoReasonNotToStart() throws Exception {
    // Given
    Files.write(file, Files.readAllBytes(STARTER));
    // When, Then
    assertFalse(mainIsFromTheArchive());
  }

  /** What a card has of it after a power cut, if it had not been synced. */
  @Test
  void anArchiveOfZerosOrOfNothingIsToldInOneLine() throws Exception {
    for (byte[] content : List.of(new byte[0], new byte[good.length])) {
      // Given
      Files.write(file, content);
      // When: a service, which has nothing else to do than to miss its configuration
      Ended ended = start("run -c /no/such/junctor.yaml");
      // Then
      List<String> lines = ended.output().lines().toList();
      assertEquals(2, ended.status(), ended::output);
      assertTrue(lines.getFirst().startsWith("warning: " + file + ": "), ended::output);
      assertEquals(List.of(), lines.stream().filter(line -> line.contains("[aot]")).toList());
      assertEquals(1, lines.stream().filter(line -> line.startsWith("warning: ")).count());
    }
  }

  @Test
  void nothingIsSaidOfAGoodOne() throws Exception {
    // When
    Ended ended = start("run -c /no/such/junctor.yaml");
    // Then
    assertEquals(2, ended.status(), ended::output);
    assertFalse(ended.output().contains("warning: "), ended::output);
  }

  @Test
  void aDamagedArchiveIsMadeAgain() throws Exception {
    // Given
    Files.write(file, java.util.Arrays.copyOf(good, good.length / 2));
    // When
    Ended ended = start("archive");
    // Then
    assertEquals(0, ended.status(), ended::output);
    assertTrue(mainIsFromTheArchive());
  }

  private static boolean mainIsFromTheArchive() throws Exception {
    Path loaded = folder.resolve("loaded.log");
    Files.deleteIfExists(loaded);
    Ended ended = start("--version", "-Xlog:class+load:file=" + loaded);
    assertEquals(0, ended.status(), ended::output);
    assertTrue(ended.output().contains("Junctor "), ended::output);
    try (Stream<String> lines = Files.lines(loaded)) {
      String main = lines.filter(line -> line.contains(" io.junctor.app.Main ")).findFirst().get();
      return main.contains("shared objects file");
    }
  }

  private static Ended start(String words, String... flags) throws Exception {
    Path output = folder.resolve("output.log");
    ProcessBuilder builder =
        new ProcessBuilder(commandLine(words))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder
        .environment()
        .merge("PATH", folder.resolve("bin").toString(), (all, own) -> own + ":" + all);
    builder.environment().put("JUNCTOR_HOME", folder.resolve("home").toString());
    builder.environment().put("JUNCTOR_ARCHIVES", folder.resolve("archives").toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("JUNCTOR_JAVA_OPTS", String.join(" ", flags));
    Process process = builder.start();
    if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(words + " took more than " + SECONDS_MAX + " s");
    }
    return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }

  private static List<String> commandLine(String words) {
    List<String> command = new ArrayList<>(List.of("/bin/sh", STARTER.toString()));
    command.addAll(List.of(words.split(" ", -1)));
    return command;
  }

  private static List<Path> archives() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("archives"))) {
      return files.toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path one : files.toList()) {
        Files.copy(one, to.resolve(one.getFileName()));
      }
    }
  }
}
