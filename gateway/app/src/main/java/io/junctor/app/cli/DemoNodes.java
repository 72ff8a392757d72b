package io.junctor.app.cli;

import io.junctor.app.config.ConfigException;
import io.junctor.app.node.GatewayNode;
import io.junctor.app.node.GatewayPlan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The two gateways of the demo: an edge with things, and a router that stands in for the cloud.
 * What they need on disk is in a folder that goes with them.
 */
final class DemoNodes implements AutoCloseable {

  private static final String EDGE_AUTHID = "edge-demo";

  private final Path folder;
  private final GatewayNode cloud;
  private final GatewayNode edge;

  private DemoNodes(Path folder, GatewayNode cloud, GatewayNode edge) {
    this.folder = folder;
    this.cloud = cloud;
    this.edge = edge;
  }

  /**
   * Starts both.
   *
   * @param port of the edge's console; the cloud's is the next one, or any free one for 0.
   * @param mqtt the edge's {@code mqtt} section; empty for none.
   */
  static DemoNodes start(int port, String mqtt) throws IOException, ConfigException {
    Path folder = Files.createTempDirectory("junctor-demo");
    GatewayNode cloud = null;
    try {
      cloud = node("demo-cloud.yaml", Map.of("${port}", "" + (port == 0 ? 0 : port + 1)));
      // the folder is this user's alone
      Files.writeString(
          folder.resolve("uplink.ticket"), cloud.access().newTicket(EDGE_AUTHID, "edge"));
      Map<String, String> values =
          Map.of(
              "${port}",
              "" + port,
              "${cloud}",
              address(cloud, "websocket="),
              "${folder}",
              folder.toString(),
              "${mqtt}",
              mqtt);
      return new DemoNodes(folder, cloud, node("demo.yaml", values));
    } catch (IOException | ConfigException | RuntimeException e) {
      if (cloud != null) {
        cloud.close();
      }
      delete(folder);
      throw e;
    }
  }

  private static GatewayNode node(String resource, Map<String, String> values)
      throws IOException, ConfigException {
    try (InputStream yaml = DemoNodes.class.getResourceAsStream(resource)) {
      String text = new String(Objects.requireNonNull(yaml).readAllBytes(), StandardCharsets.UTF_8);
      for (Map.Entry<String, String> value : values.entrySet()) {
        text = text.replace(value.getKey(), value.getValue());
      }
      return GatewayNode.start(GatewayPlan.parse(resource, text));
    } catch (IOException e) {
      // the native transport's failure has no type of its own
      throw String.valueOf(e.getMessage()).contains("address already in use")
          ? new IOException(e.getMessage() + "; choose another with --port", e)
          : e;
    }
  }

  /** Where a gateway can be reached. */
  static String address(GatewayNode node, String key) {
    return node.addresses().stream()
        .filter(address -> address.startsWith(key))
        .map(address -> address.substring(key.length()))
        .findFirst()
        .orElseThrow();
  }

  GatewayNode cloud() {
    return cloud;
  }

  GatewayNode edge() {
    return edge;
  }

  @Override
  public void close() throws IOException {
    edge.close();
    cloud.close();
    delete(folder);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
