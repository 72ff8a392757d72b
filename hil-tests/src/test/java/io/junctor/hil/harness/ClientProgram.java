package io.junctor.hil.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program in another language that reports by lines of JSON: {@code {"check": name, "ok": bool,
 * "detail": text}}.
 *
 * <p>{@code check} runs to its end; {@code serve} reports {@code ready} and runs until its input is
 * closed.
 */
public final class ClientProgram implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * All checks of one client take some ten seconds on an idle machine; a check that hangs names
   * itself and gives up after one minute or two, so this ends only what does not even do that.
   */
  private static final int RUN_SECONDS_MAX = 900;

  /** A JVM that compiles its program on a machine that is busy with other things. */
  private static final int READY_SECONDS_MAX = 120;

  private static final int END_SECONDS_MAX = 30;

  /**
   * What a check found.
   *
   * @param ok whether it went well.
   * @param detail why not.
   */
  public record Outcome(boolean ok, String detail) {}

  private final Process process;
  private final Path errors;

  private ClientProgram(List<String> command, String mode, Map<String, ?> config) {
    try {
      errors = Files.createTempFile("junctor-client", ".log");
      List<String> all = new ArrayList<>(command);
      all.add(mode);
      all.add(JSON.writeValueAsString(config));
      process = new ProcessBuilder(all).redirectError(errors.toFile()).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs the program's checks; returns check -> outcome, in the order of the reports. */
  public static Map<String, Outcome> check(List<String> command, Map<String, ?> config) {
    return check(command, "check", config);
  }

  /** The same in another mode of the program. */
  public static Map<String, Outcome> check(
      List<String> command, String mode, Map<String, ?> config) {
    try (ClientProgram program = new ClientProgram(command, mode, config)) {
      CompletableFuture<Map<String, Outcome>> reports =
          CompletableFuture.supplyAsync(program::readReports, ClientProgram::startThread);
      Map<String, Outcome> outcomes = program.await(reports, RUN_SECONDS_MAX);
      int status = program.status();
      if (status != 0) {
        outcomes.put("exit status", new Outcome(false, status + "\n" + program.errors()));
      }
      return outcomes;
    }
  }

  /** Starts the program as a service and waits until it is ready; closing it ends it. */
  public static ClientProgram serve(List<String> command, Map<String, ?> config) {
    ClientProgram program = new ClientProgram(command, "serve", config);
    CompletableFuture<String> first =
        CompletableFuture.supplyAsync(program::readLine, ClientProgram::startThread);
    String line = program.await(first, READY_SECONDS_MAX);
    if (!line.contains("ready")) {
      AssertionError failure =
          new AssertionError("%s is not ready: %s%n%s".formatted(command, line, program.errors()));
      program.close();
      throw failure;
    }
    startThread(program::discardOutput);
    return program;
  }

  /** Runs the program with a mode that prints one line of JSON. */
  public static JsonNode ask(List<String> command, String mode) {
    try (ClientProgram program = new ClientProgram(command, mode, Map.of())) {
      CompletableFuture<String> line =
          CompletableFuture.supplyAsync(program::readLine, ClientProgram::startThread);
      return JSON.readTree(program.await(line, READY_SECONDS_MAX));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void startThread(Runnable task) {
    Thread.ofPlatform().daemon().name("client-output").start(task);
  }

  private Map<String, Outcome> readReports() {
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("{\"check\"")) { // libraries write to standard output too
          JsonNode report = JSON.readTree(line);
          outcomes.put(
              report.get("check").asText(),
              new Outcome(report.get("ok").asBoolean(), report.get("detail").asText()));
        }
      }
      return outcomes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String readLine() {
    try {
      String line = process.inputReader(StandardCharsets.UTF_8).readLine();
      return line == null ? "(it ended)" : line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nothing more is promised there, but a full pipe would stop the program in the middle. */
  private void discardOutput() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      while (output.readLine() != null) {
        // on to the next
      }
    } catch (IOException e) {
      // its end, which whoever waits for it sees
    }
  }

  private <T> T await(CompletableFuture<T> result, int seconds) {
    try {
      return result.get(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new AssertionError(
          "a client program gave no answer within %d s; it wrote:%n%s".formatted(seconds, errors()),
          e);
    }
  }

  private int status() {
    try {
      if (!process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) {
        throw new AssertionError("a client program did not end:\n" + errors());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private String errors() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      return "(nothing: " + e + ")";
    }
  }

  /** Ends the program: closes its input, and kills it when that is not enough. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      Files.deleteIfExists(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
