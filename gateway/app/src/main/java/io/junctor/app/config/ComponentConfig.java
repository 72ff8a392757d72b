package io.junctor.app.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A program in any language that the gateway starts, watches and starts again. It finds in its
 * environment what it joins with: {@code JUNCTOR_SOCKET} (RawSocket on a Unix socket), {@code
 * JUNCTOR_REALM}, {@code JUNCTOR_AUTHID} (its name here), {@code JUNCTOR_TICKET} (another one at
 * each start) and {@code JUNCTOR_SITE}.
 *
 * @param command the program and its arguments; no shell in between. Required.
 * @param role one of the configured roles. Required.
 * @param directory where it runs. Default: where the gateway runs.
 * @param environment more variables. None of the gateway's own are passed on but PATH, HOME, LANG
 *     and TZ.
 * @param memoryMegabytes how much it may write to, 8 to 65536. Default 512.
 * @param openFiles how many files and sockets it may have open, 16 to 65536. Default 256.
 * @param stopSeconds between SIGTERM and SIGKILL, 1 to 60. Default 5.
 */
public record ComponentConfig(
    List<String> command,
    String role,
    @Nullable String directory,
    Map<String, String> environment,
    Integer memoryMegabytes,
    Integer openFiles,
    Integer stopSeconds) {

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final String RESERVED = "JUNCTOR_";

  public ComponentConfig(
      @Nullable List<String> command,
      @Nullable String role,
      @Nullable String directory,
      @Nullable Map<String, String> environment,
      @Nullable Integer memoryMegabytes,
      @Nullable Integer openFiles,
      @Nullable Integer stopSeconds) {
    if (command == null || command.isEmpty() || command.getFirst().isBlank()) {
      throw new IllegalArgumentException(
          "command: expected a program and its arguments, such as [python3, counter.py], got nothing");
    }
    if (role == null) {
      throw new IllegalArgumentException("role: expected a key of roles, got nothing");
    }
    this.command = List.copyOf(command);
    this.role = role;
    this.directory = directory;
    this.environment =
        environment == null
            ? Map.of()
            : java.util.Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    this.memoryMegabytes = within("memoryMegabytes", memoryMegabytes, 512, 8, 65_536);
    this.openFiles = within("openFiles", openFiles, 256, 16, 65_536);
    this.stopSeconds = within("stopSeconds", stopSeconds, 5, 1, 60);
    for (String name : this.environment.keySet()) {
      if (!VARIABLE.matcher(name).matches() || name.startsWith(RESERVED)) {
        throw new IllegalArgumentException(
            "environment: expected names of letters, digits and _ that do not begin with JUNCTOR_,"
                + " got '"
                + name
                + "'");
      }
    }
  }

  private static int within(String key, @Nullable Integer value, int usual, int min, int max) {
    if (value == null) {
      return usual;
    }
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s: expected %d to %d, got %d".formatted(key, min, max, value));
    }
    return value;
  }

  /** Without arguments and environment, which may hold secrets. */
  @Override
  public String toString() {
    return "ComponentConfig[" + command.getFirst() + ", role=" + role + "]";
  }
}
