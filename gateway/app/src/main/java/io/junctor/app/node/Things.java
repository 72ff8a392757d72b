package io.junctor.app.node;

import io.junctor.app.config.GatewayConfig;
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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running things of a gateway and the board they are wired to, real or simulated. */
final class Things implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Things.class);

  private final List<AutoCloseable> parts = new ArrayList<>(); // in the order of opening

  private Things() {}

  /** Opens the board and starts every thing; all or none. */
  static Things start(GatewayPlan plan, Connector connector) throws IOException {
    Things things = new Things();
    try {
      Board board = things.open(plan);
      for (ThingPlan thing : plan.things()) {
        things.start(thing, board, plan.config(), connector);
      }
      return things;
    } catch (IOException | RuntimeException e) {
      things.close();
      throw e;
    }
  }

  private Board open(GatewayPlan plan) throws IOException {
    return switch (plan.config().drivers()) {
      case LINUX -> withModbus(opened(new LinuxBoard()));
      case SIM -> simulate(plan);
    };
  }

  /** The one place where Modbus meets sockets and serial ports. */
  private Board withModbus(Board board) {
    NettyTcpLinks tcp = opened(new NettyTcpLinks());
    return new ModbusBoard(board, opened(new ModbusLinks(board.serial(), tcp, System::nanoTime)));
  }

  private Board simulate(GatewayPlan plan) {
    SimBoard board = opened(new SimBoard());
    BoardWiring wiring = new BoardWiring(board);
    long seed = 1; // the same world at each start
    for (ThingPlan thing : plan.things()) {
      Simulation world = opened(thing.kind().simulate(wiring, thing.config(), seed++));
      world.play();
    }
    return board;
  }

  private void start(ThingPlan plan, Board board, GatewayConfig config, Connector connector) {
    Device device = plan.kind().create(plan.name(), plan.config(), board, InstantSource.system());
    // each thing has a session of its own: one that fails takes no other with it
    ComponentBuilder builder =
        Component.builder(connector)
            .realm(config.realm())
            .authenticator(OpenAuthenticator.local(plan.name()));
    opened(ThingComponent.start(device, config.site(), builder));
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
