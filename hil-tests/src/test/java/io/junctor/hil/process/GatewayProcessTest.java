package io.junctor.hil.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.hil.harness.Dist;
import io.junctor.hil.harness.GatewayProcess;
import io.junctor.hil.harness.Site;
import io.junctor.hil.peer.LinkKind;
import io.junctor.hil.peer.Peer;
import io.junctor.hil.peer.Wire;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Goodbye;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayProcessTest {

  private static final int SECONDS_MAX = 30;

  @Test
  void sigtermSaysGoodbyeToSessionsAndEndsWithStatusZero() {
    // Given
    GatewayProcess gateway = GatewayProcess.start(Site.create());
    Wire wire = new Wire(LinkKind.RAWSOCKET_UNIX, Format.CBOR);
    try (Peer peer = new Peer(gateway.open(wire), wire)) {
      peer.join(Site.REALM, gateway.site().member());

      // When
      gateway.close(); // SIGTERM; fails unless the status is 0

      // Then
      assertEquals("wamp.close.system_shutdown", peer.receive(Goodbye.class).reason());
      peer.link().awaitEnd();
      assertFalse(Files.exists(gateway.endpoints().unix()), "the socket file is left behind");
    }
  }

  @Test
  void anUnknownKeyInTheConfigurationIsStatusTwoAndNothingOpens(@TempDir Path directory)
      throws Exception {
    // Given
    Path config = directory.resolve("junctor.yaml");
    Path socket = directory.resolve("router.sock");
    Files.writeString(
        config,
        """
        site: com.example.test
        realm: junctor
        lisen:
          - {kind: unix, path: "%s"}
        """
            .formatted(socket));

    // When
    Process process = run("run", "-c", config.toString());

    // Then
    String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS));
    assertEquals(2, process.exitValue(), errors);
    assertEquals("", output);
    assertTrue(errors.contains("junctor.yaml:3") && errors.contains("lisen"), errors);
    assertFalse(Files.exists(socket));
  }

  private static Process run(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(Dist.java());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).start();
  }
}
