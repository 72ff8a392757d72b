package io.junctor.hil.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.hil.harness.Dist;
import io.junctor.hil.harness.GatewayProcess;
import io.junctor.hil.harness.Site;
import io.junctor.hil.harness.TempFiles;
import io.junctor.hil.peer.LinkKind;
import io.junctor.hil.peer.Peer;
import io.junctor.hil.peer.Wire;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Invocation;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code junctor call}, {@code publish} and {@code subscribe}, as a person at a shell has them. */
@Timeout(60)
class ClientCommandsTest {

  private static final Pattern LEFT_OUT = Pattern.compile("left out before the next event: (\\d+)");

  private static GatewayProcess gateway;
  private static Path folder;

  @BeforeAll
  static void start() throws IOException {
    gateway = GatewayProcess.start(Site.create());
    folder = Files.createTempDirectory("junctor-commands");
  }

  @AfterAll
  static void stop() {
    gateway.close();
    TempFiles.delete(folder);
  }

  @Test
  void whatOneCommandPublishesAnotherPrints() throws Exception {
    // Given
    Command publish =
        Command.start("publish", "com.example.said", "7", "seven", "-k", "unit=Cel", "--retain");
    assertEquals(0, publish.status(), publish.errors());
    // When
    Command subscribe = Command.start("subscribe", "com.example.said", "--count", "1");
    // Then
    assertEquals(
        "com.example.said\t{\"args\":[7,\"seven\"],\"kwargs\":{\"unit\":\"Cel\"}}",
        subscribe.line());
    assertEquals(0, subscribe.status(), subscribe.errors());
  }

  @Test
  void aCallTakesArgumentsAndPrintsTheResult() throws Exception {
    // Given
    try (Peer callee = peer()) {
      callee.register("com.example.add");
      // When
      Command call = Command.start("call", "com.example.add", "1", "two", "-k", "third=[3]");
      Invocation invocation = callee.receive(Invocation.class);
      callee.answer(invocation, 6L);
      // Then
      assertEquals(List.of(1L, "two"), callee.args(invocation));
      assertEquals(Map.of("third", List.of(3L)), callee.kwargs(invocation));
      assertEquals("6", call.line());
      assertEquals(0, call.status(), call.errors());
    }
  }

  @Test
  void aCallThatFailsSaysWhyOnStandardErrorAndEndsWithOne() throws Exception {
    // When
    Command call = Command.start("call", "com.example.nobody");
    // Then
    assertNull(call.line());
    assertEquals(1, call.status());
    assertTrue(call.errors().contains("wamp.error.no_such_procedure"), call.errors());
  }

  @Test
  void whoReadsTheOutputTooSlowlyIsToldHowManyEventsAreLeftOut() throws Exception {
    // Given
    int flood = 3_000; // of 1 KiB: the pipe takes 64, the command 256
    try (Peer publisher = peer()) {
      publisher.publishAndWait(
          "com.example.flood", Dict.of("retain", true), List.of("first"), Map.of());
      Command subscribe = Command.start("subscribe", "com.example.flood");
      assertTrue(subscribe.line().contains("first"), "it has subscribed");
      // When
      String text = "x".repeat(1024);
      for (int i = 0; i < flood; i++) {
        publisher.publishAndWait("com.example.flood", text);
      }
      publisher.publishAndWait("com.example.flood", "last");
      // Then
      int printed = 0;
      while (!subscribe.line().contains("last")) {
        printed++;
      }
      subscribe.end();
      Matcher told = LEFT_OUT.matcher(subscribe.errors());
      long leftOut = told.results().mapToLong(one -> Long.parseLong(one.group(1))).sum();
      assertTrue(printed < flood, "all of them were printed");
      assertEquals(flood, printed + leftOut, subscribe.errors());
    }
  }

  private static Peer peer() {
    Wire wire = new Wire(LinkKind.RAWSOCKET_UNIX, Format.CBOR);
    return new Peer(gateway.open(wire), wire).join(Site.REALM, gateway.site().member());
  }

  /** A command under way; what it prints is read when the test asks for it. */
  private record Command(Process process, BufferedReader output, Path errorFile) {

    static Command start(String... words) throws IOException {
      List<String> command = new ArrayList<>(Dist.java());
      command.addAll(List.of(words));
      command.addAll(List.of("--url", gateway.endpoints().websocket().toString()));
      command.addAll(List.of("--authid", gateway.site().memberTicket().authid()));
      Path errors = Files.createTempFile(folder, words[0], ".err");
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
      builder.environment().put("JUNCTOR_TICKET", gateway.site().memberTicket().ticket());
      Process process = builder.start();
      return new Command(process, process.inputReader(), errors);
    }

    /** The next line; null at the end. */
    String line() throws IOException {
      return output.readLine();
    }

    String errors() throws IOException {
      return Files.readString(errorFile);
    }

    int status() throws InterruptedException {
      assertTrue(process.waitFor(30, TimeUnit.SECONDS), "it does not end");
      return process.exitValue();
    }

    void end() throws InterruptedException {
      process.toHandle().destroy();
      status();
    }
  }
}
