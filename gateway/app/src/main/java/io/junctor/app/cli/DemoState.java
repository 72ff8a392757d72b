package io.junctor.app.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * Where the running demo leaves its address and a ticket for the client commands of the same user:
 * a file only that user can read, deleted when the demo stops.
 */
final class DemoState {

  private DemoState() {}

  static Path file() {
    String runtime = System.getenv("XDG_RUNTIME_DIR");
    String home = System.getenv("HOME"); // which a service or sudo may set to another one
    Path folder =
        runtime == null
            ? Path.of(home == null ? System.getProperty("user.home") : home, ".cache", "junctor")
            : Path.of(runtime, "junctor");
    return folder.resolve("demo.json");
  }

  static void write(String url, String realm, String authid, String ticket) throws IOException {
    Path file = file();
    Files.createDirectories(file.getParent());
    Path fresh =
        Files.createTempFile(
            file.getParent(),
            "demo",
            ".tmp",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Map<String, String> state =
        Map.of("url", url, "realm", realm, "authid", authid, "ticket", ticket);
    new ObjectMapper().writeValue(fresh.toFile(), state);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  static void delete() throws IOException {
    Files.deleteIfExists(file());
  }
}
