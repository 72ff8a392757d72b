package io.junctor.hil.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.drivers.i2c.I2cDevice;
import io.junctor.drivers.i2c.I2cException;
import io.junctor.drivers.linux.LinuxBoard;
import io.junctor.hil.harness.GatewayProcess;
import io.junctor.hil.harness.ProductCommand;
import io.junctor.hil.harness.ReportedCheck;
import io.junctor.hil.harness.Site;
import io.junctor.hil.harness.Wiring;
import io.junctor.hil.peer.Link;
import io.junctor.hil.peer.LinkKind;
import io.junctor.hil.peer.Peer;
import io.junctor.hil.peer.TopicWatch;
import io.junctor.hil.peer.Wire;
import io.junctor.hil.serial.Ranger;
import io.junctor.hil.serial.SerialLine;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Runs inside the User-Mode Linux kernel, started by {@code uml/init}: starts the packaged gateway
 * there, drives the devices from outside and reports each {@link KernelCheck} on standard output.
 */
final class InsideKernel {

  private static final Wire WEBSOCKET = new Wire(LinkKind.WEBSOCKET, Format.JSON);
  private static final String FRIDGE = Site.SITE + ".fridge";
  private static final String CELLAR = Site.SITE + ".cellar";

  // offsets on the chip, as uml/init names them
  private static final int DOOR = 0;
  private static final int COMPRESSOR = 1;
  private static final int SPARE = 2;
  private static final int CELLAR_COMPRESSOR = 3;

  // registers of the MCP23017, data sheet DS20001952 table 3-1, IOCON.BANK = 0
  private static final int IODIRA = 0x00;
  private static final int IODIRB = 0x01;
  private static final int IPOLA = 0x02;
  private static final int GPPUA = 0x0c;
  private static final int GPIOA = 0x12;
  private static final int OLATB = 0x15;

  private static final String BUS = "i2c-0";
  private static final Path BUS_IN_SYSFS = Path.of("/sys/bus/i2c/devices", BUS);
  private static final int EXPANDER = 0x20;
  private static final int THERMOMETER = 0x4f;

  /** A terminal of this kernel, whose far end is a ranger. */
  private static final Path LINE = Path.of("/run/ranger");

  // that of the cellar has no line: a part that fails, and nobody minds
  private static final String THINGS =
      """
      fridge:
        kind: fridge
        ranger: {port: /run/ranger, emptyDistanceMillimetres: 900, fullDistanceMillimetres: 300}
        door: {line: DOOR}
        compressor: {line: COMPRESSOR, minimumOffSeconds: 0}
        slots: {bus: i2c-0, address: 0x20, pulseMillis: 1000, maximumOnMillis: 5000, restMillis: 0, releaseMillis: 10000}
        temperature: {bus: i2c-0, address: 0x4f, pollMillis: 200}
      cellar:
        kind: fridge
        ranger: {port: /dev/ttyS98, emptyDistanceMillimetres: 900, fullDistanceMillimetres: 300}
        compressor: {line: "gpiochip0:3", minimumOffSeconds: 3600}
      """;

  private final GpioSim sim;
  private final I2cDevice expander;
  private final SerialLine line;
  private final Ranger ranger;
  private @Nullable GatewayProcess gateway;

  private InsideKernel(GpioSim sim, LinuxBoard board, SerialLine line, Ranger ranger)
      throws I2cException {
    this.sim = sim;
    this.line = line;
    this.ranger = ranger;
    this.expander = new I2cDevice(board.i2c(BUS), EXPANDER);
  }

  public static void main(String[] words) throws I2cException {
    Awaitility.setDefaultTimeout(Link.PATIENCE);
    try (LinuxBoard board = new LinuxBoard();
        SerialLine line = SerialLine.at(LINE);
        Ranger ranger = Ranger.on(line)) {
      InsideKernel inside = new InsideKernel(new GpioSim(Path.of(words[0])), board, line, ranger);
      for (KernelCheck check : KernelCheck.values()) {
        System.out.println(inside.run(check).line());
      }
    }
    System.exit(0); // whatever threads clients have left
  }

  private ReportedCheck run(KernelCheck check) {
    try {
      perform(check);
      return new ReportedCheck(check.name(), true, "");
    } catch (Throwable failed) {
      String log = gateway == null ? "" : "\nthe gateway's log ends:\n" + gateway.logTail();
      return new ReportedCheck(check.name(), false, failed + log);
    }
  }

  private void perform(KernelCheck check) throws Exception {
    switch (check) {
      case probeListsTheLinesOfTheKernel -> probeListsLines();
      case probeDrivesALine -> probeDrivesLine();
      case probeFindsTheChipsOnTheBus -> probeFindsChips();
      case probeWritesWhatTheKernelsOwnDriverReads -> probeWritesForKernel();
      case gatewayStarts -> gateway = GatewayProcess.start(Site.create(), Wiring.linux(THINGS));
      case linesAreHeldUnderNamesOfTheGateway -> linesAreHeld();
      case probeIsRefusedALineThatIsHeld -> probeIsRefused();
      case doorFollowsItsLine -> doorFollows();
      case compressorSwitchesItsLine -> compressorSwitches();
      case compressorThatMustRestLeavesItsLineAlone -> compressorRests();
      case temperatureFollowsTheRegister -> temperatureFollows();
      case temperatureFailsWhileTheKernelHasItsChipAndComesBack -> thermometerIsTaken();
      case distanceFollowsTheSerialLine -> distanceFollows();
      case distanceFailsWhileTheSerialLineIsGoneAndComesBack -> lineIsPulledOut();
      case expanderIsSetUpAndItsPinsAreTheSlots -> slotsFollow();
      case expanderIsSetUpAgainAfterItsReset -> expanderResets();
      case dispensePulsesTheSolenoidOfTheSlot -> dispensePulses();
      case dispenseOfAnEmptySlotMovesNothing -> dispenseOfEmptySlot();
      case doorAndCompressorFailWhileTheirChipIsGoneAndComeBack -> chipIsPulledOut();
      case sigtermSwitchesTheCompressorOff -> sigterm();
      case linesAreFreeAfterTheEnd -> linesAreFree();
    }
  }

  // --- probe, without a gateway

  private void probeListsLines() {
    String output = ProductCommand.run("probe", "gpio").outputOfSuccess();
    assertContains(output, "gpiochip0 [gpio-sim", "8 lines", "DOOR", "COMPRESSOR", "free");
  }

  private void probeDrivesLine() {
    // it lets the line go after a second, so it is looked at while the command runs
    CompletableFuture<Void> looking = CompletableFuture.runAsync(() -> sim.awaitLevel(SPARE, true));
    String output = ProductCommand.run("probe", "gpio", "set", "SPARE", "1", "2").outputOfSuccess();
    assertContains(output, "reads back 1");
    looking.join();
    sim.awaitLevel(SPARE, false);
  }

  private void probeFindsChips() {
    assertContains(ProductCommand.run("probe", "i2c").outputOfSuccess(), BUS, "BYTE_DATA");
    String output = ProductCommand.run("probe", "i2c", "scan", BUS).outputOfSuccess();
    List<String> answers = output.lines().filter(line -> line.endsWith("answers")).toList();
    assertEquals(List.of("0x20 answers", "0x4f answers"), answers);
  }

  private void probeWritesForKernel() throws Exception {
    ProductCommand.run("probe", "i2c", "set", BUS, "0x4f", "0", "0xe700", "word").outputOfSuccess();
    takeThermometer();
    try (Stream<Path> files = Files.walk(BUS_IN_SYSFS.resolve("0-004f/hwmon"), 2)) {
      Path file = files.filter(path -> path.endsWith("temp1_input")).findFirst().orElseThrow();
      assertEquals("-25000", GpioSim.read(file));
    } finally {
      giveThermometerBack();
    }
  }

  /** The kernel's own driver has the chip, and nobody else can reach it. */
  private static void takeThermometer() {
    GpioSim.write(BUS_IN_SYSFS.resolve("new_device"), "lm75 0x4f");
  }

  private static void giveThermometerBack() {
    GpioSim.write(BUS_IN_SYSFS.resolve("delete_device"), "0x4f");
  }

  // --- the gateway

  private void linesAreHeld() {
    try (TopicWatch door = watch(FRIDGE + ".door")) {
      door.untilQuality("good");
    }
    assertContains(GpioSim.describe(DOOR), "(junctor door)", "input,pull-up");
    assertContains(GpioSim.describe(COMPRESSOR), "(junctor compressor)", "output-low");
    assertContains(GpioSim.describe(CELLAR_COMPRESSOR), "(junctor compressor)", "output-low");
    assertContains(GpioSim.describe(SPARE), "(<unused>)");
  }

  private void probeIsRefused() {
    ProductCommand refused = ProductCommand.run("probe", "gpio", "set", "COMPRESSOR", "1");
    assertEquals(1, refused.status(), refused::toString);
    assertContains(refused.output(), "junctor compressor");
    assertFalse(sim.isHigh(COMPRESSOR));
  }

  private void doorFollows() {
    try (TopicWatch door = watch(FRIDGE + ".door")) {
      door.untilGood(Boolean.TRUE::equals, "open: the gateway pulls the line up");
      for (int round = 0; round < 3; round++) {
        sim.pull(DOOR, false);
        door.untilGood(Boolean.FALSE::equals, "closed");
        sim.pull(DOOR, true);
        door.untilGood(Boolean.TRUE::equals, "open");
      }
    }
  }

  private void compressorSwitches() {
    for (boolean isOn : new boolean[] {true, false, true, false}) {
      Map<String, Object> result = set(FRIDGE + ".compressor.set", isOn);
      assertEquals(isOn, result.get("value"), result::toString);
      assertEquals(isOn, sim.isHigh(COMPRESSOR), "the line, when the call has returned");
    }
  }

  private void compressorRests() {
    try (Peer peer = join()) {
      peer.call(CELLAR + ".compressor.set", true);
      peer.receiveError("junctor.error.interlock");
      assertFalse(sim.isHigh(CELLAR_COMPRESSOR));
    }
  }

  private void temperatureFollows() {
    try (TopicWatch temperature = watch(FRIDGE + ".temperature")) {
      temperature.untilGood(value -> number(value) == -25, "-25");
      ProductCommand.run("probe", "i2c", "set", BUS, "0x4f", "0", "0x0420", "word")
          .outputOfSuccess();
      temperature.untilGood(value -> number(value) == 4.1, "4.1, of 4.125");
    }
  }

  private void thermometerIsTaken() {
    try (TopicWatch temperature = watch(FRIDGE + ".temperature");
        TopicWatch door = watch(FRIDGE + ".door")) {
      takeThermometer();
      temperature.untilQuality("failed");
      door.untilGood(Boolean.TRUE::equals, "open, as before");
      giveThermometerBack();
      temperature.untilGood(value -> number(value) == 4.1, "4.1");
    }
  }

  private void distanceFollows() {
    try (TopicWatch distance = watch(FRIDGE + ".distance")) {
      for (int millimetres : new int[] {600, 450}) {
        ranger.measure(millimetres);
        distance.untilGood(value -> number(value) == millimetres, millimetres + " mm");
      }
    }
  }

  private void lineIsPulledOut() {
    try (TopicWatch distance = watch(FRIDGE + ".distance");
        TopicWatch temperature = watch(FRIDGE + ".temperature")) {
      line.cut();
      distance.untilQuality("failed");
      temperature.untilGood(value -> number(value) == 4.1, "4.1, as before");
      line.restore();
      distance.untilGood(value -> number(value) == 450, "450 mm");
    }
  }

  private void slotsFollow() throws I2cException {
    assertEquals(0x00, expander.readByteData(IODIRB), "solenoids are outputs");
    assertEquals(0x00, expander.readByteData(OLATB), "solenoids are off");
    assertEquals(0xff, expander.readByteData(IODIRA), "switches are inputs");
    assertEquals(0xff, expander.readByteData(IPOLA), "a closed switch reads 1");
    assertEquals(0xff, expander.readByteData(GPPUA), "switches are pulled up");
    try (TopicWatch bottles = watch(FRIDGE + ".bottles");
        TopicWatch slots = watch(FRIDGE + ".slots")) {
      expander.writeByteData(GPIOA, 0b1000_0101);
      bottles.untilGood(value -> number(value) == 3, "3");
      slots.untilGood(
          List.of(true, false, true, false, false, false, false, true)::equals, "1, 3 and 8");
    }
  }

  private void expanderResets() throws I2cException {
    expander.writeByteData(OLATB, 0xff); // what a brown-out may leave
    expander.writeByteData(IODIRB, 0xff);
    Awaitility.await("outputs again").until(() -> expander.readByteData(IODIRB) == 0x00);
    assertEquals(0x00, expander.readByteData(OLATB), "solenoids are off");
  }

  private void dispensePulses() throws I2cException {
    try (Peer peer = join()) {
      Dict progress = Dict.of("receive_progress", true);
      long request = peer.call(FRIDGE + ".dispense", progress, List.of(), Map.of("slot", 3));
      assertEquals("pulsing", nextResult(peer, request).get("phase"));
      assertEquals(0b0000_0100, expander.readByteData(OLATB), "the solenoid of slot 3");
      assertEquals("released", nextResult(peer, request).get("phase"));
      assertEquals(0, expander.readByteData(OLATB), "off after the pulse");
      expander.writeByteData(GPIOA, 0b1000_0001); // the bottle falls
      assertEquals(2, number(nextResult(peer, request).get("bottles")));
    }
  }

  private void dispenseOfEmptySlot() throws I2cException {
    try (Peer peer = join()) {
      peer.call(FRIDGE + ".dispense", Dict.EMPTY, List.of(), Map.of("slot", 3));
      peer.receiveError("junctor.error.interlock");
      assertEquals(0, expander.readByteData(OLATB));
    }
  }

  private void chipIsPulledOut() {
    try (TopicWatch door = watch(FRIDGE + ".door");
        TopicWatch compressor = watch(FRIDGE + ".compressor");
        TopicWatch temperature = watch(FRIDGE + ".temperature")) {
      set(FRIDGE + ".compressor.set", true);
      sim.remove();
      door.untilQuality("failed");
      compressor.untilQuality("failed");
      temperature.untilGood(value -> number(value) == 4.1, "4.1, as before");
      sim.restore();
      door.untilGood(Boolean.TRUE::equals, "open");
      compressor.untilGood(Boolean.FALSE::equals, "off, as it is not known what it was");
      assertFalse(sim.isHigh(COMPRESSOR));
      sim.pull(DOOR, false);
      door.untilGood(Boolean.FALSE::equals, "closed");
    }
  }

  private void sigterm() {
    try (TopicWatch compressor = watch(FRIDGE + ".compressor")) {
      set(FRIDGE + ".compressor.set", true);
      compressor.untilGood(Boolean.TRUE::equals, "on");
      assertTrue(sim.isHigh(COMPRESSOR));
      assertEquals(0, running().terminate(), "the exit status");
      assertFalse(sim.isHigh(COMPRESSOR));
      compressor.untilGood(Boolean.FALSE::equals, "off, read back before the line was let go");
    }
  }

  private void linesAreFree() {
    for (int offset : new int[] {DOOR, COMPRESSOR, CELLAR_COMPRESSOR}) {
      assertContains(GpioSim.describe(offset), "(<unused>)");
    }
  }

  // --- talking to the gateway

  private GatewayProcess running() {
    return Objects.requireNonNull(gateway, "the gateway has not started");
  }

  private Peer join() {
    GatewayProcess now = running();
    return new Peer(now.open(WEBSOCKET), WEBSOCKET).join(Site.REALM, now.site().member());
  }

  private TopicWatch watch(String topic) {
    return TopicWatch.of(join(), topic);
  }

  private Map<String, Object> set(String procedure, Object value) {
    try (Peer peer = join()) {
      return nextResult(peer, peer.call(procedure, value));
    }
  }

  private static Map<String, Object> nextResult(Peer peer, long request) {
    Result result = peer.receive(Result.class);
    assertEquals(request, result.request());
    return peer.kwargs(result);
  }

  private static double number(@Nullable Object value) {
    assertNotNull(value);
    return ((Number) value).doubleValue();
  }

  private static void assertContains(String text, String... parts) {
    for (String part : parts) {
      assertTrue(text.contains(part), () -> "expected '" + part + "' in: " + text);
    }
  }
}
