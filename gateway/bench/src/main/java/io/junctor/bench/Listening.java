package io.junctor.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Finds which process of this machine listens at a TCP port, from {@code /proc}. */
final class Listening {

  private static final String STATE_LISTEN = "0A"; // TCP_LISTEN of include/net/tcp_states.h

  private Listening() {}

  /** The process id; 0 when none of this machine does, or it may not be looked at. */
  static long pid(int port) throws IOException {
    List<String> sockets =
        Stream.of("/proc/net/tcp", "/proc/net/tcp6").flatMap(table -> inodes(table, port)).toList();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        if (sockets.stream().anyMatch(inode -> holds(process, "socket:[" + inode + "]"))) {
          return Long.parseLong(process.getFileName().toString());
        }
      }
    }
    return 0;
  }

  private static Stream<String> inodes(String table, int port) {
    String local = ":" + HexFormat.of().toHexDigits((short) port).toUpperCase(Locale.ROOT);
    try {
      return Files.readAllLines(Path.of(table)).stream()
          .map(line -> line.strip().split("\\s+", -1))
          .filter(field -> field.length > 9)
          .filter(field -> field[1].endsWith(local) && field[3].equals(STATE_LISTEN))
          .map(field -> field[9]);
    } catch (IOException e) {
      return Stream.empty(); // a kernel without IPv6
    }
  }

  private static boolean holds(Path process, String socket) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path file : files) {
        if (Files.readSymbolicLink(file).toString().equals(socket)) {
          return true;
        }
      }
    } catch (IOException e) {
      return false; // it has ended, or belongs to somebody else
    }
    return false;
  }
}
