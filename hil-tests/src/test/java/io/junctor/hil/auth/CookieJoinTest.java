package io.junctor.hil.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.junctor.hil.harness.ClientProgram;
import io.junctor.hil.harness.ClientProgram.Outcome;
import io.junctor.hil.harness.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Autobahn|Python by the cookie of an earlier login; {@code clients/python/cookie.py}. */
class CookieJoinTest {

  private static final Path PYTHON = Path.of("/usr/bin/python3");
  private static final int CHECKS = 11;

  @TestFactory
  Stream<DynamicTest> autobahnPython() {
    Tools.require(
        Files.isExecutable(PYTHON)
            && Files.isDirectory(Path.of("/usr/lib/python3/dist-packages/autobahn")),
        "needs: apt-get install python3-autobahn");
    Map<String, Outcome> outcomes;
    try (AuthGateway gateway = new AuthGateway("  cookie: {}\n")) {
      outcomes =
          ClientProgram.check(
              List.of(PYTHON.toString(), Path.of("clients/python/cookie.py").toString()),
              Map.of(
                  "websocket",
                  gateway.endpoints().websocket().toString(),
                  "realm",
                  AuthGateway.REALM,
                  "authid",
                  "tick",
                  "ticket",
                  AuthGateway.PASSWORD));
    }
    return Stream.concat(
        Stream.of(
            dynamicTest(
                "all of it ran", () -> assertEquals(CHECKS, outcomes.size(), outcomes::toString))),
        outcomes.entrySet().stream()
            .map(
                one ->
                    dynamicTest(
                        one.getKey(),
                        () -> assertTrue(one.getValue().ok(), one.getValue()::detail))));
  }
}
