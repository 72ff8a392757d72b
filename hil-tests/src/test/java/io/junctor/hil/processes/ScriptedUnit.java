package io.junctor.hil.processes;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

/** The far end of a line or connection that answers what it was told, whatever it is asked. */
final class ScriptedUnit {

  private static final int REQUEST_BYTES = 12; // of a single write over TCP

  private ScriptedUnit() {}

  /**
   * Answers each request on a serial line, until the line ends.
   *
   * @param requestBytes how long a request is.
   * @param answer in hexadecimal.
   */
  static void on(Path port, int requestBytes, String answer) throws IOException {
    byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(answer);
    RandomAccessFile end = new RandomAccessFile(port.toFile(), "rw");
    Thread.ofPlatform()
        .daemon()
        .name("scripted-unit")
        .start(
            () -> {
              try (end) {
                while (true) {
                  end.readFully(new byte[requestBytes]);
                  end.write(bytes);
                }
              } catch (IOException lineEnded) {
                // the test has closed it
              }
            });
  }

  /** Answers one request of each connection, until the server is closed. */
  static void answerAll(ServerSocket server, String answer) {
    while (true) {
      try (Socket client = server.accept()) {
        client.getInputStream().readNBytes(REQUEST_BYTES);
        client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
      } catch (SocketException closed) {
        if (server.isClosed()) {
          return;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
