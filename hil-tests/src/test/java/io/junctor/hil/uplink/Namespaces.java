package io.junctor.hil.uplink;

import io.junctor.hil.harness.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Three network namespaces in a row, so that a line can be cut as in the field: without a word to
 * either end.
 *
 * <pre>
 *   edge  10.209.1.2 ══veth══ 10.209.1.1  wire  10.209.2.1 ══veth══ 10.209.2.2  cloud
 *                                  forwards packets, or drops them
 * </pre>
 *
 * <p>Both ends keep a link that is up; nobody sends a reset, an ICMP message or anything else.
 * Needs root. The names carry the number of this process; they are removed by {@link #close}, and
 * when the JVM ends without it.
 */
final class Namespaces implements AutoCloseable {

  /** Where the cloud router is for the edge. */
  static final String CLOUD_ADDRESS = "10.209.2.2";

  private static final String EDGE_ADDRESS = "10.209.1.2";
  private static final String EDGE_SIDE = "10.209.1.1";
  private static final String CLOUD_SIDE = "10.209.2.1";

  private static final AtomicInteger MADE = new AtomicInteger();

  private final String ip;
  private final String name;
  private final List<String> made = new ArrayList<>();
  private final Thread atExit = new Thread(this::remove);

  private Namespaces(String ip, String name) {
    this.ip = ip;
    this.name = name;
  }

  /** Makes them, with the line whole; without the right to do so the test is skipped. */
  static Namespaces make() throws IOException, InterruptedException {
    String ip = Tools.require("ip", "apt-get install iproute2").toString();
    Tools.require(
        Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid")),
        "needs root to make network namespaces: run the tests as root");
    String name = "jn%d-%d-".formatted(ProcessHandle.current().pid(), MADE.incrementAndGet());
    Namespaces namespaces = new Namespaces(ip, name);
    Runtime.getRuntime().addShutdownHook(namespaces.atExit);
    try {
      namespaces.build();
    } catch (IOException | InterruptedException | RuntimeException e) {
      namespaces.close();
      throw e;
    }
    return namespaces;
  }

  private void build() throws IOException, InterruptedException {
    for (String end : List.of("edge", "wire", "cloud")) {
      // a container without the capability fails here: that is a skip, too
      String refusal = tryToRun("netns", "add", name + end);
      Tools.require(refusal.isEmpty(), "needs to make network namespaces: " + refusal);
      made.add(name + end);
      run("-n", name + end, "link", "set", "lo", "up");
    }
    join("edge", EDGE_ADDRESS, EDGE_SIDE);
    join("cloud", CLOUD_ADDRESS, CLOUD_SIDE);
    mend();
  }

  private void join(String end, String address, String gateway)
      throws IOException, InterruptedException {
    run("link", "add", end, "netns", name + end, "type", "veth", "peer", end, "netns", wire());
    run("-n", name + end, "addr", "add", address + "/24", "dev", end);
    run("-n", wire(), "addr", "add", gateway + "/24", "dev", end);
    run("-n", wire(), "link", "set", end, "up");
    run("-n", name + end, "link", "set", end, "up");
    run("-n", name + end, "route", "add", "default", "via", gateway);
  }

  private String wire() {
    return name + "wire";
  }

  /** What puts a program into a namespace: {@code edge} or {@code cloud}. */
  List<String> wrapper(String end) {
    return List.of(ip, "netns", "exec", name + end);
  }

  /** From now on every packet between the ends is dropped. */
  void cut() throws IOException, InterruptedException {
    forward("0");
  }

  /** Packets pass again. */
  void mend() throws IOException, InterruptedException {
    forward("1");
  }

  private void forward(String value) throws IOException, InterruptedException {
    String file = "/proc/sys/net/ipv4/ip_forward"; // of the namespace that opens it
    run("netns", "exec", wire(), "sh", "-c", "echo " + value + " > " + file);
  }

  private void run(String... words) throws IOException, InterruptedException {
    String refusal = tryToRun(words);
    if (!refusal.isEmpty()) {
      throw new IOException("ip %s: %s".formatted(String.join(" ", words), refusal));
    }
  }

  /** What it printed when it failed; empty when it worked. */
  private String tryToRun(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(ip));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    return status == 0 ? "" : "status %d: %s".formatted(status, said.strip());
  }

  private synchronized void remove() {
    for (String one : List.copyOf(made)) {
      try {
        String refusal = tryToRun("netns", "delete", one);
        if (!refusal.isEmpty()) {
          System.err.println("namespace " + one + " stays: " + refusal);
        }
      } catch (IOException e) {
        System.err.println("namespace " + one + " stays: " + e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      made.remove(one);
    }
  }

  @Override
  public void close() {
    remove();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }
}
