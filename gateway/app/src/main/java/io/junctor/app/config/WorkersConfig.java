package io.junctor.app.config;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the things run in processes of their own: {@code junctor router} listens, {@code junctor
 * worker} joins. {@code junctor run} has everything in one process and does not look at this.
 *
 * @param socket the Unix socket between them, an absolute path. Required.
 * @param devices the users (names or numbers) whose processes may be the things wired to this
 *     board. Empty: nobody.
 * @param network the users whose processes may be the things reached over the network. Empty:
 *     nobody.
 */
public record WorkersConfig(String socket, List<String> devices, List<String> network) {

  /** sun_path of unix(7) has 108 bytes with the zero; the router binds under one more character. */
  private static final int SOCKET_BYTES_MAX = 106;

  private static final Pattern SOCKET = Pattern.compile("(/[A-Za-z0-9._-]+)+");

  public WorkersConfig(
      @Nullable String socket, @Nullable List<String> devices, @Nullable List<String> network) {
    if (socket == null) {
      throw new IllegalArgumentException(
          "socket: expected the path of the Unix socket between router and workers, got nothing");
    }
    if (!SOCKET.matcher(socket).matches() || socket.length() > SOCKET_BYTES_MAX) {
      throw new IllegalArgumentException(
          "socket: expected an absolute path of letters, digits, . _ and -, at most %d long, got %s"
              .formatted(SOCKET_BYTES_MAX, socket));
    }
    this.socket = socket;
    this.devices = UserNames.require("devices", devices);
    this.network = UserNames.require("network", network);
  }
}
