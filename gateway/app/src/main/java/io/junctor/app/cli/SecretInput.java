package io.junctor.app.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads a secret that must stand neither on the screen nor on the command line. */
final class SecretInput {

  private SecretInput() {}

  /** Asks a person, or reads a line of standard input; null when there is none. */
  @SuppressWarnings("SystemConsoleNull") // the two null checkers disagree about System.console()
  static @Nullable String read(String prompt) throws IOException {
    Console console = System.console();
    if (console != null && console.isTerminal()) {
      char[] typed = console.readPassword(prompt);
      return typed == null ? null : new String(typed);
    }
    return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
  }
}
