package io.junctor.app.node;

import io.junctor.app.config.GatewayConfig.DriverSet;
import io.junctor.component.Component;
import io.junctor.component.ComponentBuilder;
import io.junctor.devices.sim.BoardWiring;
import io.junctor.devices.sim.Simulation;
import io.junctor.devices.thing.Device;
import io.junctor.devices.wamp.ThingComponent;
import io.junctor.drivers.Board;
import io.junctor.drivers.linux.LinuxBoard;
import io.junctor.drivers.modbus.link.ModbusLinks;
import io.junctor.drivers.modbus.tcp.NettyTcpLinks;
import io.junctor.drivers.sim.SimBoard;
import io.junctor.wamp.auth.OpenAuthenticator;
import io.junctor.wamp.transport.Connector;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running things of a gateway and the board they are wired to, real or simulated. */
final class Things implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Things.class);

  private final List<AutoCloseable> parts = new ArrayList<>(); // in the order of opening
  private final Map<String, Device> devices = new LinkedHashMap<>(); // thing -> device
  private final List<Component> components = new ArrayList<>();

  private Things() {}

  /**
   * Opens the board and starts every thing that runs here; all or none.
   *
   * @param placement which things run here.
   * @param retryMax how long a thing that has lost the router waits at most between two attempts.
   * @param outputs where to write what {@code outputs-safe} is to do; null for nowhere.
   */
  static Things start(
      GatewayPlan plan,
      Placement placement,
      Connector connector,
      Duration retryMax,
      @Nullable Path outputs)
      throws IOException {
    Things things = new Things();
    try {
      if (outputs != null) { // before anything can be switched on
        things.opened(OutputsFile.open(outputs, plan, placement));
      }
      List<ThingPlan> chosen = plan.things(placement);
      Board board = things.open(plan.config().drivers(), chosen);
      for (ThingPlan thing : chosen) {
        ComponentBuilder builder =
            Component.builder(connector).realm(plan.config().realm()).retryMax(retryMax);
        things.start(thing, board, plan.config().site(), builder);
      }
      return things;
    } catch (IOException | RuntimeException e) {
      things.close();
      throw e;
    }
  }

  /** Asks the loop of every device. */
  void addTo(Health health) {
    devices.forEach((name, device) -> health.add("device " + name, () -> ask(device)));
  }

  private static CompletableFuture<Void> ask(Device device) {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    device.loop().execute(() -> answer.complete(null));
    return answer;
  }

  /** The names of the things that run here. */
  Set<String> names() {
    return devices.keySet();
  }

  /** How many of them the router knows now. */
  long joined() {
    return components.stream().filter(Component::isConnected).count();
  }

  private Board open(DriverSet drivers, List<ThingPlan> chosen) throws IOException {
    return switch (drivers) {
      case LINUX -> withModbus(opened(new LinuxBoard()));
      case SIM -> simulate(chosen);
    };
  }

  /** The one place where Modbus meets sockets and serial ports. */
  private Board withModbus(Board board) {
    NettyTcpLinks tcp = opened(new NettyTcpLinks());
    return new ModbusBoard(board, opened(new ModbusLinks(board.serial(), tcp, System::nanoTime)));
  }

  private Board simulate(List<ThingPlan> chosen) {
    SimBoard board = opened(new SimBoard());
    BoardWiring wiring = new BoardWiring(board);
    long seed = 1; // the same world at each start
    for (ThingPlan thing : chosen) {
      Simulation world = opened(thing.kind().simulate(wiring, thing.config(), seed++));
      world.play();
    }
    return board;
  }

  private void start(ThingPlan plan, Board board, String site, ComponentBuilder builder) {
    Device device = plan.kind().create(plan.name(), plan.config(), board, InstantSource.system());
    // each thing has a session of its own: one that fails takes no other with it
    builder.authenticator(OpenAuthenticator.local(plan.name()));
    ThingComponent running = opened(ThingComponent.start(device, site, builder));
    devices.put(plan.name(), device);
    components.add(running.component());
    log.info("thing started device={} kind={}", plan.name(), plan.kind().name());
  }

  /** Outputs to their safe values first, then the world around them. */
  @Override
  public void close() {
    for (AutoCloseable part : parts.reversed()) {
      try {
        part.close();
      } catch (Exception e) {
        log.error("cause={}: {} not closed cleanly", e.toString(), part, e);
      }
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.add(part);
    return part;
  }
}
