package io.junctor.hil.harness;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;

/**
 * Where a gateway listens.
 *
 * @param websocket the WebSocket's address.
 * @param rawsocket the RawSocket's TCP address.
 * @param unix the RawSocket's Unix socket.
 * @param mqttPort the MQTT listener's port; 0 when there is none.
 */
public record Endpoints(URI websocket, InetSocketAddress rawsocket, Path unix, int mqttPort) {

  /** Without MQTT. */
  public Endpoints(URI websocket, InetSocketAddress rawsocket, Path unix) {
    this(websocket, rawsocket, unix, 0);
  }

  /**
   * Reads the line a gateway prints when everything is open: {@code ready websocket=ws://...
   * rawsocket=rs://... unix=unix:/...}.
   */
  public static Endpoints ofReadyLine(String line) {
    URI rawsocket = URI.create(value(line, "rawsocket"));
    return new Endpoints(
        URI.create(value(line, "websocket")),
        new InetSocketAddress(rawsocket.getHost(), rawsocket.getPort()),
        Path.of(value(line, "unix").substring("unix:".length())),
        line.contains(" mqtt=") ? URI.create(value(line, "mqtt")).getPort() : 0);
  }

  private static String value(String line, String key) {
    for (String word : line.split(" ")) {
      if (word.startsWith(key + "=")) {
        return word.substring(key.length() + 1);
      }
    }
    throw new AssertionError("expected %s= in the ready line, got: %s".formatted(key, line));
  }
}
