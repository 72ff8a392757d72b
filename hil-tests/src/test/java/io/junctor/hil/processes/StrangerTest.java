package io.junctor.hil.processes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.hil.harness.ProductProcess;
import io.junctor.hil.harness.Tools;
import io.junctor.hil.harness.Wiring;
import io.junctor.hil.peer.Features;
import io.junctor.wamp.message.Abort;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Welcome;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.serializer.Serializers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Processes of several users at the workers' socket, whose file lets everybody in here: what counts
 * is the user that the kernel names.
 */
class StrangerTest {

  /** Neither exists; the kernel does not mind. */
  private static final long WORKER = 47_001;

  private static final long STRANGER = 47_002;

  /** RawSocket's handshake: 2^24 bytes, MessagePack. */
  private static final byte[] HANDSHAKE = {0x7F, (byte) 0xF2, 0, 0};

  private static final int HEADER_BYTES = 4;

  private static final Serializer MESSAGE_PACK = Serializers.of(Format.MSGPACK);

  private static SplitGateway gateway;
  private static ProductProcess router;

  @BeforeAll
  static void startRouter() throws IOException {
    Tools.require(SplitGateway.ownUser() == 0, "needs root to be other users");
    Tools.require("setpriv", "apt-get install util-linux");
    Tools.require("socat", "apt-get install socat");
    gateway = SplitGateway.of(new Wiring("sim", "knob: {kind: knob}"), WORKER);
    router = gateway.startRouter();
    Files.setPosixFilePermissions(
        gateway.directory(), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(gateway.socket(), PosixFilePermissions.fromString("rw-rw-rw-"));
  }

  @AfterAll
  static void stop() {
    if (gateway != null) {
      gateway.close();
    }
  }

  @Test
  void theConfiguredUserIsItsThing() throws Exception {
    // When
    byte[] answer = join(WORKER, "knob");
    // Then
    Welcome welcome = (Welcome) message(answer);
    assertEquals("junctor-thing-knob", welcome.details().string("authrole"));
  }

  @Test
  void theConfiguredUserIsNoOtherThing() throws Exception {
    // When
    byte[] answer = join(WORKER, "fridge");
    // Then
    assertEquals("wamp.error.authentication_denied", ((Abort) message(answer)).reason());
  }

  @Test
  void anotherUserIsCutOffWithoutAnAnswer() throws Exception {
    // When
    byte[] answer = join(STRANGER, "knob");
    // Then
    assertArrayEquals(new byte[] {0x7F, (byte) 0xB2, 0, 0}, answer, "the handshake and no more");
    assertTrue(router.log().contains("worker refused peer=unix:pid="), router::log);
    assertTrue(router.log().contains("uid=" + STRANGER), router::log);
  }

  @Test
  void rootIsNoWorkerEither() throws Exception {
    // When
    byte[] answer = join(0, "knob");
    // Then
    assertEquals(HANDSHAKE.length, answer.length);
  }

  /**
   * Connects as a user, says HELLO as a thing, and returns all bytes that came: who answers no ping
   * is cut off after 2 s.
   */
  private static byte[] join(long user, String thing) throws Exception {
    Hello hello =
        new Hello(
            "junctor",
            Dict.of("authid", thing, "authmethods", List.of("local")).with("roles", Features.ALL));
    byte[] frame = MESSAGE_PACK.encode(hello);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(HANDSHAKE);
    bytes.write(ByteBuffer.allocate(HEADER_BYTES).putInt(frame.length).array());
    bytes.write(frame);
    Path said = gateway.directory().resolve("said");
    Files.write(said, bytes.toByteArray());
    List<String> command =
        Stream.of(
                Stream.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups"),
                Stream.of("socat", "-T2", "-,ignoreeof", "UNIX-CONNECT:" + gateway.socket()))
            .flatMap(words -> words)
            .toList();
    Process process =
        new ProcessBuilder(command)
            .redirectInput(said.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD) // the cut, told by socat
            .start();
    byte[] answer = process.getInputStream().readAllBytes();
    assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    return answer;
  }

  private static Message message(byte[] answer) {
    int end = HANDSHAKE.length + HEADER_BYTES;
    assertTrue(answer.length > end, () -> "a message, got " + Arrays.toString(answer));
    int length = ByteBuffer.wrap(answer).getInt(HANDSHAKE.length);
    return MESSAGE_PACK.decode(Arrays.copyOfRange(answer, end, end + length));
  }
}
