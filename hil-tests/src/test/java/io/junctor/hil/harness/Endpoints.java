package io.junctor.hil.harness;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a gateway listens.
 *
 * @param websocket the WebSocket's address.
 * @param rawsocket the RawSocket's TCP address.
 * @param unix the RawSocket's Unix socket.
 * @param mqttPort the MQTT listener's port; 0 when there is none.
 * @param universal the WebSocket's address on the port that speaks everything, compressed for
 *     clients that ask for it; null when there is none.
 * @param longPoll the address of long-poll on that port; null when there is none.
 */
public record Endpoints(
    URI websocket,
    InetSocketAddress rawsocket,
    Path unix,
    int mqttPort,
    @Nullable URI universal,
    @Nullable URI longPoll) {

  /** Without MQTT and the port that speaks everything. */
  public Endpoints(URI websocket, InetSocketAddress rawsocket, Path unix) {
    this(websocket, rawsocket, unix, 0, null, null);
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
        line.contains(" mqtt=") ? URI.create(value(line, "mqtt")).getPort() : 0,
        values(line, "websocket").stream().skip(1).findFirst().map(URI::create).orElse(null),
        values(line, "longpoll").stream().findFirst().map(URI::create).orElse(null));
  }

  private static String value(String line, String key) {
    return values(line, key).stream()
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError("expected %s= in the ready line, got: %s".formatted(key, line)));
  }

  /** All addresses of a key in the ready line, in the order of the listeners. */
  public static List<String> values(String line, String key) {
    return Arrays.stream(line.split(" "))
        .filter(word -> word.startsWith(key + "="))
        .map(word -> word.substring(key.length() + 1))
        .toList();
  }
}
