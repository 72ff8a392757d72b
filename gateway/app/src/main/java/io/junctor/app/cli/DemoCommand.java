package io.junctor.app.cli;

import io.junctor.app.config.ConfigException;
import io.junctor.app.log.Logging;
import io.junctor.app.node.GatewayNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code junctor demo}. */
@Command(
    name = "demo",
    description = {
      "Router, console, a fridge and a motorized knob; every chip, line and serial port simulated.",
      "A second router stands in for the cloud; its console operates the same things.",
      "Listens on 127.0.0.1 only."
    },
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {

  private static final String AUTHID = "demo";
  private static final String ROLE = "operator";

  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description =
          "Where the console is, and at the next port the cloud's; 0 takes free ones."
              + " Default: ${DEFAULT-VALUE}.")
  private int port = 8080;

  @Option(
      names = "--mqtt-port",
      paramLabel = "PORT",
      description =
          "Where MQTT clients connect; 0 takes a free one. Default: ${DEFAULT-VALUE}, if it is free.")
  private int mqttPort = 1883;

  @Option(
      names = "--no-open",
      description = "Does not open the console in a browser, even where there is a desktop.")
  private boolean noOpen;

  @Override
  public Integer call() throws IOException, ConfigException, InterruptedException {
    Logging.quiet(); // a newcomer reads the lines below, not a log; JUNCTOR_LOG=info brings it back
    try (StopSignal signal = StopSignal.install()) {
      run(signal);
    }
    return 0;
  }

  private void run(StopSignal signal) throws IOException, ConfigException, InterruptedException {
    DemoNodes nodes = DemoNodes.start(port, mqttSection());
    GatewayNode node = nodes.edge();
    String ws = DemoNodes.address(node, "websocket=");
    String console = console(node);
    DemoState.write(ws, node.realm(), AUTHID, node.access().newTicket(AUTHID, ROLE));
    PrintWriter out = spec.commandLine().getOut();
    for (String line : greeting(console, console(nodes.cloud()), ws, mqtt(node))) {
      out.println(Ansi.AUTO.string(line));
    }
    out.flush();
    if (!noOpen) {
      Desktop.open(console);
    }
    signal.await(
        () -> {
          DemoState.delete();
          nodes.close();
        });
  }

  private static String console(GatewayNode node) {
    return DemoNodes.address(node, "console=") + "#token=" + node.access().newToken(ROLE);
  }

  /** The part of the configuration for MQTT; nothing when somebody else is at its port. */
  private String mqttSection() {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), mqttPort));
    } catch (IOException taken) {
      return "";
    }
    return "mqtt: {listen: [{address: \"127.0.0.1:" + mqttPort + "\"}]}\n";
  }

  private List<String> mqtt(GatewayNode node) {
    String port =
        node.addresses().stream()
            .filter(one -> one.startsWith("mqtt="))
            .map(one -> one.substring(one.lastIndexOf(':') + 1))
            .findFirst()
            .orElse("");
    if (port.isEmpty()) {
      return List.of(
          "  MQTT       not offered: port "
              + mqttPort
              + " is in use; choose another with --mqtt-port");
    }
    String user = "-p " + port + " -u " + AUTHID + " -P TICKET";
    return List.of(
        "  MQTT       mosquitto_sub " + user + " -t 'com/example/demo/#' -v",
        "             mosquitto_rr " + user + " -V 5 -t com/example/demo/knob/position/set \\",
        "               -e '$reply/1' -m 120");
  }

  private static List<String> greeting(String console, String cloud, String ws, List<String> mqtt) {
    List<String> lines = new ArrayList<>();
    Collections.addAll(
        lines,
        "",
        "  @|bold Junctor demo|@: a fridge and a motorized knob, simulated down to the register.",
        "",
        "  Console    @|underline " + console + "|@",
        "  Cloud      @|underline " + cloud + "|@",
        "             the same fridge and knob over the uplink to a second router",
        "             (each link signs in once; made anew at each start)",
        "  Call       ./junctor call com.example.demo.fridge.level.get",
        "  Turn       ./junctor call com.example.demo.knob.position.set 120 --progress",
        "  Subscribe  ./junctor subscribe com.example.demo. --match prefix",
        "  Cut        ./junctor call com.example.demo.uplink.enabled.set false   (mend: true)");
    lines.addAll(mqtt);
    Collections.addAll(
        lines,
        "  Any client " + ws + ", realm junctor, authid demo; TICKET is in",
        "             " + DemoState.file(),
        "  Stop       Ctrl-C",
        "");
    return lines;
  }
}
