package io.junctor.hil.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.hil.harness.MachineServer;
import io.junctor.hil.harness.SerialPair;
import io.junctor.hil.harness.Tools;
import io.junctor.hil.processes.OutputsSafe.Run;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code outputs-safe} does at machines behind Modbus: pymodbus, and some that are broken. */
class MachineStepsTest {

  private enum Way {
    TCP,
    RTU
  }

  private static final Duration PROMISED = Duration.ofSeconds(1);

  @TempDir private static Path tools;
  private static OutputsSafe safe;
  private static MachineServer server;
  private static MachineServer unitsOnALine;
  private static SerialPair line;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    safe = OutputsSafe.build(tools);
    MachineServer.requirePymodbus();
    server = MachineServer.onTcp(0);
    line = SerialPair.in(tools);
    unitsOnALine = MachineServer.onSerial(line.machine());
  }

  @AfterAll
  static void stop() {
    try (MachineServer first = server;
        MachineServer second = unitsOnALine;
        SerialPair third = line) {
      // closes each, whatever the others do
    }
  }

  @BeforeEach
  void everythingIsOn() {
    for (MachineServer machine : List.of(server, unitsOnALine)) {
      for (int unit = 1; unit <= 2; unit++) {
        machine.set(unit, "co", 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
        machine.set(unit, "hr", 100, 9, 9, 9, 9, 0xFFFF);
        machine.set(unit, "hr", 106, 0);
      }
    }
  }

  private static MachineServer machine(Way way) {
    return way == Way.TCP ? server : unitsOnALine;
  }

  private static String where(Way way) {
    return way == Way.TCP ? tcp(server.port()) : "modbus-rtu " + line.board() + " 19200 8N1 ";
  }

  private static String tcp(int port) {
    return "modbus-tcp 127.0.0.1:" + port + " ";
  }

  @ParameterizedTest
  @EnumSource
  void eachWayToWriteReachesTheRegistersItNamesAndNoOther(Way way) throws IOException {
    // Given
    MachineServer machine = machine(way);
    List<String> steps =
        List.of(
            where(way) + "1 coil 0 0",
            where(way) + "1 coils 2 0 1 0 0 0 0 0 0",
            where(way) + "1 holding 100 0x1234",
            where(way) + "2 holdings 100 0xfffe 0xffff",
            where(way) + "2 bit 104 3 0",
            where(way) + "2 bits 106 15 1");
    // When
    Run run = safe.run(write(steps));
    // Then
    assertEquals(new Run(0, "", run.millis()), run);
    assertEquals(List.of(0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 1), machine.get(1, "co", 0, 11));
    assertEquals(List.of(0x1234, 9), machine.get(1, "hr", 100, 2));
    assertEquals(List.of(0xFFFE, 0xFFFF, 9, 9, 0xFFF7), machine.get(2, "hr", 100, 5));
    assertEquals(List.of(0x8000), machine.get(2, "hr", 106, 1));
    assertEquals(List.of(1), machine.get(2, "co", 0, 1), "the other unit");
  }

  @ParameterizedTest
  @EnumSource
  void whatTheMachineRefusesIsNamedAndTheRestIsDone(Way way) throws IOException {
    // When: it has no register 105
    Run run = safe.run(write(List.of(where(way) + "1 holding 105 7", where(way) + "1 coil 0 0")));
    // Then
    assertEquals(1, run.status(), run::toString);
    assertTrue(
        run.output()
            .contains(
                where(way).split(" ", -1)[1]
                    + " unit 1: holding 105 not set to 0x0007: function 6 answered by exception 2,"
                    + " illegal address"),
        run::toString);
    assertEquals(1, run.output().lines().count(), run::toString);
    assertEquals(List.of(0), machine(way).get(1, "co", 0, 1));
  }

  @ParameterizedTest
  @EnumSource
  void aUnitThatIsNotThereIsNamedAndDelaysTheOthersByAMoment(Way way) throws Exception {
    // Given: with six of them before it, a unit would come after the promised second if each had
    // its
    // full time
    List<String> steps = new ArrayList<>();
    for (int unit = 30; unit < 36; unit++) {
      steps.add(where(way) + unit + " coil 0 0");
    }
    steps.add(where(way) + "2 coil 0 0");
    // When
    Process process = begin(steps);
    // Then
    Awaitility.await()
        .atMost(PROMISED)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> machine(way).get(2, "co", 0, 1).equals(List.of(0)));
    String said = end(process);
    assertTrue(said.contains("unit 30: coil 0 not set to 0: no answer within"), said);
    assertTrue(said.contains("unit 35: coil 0 not set to 0: no answer within"), said);
    assertFalse(said.contains("unit 2:"), said);
  }

  @Test
  void deadMachinesDelayNobody() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        FullServer full = FullServer.open();
        SerialPair nobody = SerialPair.in(Files.createDirectory(folder.resolve("nobody")))) {
      // Given: the dead ones first
      List<String> steps =
          List.of(
              "gpio NO_SUCH_LINE 0",
              tcp(silent.getLocalPort()) + "1 coil 0 0",
              tcp(full.port()) + "1 coil 0 0",
              tcp(closedPort()) + "1 coil 0 0",
              "modbus-rtu " + nobody.board() + " 9600 8N1 1 coil 0 0",
              "modbus-rtu /dev/junctor-no-such-port 9600 8N1 1 coil 0 0",
              where(Way.TCP) + "1 coil 0 0",
              where(Way.RTU) + "1 coil 0 0");
      // When
      Process process = begin(steps);
      // Then
      for (Way way : Way.values()) {
        Awaitility.await()
            .atMost(PROMISED)
            .pollInterval(Duration.ofMillis(10))
            .until(() -> machine(way).get(1, "co", 0, 1).equals(List.of(0)));
      }
      String said = end(process);
      assertTrue(
          said.contains(silent.getLocalPort() + " unit 1: coil 0 not set to 0: no answer"), said);
      assertTrue(
          said.contains(full.port() + " unit 1: coil 0 not set to 0: no connection within 300 ms"),
          said);
      assertTrue(said.contains("no connection: Connection refused"), said);
      assertTrue(
          said.contains(nobody.board() + " unit 1: coil 0 not set to 0: no answer within"), said);
      assertTrue(
          said.contains("port unit 1: coil 0 not set to 0: the port cannot be opened: No such"),
          said);
      assertEquals(6, said.lines().count(), said);
    }
  }

  @Test
  void withoutAProcessToBeHadMachinesTakeTurns() throws Exception {
    Tools.require(SplitGateway.ownUser() == 0, "needs root to become a user without processes");
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      // Given: somebody who may have one process, and is it
      List<String> poor = List.of("setpriv", "--reuid=54321", "--clear-groups", "prlimit");
      List<String> command = new ArrayList<>(poor);
      command.addAll(List.of("--nproc=1", safe.program().toString()));
      command.add(
          write(
              List.of(
                  tcp(silent.getLocalPort()) + "1 coil 0 0",
                  "gpio NO_SUCH_LINE 0",
                  where(Way.TCP) + "1 coil 0 0",
                  where(Way.TCP) + "2 coil 0 0")));
      for (Path readable : List.of(tools, folder)) {
        Files.setPosixFilePermissions(readable, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
      // When
      Run run = OutputsSafe.execute(command);
      // Then
      assertEquals(1, run.status(), run::toString);
      assertEquals(List.of(0), server.get(1, "co", 0, 1), run::toString);
      assertEquals(List.of(0), server.get(2, "co", 0, 1), run::toString);
      assertTrue(run.output().contains("unit 1: coil 0 not set to 0: no answer"), run::toString);
      assertEquals(2, run.output().lines().count(), run::toString);
    }
  }

  @Test
  void anAnswerWithAWrongChecksumIsNoAnswer() throws Exception {
    try (SerialPair own = SerialPair.in(Files.createDirectory(folder.resolve("own")))) {
      // Given: the echo, whose checksum is cd ca
      ScriptedUnit.on(own.machine(), 8, "01 05 00 00 00 00 cd cc");
      // When
      Run run = safe.run(write(List.of("modbus-rtu " + own.board() + " 19200 8N1 1 coil 0 0")));
      // Then
      assertEquals(1, run.status(), run::toString);
      assertTrue(
          run.output().contains("coil 0 not set to 0: wrong CRC: expected 0xcacd, got 0xcccd"),
          run::toString);
    }
  }

  @Test
  void anAnswerToTheDeadWorkerIsPassedOver() throws Exception {
    try (SerialPair own = SerialPair.in(Files.createDirectory(folder.resolve("own")))) {
      // Given: the end of one frame, a whole one of unit 2, and then the echo
      ScriptedUnit.on(
          own.machine(), 8, "00 0a 05 c0 02 05 00 07 ff 00 3d c8 01 05 00 00 00 00 cd ca");
      // When
      Run run = safe.run(write(List.of("modbus-rtu " + own.board() + " 19200 8N1 1 coil 0 0")));
      // Then
      assertEquals(new Run(0, "", run.millis()), run);
    }
  }

  @Test
  void aServerThatSpeaksSomethingElseIsNamed() throws Exception {
    try (ServerSocket web = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      // Given
      CompletableFuture<Void> answers =
          CompletableFuture.runAsync(() -> ScriptedUnit.answerAll(web, "HTTP/1.1 400 Bad Request"));
      // When
      Run run = safe.run(write(List.of(tcp(web.getLocalPort()) + "1 coil 0 0")));
      // Then
      assertEquals(1, run.status(), run::toString);
      assertTrue(
          run.output().contains("expected protocol 0x0000 and a length of 3..254, got 0x5450"),
          run::toString);
      web.close();
      answers.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void manyValuesOfASlowLineAreAllWrittenThoughItTakesLonger() throws IOException {
    // Given: a line of 1200 baud would take ten seconds; these are 200 requests, one after the
    // other
    List<String> steps = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      steps.add(where(Way.RTU) + "1 holding 100 " + i);
    }
    // When
    Run run = safe.run(write(steps));
    // Then
    assertEquals(new Run(0, "", run.millis()), run);
    assertEquals(List.of(199), unitsOnALine.get(1, "hr", 100, 1));
  }

  private static int closedPort() throws IOException {
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return closed.getLocalPort();
    }
  }

  private Process begin(List<String> steps) throws IOException {
    return new ProcessBuilder(safe.program().toString(), write(steps))
        .redirectErrorStream(true)
        .start();
  }

  private static String end(Process process) throws IOException, InterruptedException {
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(1, process.waitFor(), said);
    return said;
  }

  private String write(List<String> steps) throws IOException {
    return Files.write(folder.resolve("outputs"), steps).toString();
  }

  /** A server whose queue of connections is full: what else arrives is dropped without a word. */
  private record FullServer(ServerSocket server, List<Socket> waiting) implements AutoCloseable {

    static FullServer open() throws IOException {
      ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      List<Socket> waiting = new ArrayList<>();
      while (waiting.size() < 8) {
        Socket socket = new Socket();
        try {
          socket.connect(server.getLocalSocketAddress(), 200);
          waiting.add(socket);
        } catch (SocketTimeoutException full) {
          socket.close();
          return new FullServer(server, waiting);
        }
      }
      throw new AssertionError("a queue of one took " + waiting.size() + " connections");
    }

    int port() {
      return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      for (Socket socket : waiting) {
        socket.close();
      }
      server.close();
    }
  }
}
