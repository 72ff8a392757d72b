package io.junctor.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.auth.TicketHash;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandLineTest {

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void checkingAGoodConfigurationSaysWhatWouldRun() throws Exception {
    // Given
    Path file = configuration("com.example.berlin", 8080);
    // When
    int status = run("check", "-c", file.toString());
    // Then
    assertEquals(0, status, err.toString());
    assertTrue(out.toString().contains("com.example.berlin: realm junctor, sim drivers"));
  }

  @Test
  void checkingABrokenConfigurationNamesThePlaceAndEndsWithTwo() throws Exception {
    // Given
    Path file = configuration("com.example.berlin", 8080);
    Files.writeString(file, Files.readString(file).replace("drivers", "driver"));
    // When
    int status = run("check", "-c", file.toString());
    // Then
    assertEquals(2, status);
    assertEquals(file + ":2:1: driver: unknown key. Did you mean drivers?", err.toString().strip());
  }

  @Test
  void aThingsWrongSettingIsNamedWithItsPlace() throws Exception {
    // Given
    Path file = configuration("com.example.berlin", 8080);
    Files.writeString(
        file,
        """
        things:
          cellar:
            kind: fridge
            ranger:
              emptyDistanceMillimetres: 200
              fullDistanceMillimetres: 300
        """,
        java.nio.file.StandardOpenOption.APPEND);
    // When
    int status = run("check", "-c", file.toString());
    // Then
    assertEquals(2, status);
    assertTrue(
        err.toString().startsWith(file + ":9:7: things.cellar.ranger.emptyDistanceMillimetres: "),
        err.toString());
  }

  @Test
  void aConnectTimeoutOutOfRangeIsRefused() {
    // When
    int status = run("call", "--url", "ws://127.0.0.1:1/ws", "--connect-timeout", "0", "a.b");
    // Then
    assertEquals(1, status);
    assertEquals("--connect-timeout: expected 1..3600 seconds, got 0", err.toString().strip());
  }

  @Test
  void anUnknownKindIsNamedWithThoseThereAre() throws Exception {
    // Given
    Path file = configuration("com.example.berlin", 8080);
    Files.writeString(
        file, "things:\n  cellar: {kind: frigde}\n", java.nio.file.StandardOpenOption.APPEND);
    // When
    int status = run("check", "-c", file.toString());
    // Then
    assertEquals(2, status);
    assertTrue(err.toString().contains("things.cellar.kind: expected one of "), err.toString());
    assertTrue(err.toString().contains("'frigde'"), err.toString());
  }

  @Test
  void aBrokenConfigurationOpensNothing() throws Exception {
    // Given
    int port = freePort();
    Path file = configuration("nodots", port);
    // When
    int status = run("run", "-c", file.toString());
    // Then
    assertEquals(2, status);
    new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
  }

  @Test
  void anAddressInUseIsNamedAndEndsWithOne() throws Exception {
    // Given
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path file = configuration("com.example.berlin", taken.getLocalPort());
      // When
      int status = run("run", "-c", file.toString());
      // Then
      assertEquals(1, status);
      assertTrue(
          err.toString().contains("127.0.0.1:" + taken.getLocalPort() + ": address already in use"),
          err.toString());
    }
  }

  @Test
  void aTicketIsHashedFromStandardInput() {
    // Given
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream("open sesame\n".getBytes(StandardCharsets.UTF_8)));
    // When
    int status = run("hash-ticket");
    System.setIn(before);
    // Then
    assertEquals(0, status);
    assertTrue(TicketHash.parse(out.toString().strip()).matches("open sesame"));
    assertFalse(out.toString().contains("sesame"));
  }

  @Test
  void aSecretIsPrintedInTheStoredFormOfItsMethod() {
    assertTrue(TicketHash.parse(hashed("--iterations", "10000")).matches("open sesame"));
    assertTrue(
        hashed("--method", "wampcra").startsWith("wampcra-pbkdf2$10000$32$"), "salted by default");
    assertEquals("wampcra-plain$b3BlbiBzZXNhbWU=", hashed("--method", "wampcra", "--unsalted"));
    assertTrue(
        hashed("--method", "scram", "--iterations", "1").startsWith("scram-argon2id13$1$8192$"));
    assertTrue(
        hashed("--method", "scram", "--kdf", "pbkdf2", "--iterations", "4096")
            .startsWith("scram-pbkdf2$4096$"));
  }

  @Test
  void aHashThatWouldBeTooCheapToGuessIsRefused() {
    assertEquals("", hashed("--method", "scram", "--kdf", "pbkdf2", "--iterations", "1"));
    assertTrue(err.toString().contains("expected 4096..1000000, got 1"), err.toString());
  }

  private String hashed(String... options) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream("open sesame\n".getBytes(StandardCharsets.UTF_8)));
    try {
      out.getBuffer().setLength(0);
      List<String> all = new ArrayList<>(List.of("hash"));
      all.addAll(List.of(options));
      run(all.toArray(String[]::new));
      return out.toString().strip();
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void aKeyIsReadableByItsOwnerAloneAndNeverOverwritten() throws Exception {
    // Given
    Path file = folder.resolve("edge.key");
    // When
    int first = run("keygen", file.toString());
    int second = run("keygen", file.toString());
    // Then
    assertEquals(0, first);
    assertEquals(1, second);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertTrue(out.toString().strip().matches("[0-9a-f]{64}"), out.toString());
  }

  @Test
  void thePublishedSchemaIsTheOneOfTheRecords() throws Exception {
    // When
    int status = run("schema");
    // Then
    assertEquals(0, status);
    assertEquals(Files.readString(Path.of("junctor.schema.json")), out.toString());
  }

  @Test
  void aRouterThatIsNotThereIsNamedWithTheReason() throws Exception {
    // Given
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    // When
    int status = run("call", "com.example.a", "--url", "rs://127.0.0.1:" + port);
    // Then
    assertEquals(1, status);
    assertTrue(err.toString().contains("connection refused: nobody listens there"), err::toString);
  }

  @Test
  void aFolderThatIsNotThereIsNamedWithTheReason() {
    // When
    int status = run("keygen", folder.resolve("absent").resolve("key").toString());
    // Then
    assertEquals(1, status);
    assertTrue(err.toString().contains("key: there is no such file or folder"), err::toString);
  }

  @Test
  void aDemoWhosePortIsTakenSaysHowToChooseAnother() throws Exception {
    // Given
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      // When
      int status = run("demo", "--no-open", "--port", "" + taken.getLocalPort());
      // Then
      assertEquals(1, status);
      assertTrue(err.toString().contains("choose another with --port"), err::toString);
    }
  }

  @Test
  void aDemoOnAPortThatDoesNotExistIsAWrongCommandLine() {
    // When
    int status = run("demo", "--no-open", "--port", "99999");
    // Then
    assertEquals(2, status);
  }

  @Test
  void aMisspeltCommandIsAnsweredWithWhatWasMeant() {
    // When
    int status = run("demmo");
    // Then
    assertEquals(2, status);
    assertTrue(err.toString().contains("demo"), err.toString());
  }

  private Path configuration(String site, int port) throws Exception {
    return Files.writeString(
        folder.resolve("junctor.yaml"),
        """
        site: %s
        drivers: sim
        listen:
          - {kind: rawsocket, address: "127.0.0.1:%d"}
        """
            .formatted(site, port));
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private int run(String... arguments) {
    CommandLine line = Commands.newCommandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }
}
