package io.junctor.hil.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.junctor.hil.harness.ClientProgram;
import io.junctor.hil.harness.ClientProgram.Outcome;
import io.junctor.hil.harness.JavaClient;
import io.junctor.hil.harness.NodeProject;
import io.junctor.hil.harness.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** The clients of other projects by every method they have, right and wrong. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientsJoinTest {

  private static final Path CLIENTS = Path.of("clients");

  /** Debian's interpreter, for which Debian's python3-autobahn is installed. */
  private static final Path PYTHON = Path.of("/usr/bin/python3");

  private static final String FAILED = "wamp.error.authentication_failed";
  private static final String NO_METHOD = "wamp.error.no_matching_auth_method";

  private AuthGateway gateway;

  @BeforeAll
  void start() {
    gateway = new AuthGateway("");
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  @TestFactory
  Stream<DynamicTest> javaScript() {
    List<String> command = NodeProject.in(CLIENTS.resolve("js")).script("join.js");
    List<Map<String, String>> cases = new ArrayList<>();
    for (String client : List.of("autobahn", "wampy")) {
      methods(cases, Map.of("client", client), client + " ", "ticket", "wampcra", "cryptosign");
    }
    return tests(cases, ClientProgram.check(command, config(cases)));
  }

  @TestFactory
  Stream<DynamicTest> python() {
    Tools.require(
        Files.isExecutable(PYTHON)
            && Files.isDirectory(Path.of("/usr/lib/python3/dist-packages/autobahn")),
        "needs: apt-get install python3-autobahn");
    List<String> command = List.of(PYTHON.toString(), CLIENTS.resolve("python/join.py").toString());
    Tools.require(
        ClientProgram.ask(command, "probe").get("scram").asBoolean(),
        "needs: apt-get install python3-argon2 python3-passlib");
    List<Map<String, String>> cases = new ArrayList<>();
    for (String link : List.of("websocket", "unix")) {
      methods(
          cases,
          Map.of("link", link),
          link + " ",
          "ticket",
          "wampcra",
          "cryptosign",
          "scram",
          "anonymous");
    }
    Map<String, String> websocket = Map.of("link", "websocket");
    Map<String, String> unix = Map.of("link", "unix");
    add(cases, unix, "a process of the user", "local", "shell", null, "shell by local");
    add(cases, unix, "the user as another", "local", "tick", null, NO_METHOD);
    add(cases, websocket, "the user over TCP", "local", "shell", null, NO_METHOD);
    bound(cases, "TLSv1.2", "bound to its channel", "member by cryptosign");
    bound(cases, "TLSv1.2", "bound to another channel", FAILED);
    bound(cases, "TLSv1.3", "bound to what TLS 1.3 does not have", FAILED);
    return tests(cases, ClientProgram.check(command, config(cases)));
  }

  /** A key bound by tls-unique, the one type that Autobahn|Python knows. */
  private static void bound(
      List<Map<String, String>> cases, String tls, String check, String expect) {
    Map<String, String> on = new HashMap<>(Map.of("link", tls, "binding", "tls-unique"));
    if (check.contains("another")) {
      on.put("forged", "true");
    }
    add(cases, on, tls + " " + check, "cryptosign", "key", AuthGateway.SEED, expect);
  }

  @TestFactory
  Stream<DynamicTest> autobahnJava() {
    List<Map<String, String>> cases = new ArrayList<>();
    Map<String, String> json = Map.of("wire", "json");
    methods(cases, json, "", "ticket", "wampcra", "cryptosign", "anonymous");
    cases.removeIf(one -> one.get("check").startsWith("salted ")); // which it knows nothing of
    return java("autobahn-java", "AutobahnJava.java", cases);
  }

  @TestFactory
  Stream<DynamicTest> jawampa() {
    List<Map<String, String>> cases = new ArrayList<>();
    methods(cases, Map.of("wire", "json"), "", "ticket", "anonymous");
    return java("jawampa", "Jawampa.java", cases);
  }

  private Stream<DynamicTest> java(
      String library, String program, List<Map<String, String>> cases) {
    // neither tells its role and method, so that it joined is all there is to see
    cases.replaceAll(
        one -> {
          Map<String, String> joined = new HashMap<>(one);
          joined.computeIfPresent(
              "expect", (_, expect) -> expect.contains(" by ") ? "joined" : expect);
          return joined;
        });
    return tests(
        cases, ClientProgram.check(JavaClient.command(library, program), "join", config(cases)));
  }

  private static void methods(
      List<Map<String, String>> cases, Map<String, String> on, String prefix, String... methods) {
    for (String method : methods) {
      switch (method) {
        case "ticket" -> secret(cases, on, prefix, method, "tick");
        case "wampcra" -> {
          secret(cases, on, prefix + "salted ", method, "salted");
          secret(cases, on, prefix + "plain ", method, "plain");
        }
        // Autobahn has PBKDF2 in its code, but hands the salt to it in a form it refuses
        case "scram" -> secret(cases, on, prefix, method, "argon");
        case "cryptosign" -> {
          add(cases, on, prefix + "key", method, "key", AuthGateway.SEED, "member by cryptosign");
          add(cases, on, prefix + "wrong key", method, "key", "77".repeat(32), FAILED);
        }
        default -> add(cases, on, prefix + method, method, null, null, "guest by " + method);
      }
    }
  }

  private static void secret(
      List<Map<String, String>> cases,
      Map<String, String> on,
      String prefix,
      String method,
      String authid) {
    String member = "member by " + method;
    add(cases, on, prefix + method, method, authid, AuthGateway.PASSWORD, member);
    add(cases, on, prefix + "wrong " + method, method, authid, "open sesam", FAILED);
    add(cases, on, prefix + "unknown " + method, method, "nobody", "open sesame", FAILED);
  }

  private static void add(
      List<Map<String, String>> cases,
      Map<String, String> on,
      String check,
      String method,
      @Nullable String authid,
      @Nullable String secret,
      String expect) {
    Map<String, String> one = new HashMap<>(on);
    one.put("check", check);
    one.put("method", method);
    one.put("authid", authid);
    one.put("secret", secret);
    one.put("expect", expect);
    cases.add(one);
  }

  private Map<String, Object> config(List<Map<String, String>> cases) {
    return Map.of(
        "websocket",
        gateway.endpoints().websocket().toString(),
        "unix",
        gateway.endpoints().unix().toString(),
        "tls",
        gateway.tlsPort(),
        "realm",
        AuthGateway.REALM,
        "cases",
        cases);
  }

  private Stream<DynamicTest> tests(
      List<Map<String, String>> cases, Map<String, Outcome> outcomes) {
    Stream<DynamicTest> checks =
        cases.stream()
            .map(one -> one.get("check"))
            .map(check -> dynamicTest(check, () -> assertGood(check, outcomes)));
    return Stream.concat(
        checks,
        Stream.of(
            dynamicTest("nothing else fails", () -> assertEquals(cases.size(), outcomes.size())),
            dynamicTest("failures are written down, secrets are not", this::assertLog)));
  }

  private void assertLog() {
    String log = gateway.log();
    assertTrue(log.contains("authentication failed realm=auth peer="), log);
    assertTrue(log.contains("cause=\"unknown authid\""), log);
    assertFalse(log.contains("sesam"), log);
  }

  private static void assertGood(String check, Map<String, Outcome> outcomes) {
    Outcome outcome = outcomes.get(check);
    assertNotNull(outcome, () -> check + " was not reported; reported: " + outcomes);
    assertTrue(outcome.ok(), outcome::detail);
  }
}
